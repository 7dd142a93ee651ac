//! The top of the front page: one sentence, the search, and one product as its own picture.

use leptos::prelude::*;
use market::catalog::Card;

use crate::ui::{AppMark, PillLink, PriceTag, SearchForm};
use crate::web::paths;

/// Apps many products work with, as one-click searches.
const APPS: [&str; 6] = [
    "Slack",
    "Gmail",
    "Google Sheets",
    "Notion",
    "HubSpot",
    "OpenAI",
];

#[component]
pub(super) fn Hero(showcase: Option<Card>, products: u64, vendors: i64) -> impl IntoView {
    view! {
        <div class="hero">
            <div class="wrap hero__columns">
                <div>
                    <h1 class="hero__title">"See every node before you buy"</h1>
                    <p class="hero__lead">
                        {offer(products, vendors)}
                        " Each one is drawn from its own file, with what it needs and what it can touch."
                    </p>
                    <div class="hero__search"><SearchForm hero=true placeholder="What should run by itself?"/></div>
                    <Apps/>
                </div>
                {showcase.map(|card| view! { <Showcase card=card/> })}
            </div>
        </div>
    }
}

/// A search index that is still being filled knows of none: then no figure is better than a wrong one.
fn offer(products: u64, vendors: i64) -> String {
    match products {
        0 => "AI agents, n8n workflows and automation assets.".to_owned(),
        products => {
            format!(
                "{products} AI agents, n8n workflows and automation assets from {vendors} vendors."
            )
        }
    }
}

#[component]
fn Apps() -> impl IntoView {
    let pills = APPS
        .map(|app| {
            let href = format!(
                "/search?{}",
                url::form_urlencoded::Serializer::new(String::new())
                    .append_pair("q", app)
                    .finish()
            );
            view! {
                <li>
                    <PillLink href=href>
                        <span aria-hidden="true"><AppMark app=app small=true/></span>
                        {app}
                    </PillLink>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="hero__apps" aria-label="Products for an app">
            <span class="hero__apps-label">"Works with"</span>
            <ul class="pills">{pills}</ul>
        </nav>
    }
}

/// One product, large, as the proof of the sentence beside it.
#[component]
fn Showcase(card: Card) -> impl IntoView {
    let href = paths::product(&card.vendor_handle, &card.slug);
    let note = match card.node_count {
        0 => format!("by {}", card.vendor_name),
        1 => format!("1 node · by {}", card.vendor_name),
        count => format!("{count} nodes · by {}", card.vendor_name),
    };
    view! {
        <a class="showcase" href=href>
            <div class="showcase__picture" aria-hidden="true" inner_html=card.miniature></div>
            <div class="showcase__text">
                <span>
                    <span class="showcase__title">{card.title}</span>
                    <span class="showcase__note">{note}</span>
                </span>
                <PriceTag price=card.price.to_string()/>
            </div>
        </a>
    }
}
