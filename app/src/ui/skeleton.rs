//! The place something will take.

use leptos::prelude::*;

/// Lines of text to come.
#[component]
pub fn Skeleton(#[prop(default = 3)] lines: usize) -> impl IntoView {
    let lines = (0..lines)
        .map(|_| view! { <div class="skeleton__line"></div> })
        .collect_view();
    view! { <div class="skeleton" role="status" aria-label="Loading">{lines}</div> }
}

/// A product card to come.
#[component]
pub fn CardSkeleton() -> impl IntoView {
    view! {
        <div class="skeleton" role="status" aria-label="Loading">
            <div class="skeleton__picture"></div>
            <div class="skeleton__line"></div>
            <div class="skeleton__line"></div>
        </div>
    }
}
