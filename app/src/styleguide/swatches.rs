//! The colors by name.

use leptos::prelude::*;

use super::Group;

const COLORS: [&str; 23] = [
    "paper",
    "surface",
    "raised",
    "sunken",
    "ink",
    "ink-2",
    "ink-3",
    "line",
    "line-strong",
    "brand",
    "brand-hover",
    "brand-soft",
    "spark",
    "good",
    "warn",
    "bad",
    "info",
    "star",
    "graph-trigger",
    "graph-ai",
    "graph-logic",
    "graph-data",
    "graph-code",
];

#[component]
pub(super) fn Swatches() -> impl IntoView {
    let swatches = COLORS
        .map(|name| {
            view! {
                <li class="swatch">
                    <span class=format!("swatch__color swatch__color--{name}")></span>
                    {name}
                </li>
            }
        })
        .collect_view();
    view! { <Group name="Color"><ul class="swatches">{swatches}</ul></Group> }
}
