//! `/categories/{path}`: the products of a category and of what lies below it.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use market::catalog::{self, Category};

use crate::products::{ListQuery, Listing};
use crate::ui::{Breadcrumb, Crumb, PageHead, PageMeta, PillLink};
use crate::web::{market, page};

/// One category; 404 when there is none at this path.
#[component]
pub fn CategoryPage() -> impl IntoView {
    let path = use_params_map()
        .get_untracked()
        .get("path")
        .unwrap_or_default();
    let path = path.trim_matches('/').to_owned();
    let query = ListQuery {
        category: Some(path.clone()),
        ..ListQuery::read(&use_query_map().get_untracked())
    };
    page(async move {
        let market = market();
        let catalog::CategoryPage {
            category,
            trail,
            children,
        } = catalog::category(&market.db, &path).await?;
        let listing = catalog::list(&market, &query.filter(None)).await?;
        let canonical = format!("{}/categories/{}", market.public_url, category.path);
        Ok(view! {
            <PageMeta title=category.name.clone() description=category.description.clone() canonical=canonical/>
            <div class="wrap page">
                <Breadcrumb trail=crumbs(&trail)/>
                <PageHead title=category.name lead=category.description/>
                <Children children=children/>
                <Listing query=query listing=listing/>
            </div>
        })
    })
}

/// The way from the front page down to a category whose ancestors are `trail`.
pub(crate) fn crumbs(trail: &[Category]) -> Vec<Crumb> {
    let mut crumbs = vec![
        Crumb::new("/", "Home"),
        Crumb::new("/categories", "Categories"),
    ];
    crumbs.extend(trail.iter().map(|category| {
        Crumb::new(
            format!("/categories/{}", category.path),
            category.name.clone(),
        )
    }));
    crumbs
}

#[component]
fn Children(children: Vec<Category>) -> impl IntoView {
    (!children.is_empty()).then(|| {
        let pills = children
            .into_iter()
            .map(|child| view! { <PillLink href=format!("/categories/{}", child.path)>{child.name}</PillLink> })
            .collect_view();
        view! { <nav class="pills listing__filters" aria-label="Narrower categories">{pills}</nav> }
    })
}
