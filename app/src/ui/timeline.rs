//! What happened and when.

use leptos::prelude::*;

use super::{Glyph, Tone};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What happened.
    pub title: String,
    /// When, as words; empty when it has not happened yet.
    pub at: String,
    /// What it means.
    pub detail: String,
    /// How it went.
    pub tone: Tone,
}

/// Steps in the order given.
#[component]
pub fn Timeline(steps: Vec<Step>) -> impl IntoView {
    let steps = steps
        .into_iter()
        .map(|step| {
            view! {
                <li class=format!("timeline__step timeline__step--{}", step.tone.name())>
                    <span class="timeline__mark"><Glyph icon=step.tone.icon() small=true/></span>
                    <div>
                        <p class="timeline__title">{step.title}</p>
                        {(!step.at.is_empty()).then(|| view! { <p class="timeline__at">{step.at}</p> })}
                        {(!step.detail.is_empty()).then(|| view! { <p class="timeline__detail">{step.detail}</p> })}
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{steps}</ol> }
}
