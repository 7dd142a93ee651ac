//! A state in one or two words, always with its icon.

use leptos::prelude::*;

use super::{Glyph, Tone};

/// A state.
#[component]
pub fn Badge(#[prop(optional)] tone: Tone, children: Children) -> impl IntoView {
    view! {
        <span class=format!("badge badge--{}", tone.name())>
            <Glyph icon=tone.icon() small=true/>
            {children()}
        </span>
    }
}

/// The one loud badge.
#[component]
pub fn NewBadge() -> impl IntoView {
    view! { <span class="badge badge--spark">"New"</span> }
}
