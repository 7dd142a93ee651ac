//! Pills: what kind a thing is, a quick filter, or a filter that can be taken off.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// A word in a rounded frame.
#[component]
pub fn Pill(children: Children) -> impl IntoView {
    view! { <span class="pill">{children()}</span> }
}

/// The type of a product, with the shape of its family; `kind` is `ai-agent`, `n8n-workflow` or `automation-asset`.
#[component]
pub fn KindPill(#[prop(into)] kind: String, #[prop(into)] label: String) -> impl IntoView {
    let class = match kind.as_str() {
        "ai-agent" => "pill pill--agent",
        "automation-asset" => "pill pill--asset",
        _ => "pill pill--workflow",
    };
    view! {
        <span class=class>
            <span class="pill__dot" aria-hidden="true"></span>
            {label}
        </span>
    }
}

/// A pill that leads somewhere; `current` marks the one whose page this is.
#[component]
pub fn PillLink(
    #[prop(into)] href: String,
    #[prop(optional)] current: bool,
    children: Children,
) -> impl IntoView {
    view! { <a class="pill" href=href aria-current=current.then_some("true")>{children()}</a> }
}

/// A filter that is on; following the link takes it off.
#[component]
pub fn RemovablePill(
    /// The same list without this filter.
    #[prop(into)]
    href: String,
    #[prop(into)] label: String,
) -> impl IntoView {
    view! {
        <a class="pill pill--removable" href=href>
            <span class="visually-hidden">"Remove filter: "</span>
            {label}
            <Glyph icon=Icon::Cross small=true/>
        </a>
    }
}
