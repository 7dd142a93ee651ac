//! A product among others: its own graph as the picture, the whole card one link.

use leptos::either::EitherOf3;
use leptos::prelude::*;
use market::catalog::Card;

use super::{AppMarks, Glyph, Icon, KindPill, NewBadge, PriceTag, Rating};
use crate::web::paths;

/// A card that knows how wide its place is; lists put every card in one.
#[component]
pub fn CardCell(
    card: Card,
    #[prop(optional)] fresh: bool,
    #[prop(default = 3)] level: u8,
) -> impl IntoView {
    view! { <li class="card-cell"><ProductCard card=card fresh=fresh level=level/></li> }
}

/// A product's card. `fresh` adds the badge "New"; `level` is the rank of its heading, 2 to 4.
#[component]
pub fn ProductCard(
    card: Card,
    #[prop(optional)] fresh: bool,
    #[prop(default = 3)] level: u8,
) -> impl IntoView {
    let href = paths::product(&card.vendor_handle, &card.slug);
    let facts = facts_of(&card);
    let title = title_of(card.title, href, level);
    view! {
        <article class="product-card">
            <div class="product-card__picture">
                <div class="product-card__graph" aria-hidden="true" inner_html=card.miniature></div>
                <div class="product-card__kind"><KindPill kind=card.kind.as_str() label=card.kind.label()/></div>
                {fresh.then(|| view! { <div class="product-card__badge"><NewBadge/></div> })}
                {(!facts.is_empty()).then(|| view! { <p class="product-card__facts">{facts}</p> })}
            </div>
            <div class="product-card__text">
                {title}
                <p class="product-card__vendor">
                    <span class="product-card__vendor-name">{card.vendor_name}</span>
                    {card.vendor_verified.then(|| view! { <Glyph icon=Icon::Verified label="verified vendor"/> })}
                </p>
                <div class="product-card__foot">
                    <Rating sum=card.rating_sum count=card.rating_count/>
                    <Apps apps=card.apps/>
                    <PriceTag price=card.price.to_string()/>
                </div>
            </div>
        </article>
    }
}

fn title_of(title: String, href: String, level: u8) -> impl IntoView {
    let link = view! { <a class="product-card__link" href=href>{title}</a> };
    match level {
        2 => EitherOf3::A(view! { <h2 class="product-card__title">{link}</h2> }),
        4 => EitherOf3::B(view! { <h4 class="product-card__title">{link}</h4> }),
        _ => EitherOf3::C(view! { <h3 class="product-card__title">{link}</h3> }),
    }
}

/// Up to four marks of the apps a product works with.
#[component]
fn Apps(apps: Vec<String>) -> impl IntoView {
    (!apps.is_empty()).then(|| {
        let shown = apps.into_iter().take(4).collect();
        view! { <AppMarks apps=shown class="product-card__apps"/> }
    })
}

/// What a buyer asks before opening it: `12 nodes · 3 credentials · 15 min`.
fn facts_of(card: &Card) -> String {
    let counted = |count: i64, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {many}")),
    };
    [
        counted(card.node_count.into(), "node", "nodes"),
        counted(card.credential_count.into(), "credential", "credentials"),
        counted(card.setup_minutes.into(), "min to set up", "min to set up"),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" · ")
}
