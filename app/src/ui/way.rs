//! Ways on from a page, each a row that is one link.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// A list of ways on; its children are `Way`s.
#[component]
pub fn Ways(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! { <nav aria-label=label><ul class="ways">{children()}</ul></nav> }
}

/// Where it leads, and what is there.
#[component]
pub fn Way(
    #[prop(into)] href: String,
    icon: Icon,
    #[prop(into)] title: String,
    #[prop(into)] note: String,
) -> impl IntoView {
    view! {
        <li>
            <a class="ways__way" href=href>
                <Glyph icon=icon/>
                <span>
                    <span class="ways__title">{title}</span>
                    <span class="ways__note">{note}</span>
                </span>
                <Glyph icon=Icon::ChevronRight small=true/>
            </a>
        </li>
    }
}
