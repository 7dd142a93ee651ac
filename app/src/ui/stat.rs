//! Figures with their names, in a strip.

use leptos::prelude::*;

use super::Tone;

/// A strip of figures.
#[component]
pub fn Stats(children: Children) -> impl IntoView {
    view! { <dl class="stats">{children()}</dl> }
}

/// One figure of a strip.
#[component]
pub fn Stat(
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    #[prop(optional, into)] note: Option<String>,
    #[prop(optional)] tone: Tone,
) -> impl IntoView {
    view! {
        <div class=format!("stat stat--{}", tone.name())>
            <dt class="stat__label">{label}</dt>
            <dd class="stat__value">{value}</dd>
            {note.map(|note| view! { <dd class="stat__note">{note}</dd> })}
        </div>
    }
}
