//! How far something is.

use leptos::prelude::*;

/// A bar with its words; `done` of `total`, in any unit.
#[component]
pub fn Progress(#[prop(into)] label: String, done: u64, total: u64) -> impl IntoView {
    let (done, total) = (done.min(total.max(1)), total.max(1));
    view! {
        <div class="progress">
            <span aria-hidden="true">{label.clone()}</span>
            <progress class="progress__bar" value=done max=total aria-label=label></progress>
        </div>
    }
}
