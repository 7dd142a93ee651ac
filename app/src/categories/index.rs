//! `/categories`: the whole tree at a glance.

use leptos::prelude::*;
use market::catalog::{self, Category};

use crate::ui::{Breadcrumb, Crumb, PageHead, PageMeta};
use crate::web::{market, page};

/// Every top category with what lies below it.
#[component]
pub fn CategoriesPage() -> impl IntoView {
    page(async move {
        let market = market();
        let all = catalog::categories(&market.db).await?;
        let (tops, below): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|category| !category.path.contains('/'));
        let tiles = tops.into_iter().map(|top| tile(top, &below)).collect_view();
        let canonical = format!("{}/categories", market.public_url);
        Ok(view! {
            <PageMeta title="Categories" description="Every category of the marketplace." canonical=canonical/>
            <div class="wrap page">
                <Breadcrumb trail=vec![Crumb::new("/", "Home")]/>
                <PageHead title="Categories" lead="Start from the job you want off your desk."/>
                <ul class="category-grid">{tiles}</ul>
            </div>
        })
    })
}

fn tile(top: Category, below: &[Category]) -> impl IntoView + use<> {
    let inside = format!("{}/", top.path);
    let children = below
        .iter()
        .filter(|child| child.path.starts_with(&inside))
        .map(|child| view! { <a href=format!("/categories/{}", child.path)>{child.name.clone()}</a> })
        .collect::<Vec<_>>();
    let count = if top.products == 1 {
        "1 product".to_owned()
    } else {
        format!("{} products", top.products)
    };
    view! {
        <li class="category-tile">
            <h2 class="category-tile__name"><a href=format!("/categories/{}", top.path)>{top.name}</a></h2>
            <p class="category-tile__text">{top.description}</p>
            {(!children.is_empty()).then(|| view! { <div class="category-tile__children">{children}</div> })}
            <p class="category-tile__count">{count}</p>
        </li>
    }
}
