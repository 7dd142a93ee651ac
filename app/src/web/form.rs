//! Forms as they are shown: plain HTML that works without a script, and everything typed again after a refusal.

use std::collections::BTreeMap;

use leptos::prelude::*;
use market::{IdempotencyKey, Refusal, Result};

use super::flash;
use crate::ui::Mistake;

/// A form that posts to an act, as in `<ActForm action=AddToCart::PATH>`.
#[component]
pub fn ActForm(
    /// The act's `PATH`.
    action: &'static str,
    #[prop(optional, into)] class: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    /// Whether it sends a file.
    #[prop(optional)]
    upload: bool,
    children: Children,
) -> impl IntoView {
    let enctype = upload.then_some("multipart/form-data");
    view! { <form method="post" action=action enctype=enctype class=class id=id>{children()}</form> }
}

/// A key minted now: the form around it, posted twice, is one act.
#[component]
pub fn IdempotencyField() -> impl IntoView {
    view! { <input type="hidden" name="key" value=IdempotencyKey::mint().to_string()/> }
}

/// How a form stands: fresh, or refused a moment ago.
#[derive(Clone, Debug, Default)]
pub struct FormState {
    pub refusal: Option<Refusal>,
    values: BTreeMap<String, String>,
}

/// What became of the form of this name when it was posted last. Asking takes it out.
pub async fn form_state(name: &str) -> Result<FormState> {
    let returned = flash::take_form(name).await?;
    Ok(returned.map_or_else(FormState::default, |form| FormState {
        refusal: Some(form.refusal),
        values: form.values,
    }))
}

impl FormState {
    /// What was typed.
    pub fn value(&self, field: &str) -> String {
        self.values.get(field).cloned().unwrap_or_default()
    }

    /// What to mend about this field.
    pub fn error(&self, field: &str) -> Option<String> {
        let refusal = self
            .refusal
            .filter(|refusal| refusal.field() == Some(field))?;
        Some(refusal.message().to_owned())
    }

    /// For the summary above the form.
    pub fn mistakes(&self) -> Vec<Mistake> {
        let mistake = |refusal: Refusal| Mistake {
            field: refusal.field().map(ToOwned::to_owned),
            message: refusal.message().to_owned(),
        };
        self.refusal.map(mistake).into_iter().collect()
    }
}
