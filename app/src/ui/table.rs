//! The frame around a table: scrolls sideways inside itself, or stacks its rows into cards where it is narrow.

use leptos::prelude::*;

/// A table; `children` are its `thead` and `tbody`. Numbers carry `class="table__number"`.
///
/// With `stack`, each cell names its column in `data-label`, and rows become cards below 560 pixels.
#[component]
pub fn TableFrame(
    /// What the table holds, for those who hear the page.
    #[prop(into)]
    label: String,
    #[prop(optional)] stack: bool,
    children: Children,
) -> impl IntoView {
    let class = if stack { "table table--stack" } else { "table" };
    let name = label.clone();
    view! {
        <div class="table-frame" role="region" tabindex="0" aria-label=label>
            <table class=class aria-label=name>{children()}</table>
        </div>
    }
}
