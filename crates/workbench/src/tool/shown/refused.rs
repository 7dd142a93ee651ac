//! A file that holds no workflow: which, why, and what to do.

use std::sync::Arc;

use leptos::prelude::*;

use super::super::desk::{Desk, Done};
use super::icon;
use crate::reading::Refused;

pub fn refused(desk: Desk, done: &Arc<Done>, refused: &Refused) -> impl IntoView + use<> {
    let name = done.names.get(refused.file).cloned().unwrap_or_default();
    let sentence = refused.sentence.clone();
    let offer = refused.leads_with_workflow.then(|| {
        view! {
            <button type="button" class="button button--quiet" on:click=move |_| desk.go_on_with_what_leads()>
                "Use the workflow that comes first"
            </button>
        }
    });
    view! {
        <div class="banner banner--bad" role="alert">
            {icon("bad")}
            <div>
                <p class="banner__title">{format!("“{name}” cannot be read")}</p>
                <div class="banner__text"><p>{sentence}</p>{offer}</div>
            </div>
        </div>
    }
}
