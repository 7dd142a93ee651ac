//! A line that opens.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// Native details with a chevron that turns.
#[component]
pub fn Disclosure(
    #[prop(into)] summary: String,
    #[prop(optional)] open: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="disclosure" open=open>
            <summary>
                <Glyph icon=Icon::ChevronRight small=true/>
                {summary}
            </summary>
            <div class="disclosure__body">{children()}</div>
        </details>
    }
}
