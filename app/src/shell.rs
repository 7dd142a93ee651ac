//! The document around every page: what the head says, and the one script that asks the browser to fetch ahead.

use std::sync::{LazyLock, OnceLock};

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos::tachys::html::InertElement;
use leptos_meta::MetaTags;

use crate::{App, plain};

/// A complete document. Pages that show an island add its scripts themselves; no other page loads any.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    provide_context(options.clone());
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff"/>
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#171921"/>
                {style_sheet(&options)}
                <link rel="icon" href="/favicon.ico" sizes="32x32"/>
                <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                <link rel="manifest" href="/site.webmanifest"/>
                <MetaTags/>
                <SpeculationRules/>
                <AutoReload options=options/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The link to the style sheet, whose name is read from a file: once, since another build is another server.
fn style_sheet(options: &LeptosOptions) -> InertElement {
    static LINK: OnceLock<String> = OnceLock::new();
    let link = LINK.get_or_init(|| plain::style_sheet(options.clone()));
    InertElement::new(link.as_str())
}

/// Addresses that differ by person, or where asking changes something: never fetched before they are chosen.
const PRIVATE: [&str; 13] = [
    "/account*",
    "/cart*",
    "/checkout*",
    "/orders*",
    "/library*",
    "/downloads*",
    "/privacy/*",
    "/vendor",
    "/vendor/*",
    "/admin*",
    "/api/*",
    "/sandbox-bank*",
    "/dev*",
];

/// Lets the browser fetch a page while the pointer rests on its link.
#[component]
fn SpeculationRules() -> impl IntoView {
    static RULES: LazyLock<String> = LazyLock::new(rules);
    view! { <script type="speculationrules" nonce=use_nonce() inner_html=RULES.as_str()></script> }
}

fn rules() -> String {
    let mut conditions = vec![serde_json::json!({ "href_matches": "/*" })];
    conditions.extend(PRIVATE.map(|path| serde_json::json!({ "not": { "href_matches": path } })));
    conditions
        .push(serde_json::json!({ "not": { "selector_matches": "[rel~=nofollow], [download]" } }));
    let rules = serde_json::json!({
        "prefetch": [{ "where": { "and": conditions }, "eagerness": "moderate" }],
    });
    rules.to_string()
}
