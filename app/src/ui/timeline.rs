//! What happened and when.

use leptos::prelude::*;
use time::OffsetDateTime;

use super::{Glyph, Moment, Tone};

/// One thing that happened, or is to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What happened.
    pub title: String,
    /// When; nothing while it has not happened.
    pub at: Option<OffsetDateTime>,
    /// A word or two before the moment, such as "Until".
    pub before: &'static str,
    /// What it means.
    pub detail: String,
    /// How it went.
    pub tone: Tone,
}

impl Step {
    /// A step without a moment.
    pub fn new(title: impl Into<String>, tone: Tone) -> Step {
        Step {
            title: title.into(),
            at: None,
            before: "",
            detail: String::new(),
            tone,
        }
    }

    /// The same step, which happened then.
    pub fn at(self, at: impl Into<Option<OffsetDateTime>>) -> Step {
        Step {
            at: at.into(),
            ..self
        }
    }

    /// The same step, saying what it means.
    pub fn detail(self, detail: impl Into<String>) -> Step {
        Step {
            detail: detail.into(),
            ..self
        }
    }
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
                        {step.at.map(|at| view! { <p class="timeline__at">{step.before} " " <Moment at=at/></p> })}
                        {(!step.detail.is_empty()).then(|| view! { <p class="timeline__detail">{step.detail}</p> })}
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{steps}</ol> }
}
