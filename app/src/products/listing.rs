//! A list of products with its filters, order and pages; shared by the shop, its categories and the search.

use http::StatusCode;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use market::catalog::{self, Sort};

use super::ListQuery;
use super::facets::FacetColumn;
use crate::ui::{
    Banner, Button, ButtonKind, ButtonSize, CardCell, Choice, EmptyState, LinkButton, Pagination,
    RemovablePill, SelectField, Tone,
};

/// The list with everything around it; never a dead end.
#[component]
pub(crate) fn Listing(query: ListQuery, listing: catalog::Listing) -> impl IntoView {
    let catalog::Listing {
        cards,
        total,
        pages,
        facets,
        corrected,
        ..
    } = listing;
    let beyond = cards.is_empty() && total > 0;
    if beyond {
        answer_with(StatusCode::NOT_FOUND);
    }
    let cards = cards
        .into_iter()
        .map(|card| view! { <CardCell card=card level=2/> })
        .collect::<Vec<_>>();
    let (page, pager) = (query.page, query.clone());
    view! {
        <NotUnderstood names=query.unknown.clone()/>
        <div class="with-facets">
            <FacetColumn query=query.clone() facets=facets/>
            <div>
                <ListBar query=query.clone() total=total/>
                <ActiveFilters query=query.clone()/>
                {corrected.then(|| view! { <Corrected words=query.words.clone().unwrap_or_default()/> })}
                {if cards.is_empty() {
                    view! { <NothingHere query=query beyond=beyond pages=pages/> }.into_any()
                } else {
                    view! {
                        <ul class="card-grid">{cards}</ul>
                        <Pagination page=page pages=pages href=move |page| pager.on_page(page).href()/>
                    }
                    .into_any()
                }}
            </div>
        </div>
    }
}

/// Says which parts of an address were left out, and answers 400: a robot learns, a visitor still has the list.
#[component]
pub(crate) fn NotUnderstood(names: Vec<&'static str>) -> impl IntoView {
    (!names.is_empty()).then(|| {
        answer_with(StatusCode::BAD_REQUEST);
        let names = names.join(", ");
        view! {
            <div class="listing__note">
                <Banner tone=Tone::Warn title="Part of this address was not understood">
                    {format!("Left out: {names}. You see the list without it.")}
                </Banner>
            </div>
        }
    })
}

/// Sets the status of the page being shown.
pub(crate) fn answer_with(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

#[component]
fn ListBar(query: ListQuery, total: i64) -> impl IntoView {
    let words = if total == 1 { " product" } else { " products" };
    view! {
        <div class="listing__bar">
            <p class="listing__count"><strong>{total}</strong>{words}</p>
            <SortForm query=query/>
        </div>
    }
}

/// A form, so that the order can be chosen without script; the other filters ride along hidden.
#[component]
fn SortForm(query: ListQuery) -> impl IntoView {
    let searching = query.words.is_some();
    let options = Sort::ALL
        .into_iter()
        .filter(|sort| searching || *sort != Sort::Relevance)
        .map(|sort| Choice::new(sort.as_str(), sort.label()))
        .collect();
    let base = query.with(|query| query.sort = None).href();
    let (path, rest) = base.split_once('?').unwrap_or((base.as_str(), ""));
    let kept = url::form_urlencoded::parse(rest.as_bytes())
        .map(|(name, value)| view! { <input type="hidden" name=name.into_owned() value=value.into_owned()/> })
        .collect_view();
    view! {
        <form class="listing__sort" action=path.to_owned() method="get">
            {kept}
            <SelectField label="Sort by" name="sort" options=options value=query.sort().as_str() inline=true/>
            <Button kind=ButtonKind::Quiet size=ButtonSize::Small>"Sort"</Button>
        </form>
    }
}

#[component]
fn ActiveFilters(query: ListQuery) -> impl IntoView {
    let mut pills = Vec::new();
    if let Some(kind) = query.kind {
        pills.push((
            kind.label().to_owned(),
            query.with(|query| query.kind = None),
        ));
    }
    if let Some(price) = query.price {
        pills.push((
            price.label().to_owned(),
            query.with(|query| query.price = None),
        ));
    }
    if let Some(stars) = query.rating {
        pills.push((
            format!("{stars} stars and up"),
            query.with(|query| query.rating = None),
        ));
    }
    if let (Some(path), Some(_)) = (&query.category, &query.words) {
        pills.push((
            format!("In {path}"),
            query.with(|query| query.category = None),
        ));
    }
    (!pills.is_empty()).then(|| {
        let pills = pills
            .into_iter()
            .map(|(label, query)| view! { <RemovablePill href=query.href() label=label/> })
            .collect_view();
        view! { <div class="listing__filters">{pills}</div> }
    })
}

#[component]
fn Corrected(words: String) -> impl IntoView {
    view! {
        <div class="listing__note">
            <Banner tone=Tone::Info>{format!("Nothing matches “{words}” exactly. These come close.")}</Banner>
        </div>
    }
}

/// What to do when the list is empty.
#[component]
fn NothingHere(query: ListQuery, beyond: bool, pages: u32) -> impl IntoView {
    if beyond {
        let text = format!("The list ends at page {pages}.");
        return view! {
            <EmptyState title="There is no such page" text=text>
                <LinkButton href=query.on_page(pages).href()>"Go to the last page"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let searching = query
        .words
        .as_deref()
        .is_some_and(|words| !words.is_empty());
    let text = if query.filters() > 0 {
        "No product passes all of these filters. Take one off, or start again without them."
    } else if searching {
        "No product has these words. Try fewer or more general ones, for example the name of an app."
    } else {
        "Nothing is on sale here yet. Other shelves are fuller."
    };
    let plain = query
        .with(|query| (query.kind, query.price, query.rating) = (None, None, None))
        .href();
    view! {
        <EmptyState title="Nothing found" text=text>
            {(query.filters() > 0).then(|| view! { <LinkButton href=plain>"Remove all filters"</LinkButton> })}
            <LinkButton href="/products" kind=ButtonKind::Quiet>"Browse all products"</LinkButton>
            <LinkButton href="/categories" kind=ButtonKind::Quiet>"See the categories"</LinkButton>
        </EmptyState>
    }
    .into_any()
}
