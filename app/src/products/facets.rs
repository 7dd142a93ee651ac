//! The filters beside a list: links that say how many products each choice leaves.

use leptos::prelude::*;
use market::catalog::Facets;

use super::ListQuery;
use crate::ui::{Glyph, Icon};

/// A column from 960 pixels up, a drawer above the list below that.
#[component]
pub(crate) fn FacetColumn(query: ListQuery, facets: Facets) -> impl IntoView {
    let active = query.filters();
    view! {
        <details class="facets">
            <summary class="facets__toggle">
                <Glyph icon=Icon::Filter/>
                "Filters"
                {(active > 0).then(|| view! { <span class="facets__active">{active}</span> })}
                <Glyph icon=Icon::ChevronDown small=true/>
            </summary>
            <div class="facets__groups">
                <Group title="Type" choices=kinds(&query, &facets)/>
                <Group title="Price" choices=prices(&query, &facets)/>
                <Group title="Rating" choices=ratings(&query)/>
                <Group title="Category" choices=categories(&query, &facets)/>
            </div>
        </details>
    }
}

/// One line of a filter: following it chooses it, or takes it off when it is chosen.
struct FacetChoice {
    label: String,
    href: String,
    count: Option<i64>,
    chosen: bool,
}

#[component]
fn Group(title: &'static str, choices: Vec<FacetChoice>) -> impl IntoView {
    let id = format!("facet-{}", title.to_lowercase());
    let heading = id.clone();
    let lines = choices
        .into_iter()
        .map(|choice| {
            let current = choice.chosen.then_some("true");
            let on = choice.chosen.then(|| view! { <span class="visually-hidden">" (chosen, follow to take it off)"</span> });
            view! {
                <li>
                    <a class="facets__choice" href=choice.href aria-current=current rel="nofollow">
                        <span>{choice.label} {on}</span>
                        {choice.count.map(|count| view! { <span class="facets__count">{count}</span> })}
                    </a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    (!lines.is_empty()).then(|| {
        view! {
            <section aria-labelledby=id>
                <h2 class="facets__title" id=heading>{title}</h2>
                <ul class="facets__list">{lines}</ul>
            </section>
        }
    })
}

fn kinds(query: &ListQuery, facets: &Facets) -> Vec<FacetChoice> {
    let choice = |(kind, count): &(market::catalog::ProductKind, i64)| {
        let chosen = query.kind == Some(*kind);
        let href = query
            .with(|query| query.kind = (!chosen).then_some(*kind))
            .href();
        FacetChoice {
            label: kind.label().to_owned(),
            href,
            count: Some(*count),
            chosen,
        }
    };
    facets.kinds.iter().map(choice).collect()
}

fn prices(query: &ListQuery, facets: &Facets) -> Vec<FacetChoice> {
    let choice = |(price, count): &(market::catalog::PriceFilter, i64)| {
        let chosen = query.price == Some(*price);
        let href = query
            .with(|query| query.price = (!chosen).then_some(*price))
            .href();
        FacetChoice {
            label: price.label().to_owned(),
            href,
            count: Some(*count),
            chosen,
        }
    };
    facets.prices.iter().map(choice).collect()
}

fn ratings(query: &ListQuery) -> Vec<FacetChoice> {
    let choice = |stars: u8| {
        let chosen = query.rating == Some(stars);
        let href = query
            .with(|query| query.rating = (!chosen).then_some(stars))
            .href();
        FacetChoice {
            label: format!("{stars} stars and up"),
            href,
            count: None,
            chosen,
        }
    };
    [4, 3].map(choice).into()
}

fn categories(query: &ListQuery, facets: &Facets) -> Vec<FacetChoice> {
    let chosen_path = query.category.clone();
    let choice = |(path, name, count): &(String, String, i64)| {
        let chosen = chosen_path.as_ref() == Some(path);
        let href = query
            .with(|query| query.category = (!chosen).then(|| path.clone()))
            .href();
        FacetChoice {
            label: name.clone(),
            href,
            count: Some(*count),
            chosen,
        }
    };
    let mut choices: Vec<_> = facets.categories.iter().map(choice).collect();
    choices.sort_by(|a, b| {
        b.chosen
            .cmp(&a.chosen)
            .then(b.count.cmp(&a.count))
            .then(a.label.cmp(&b.label))
    });
    choices.truncate(12);
    choices
}
