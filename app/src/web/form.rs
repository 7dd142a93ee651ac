//! Forms as they are shown: plain HTML that works without a script, and everything typed again after a refusal.

use std::collections::BTreeMap;

use leptos::prelude::*;
use market::limits::Later;
use market::{IdempotencyKey, Refusal, Result};

use super::flash::{self, Why};
use super::rate_limit::refuse_until;
use super::visitor::Visitor;
use crate::access;
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
    // What would be refused is not offered.
    let closed = use_context::<Visitor>().is_some_and(|visitor| {
        visitor.impersonation.is_some() && !access::open_in_their_place(action)
    });
    (!closed).then(|| {
        view! { <form method="post" action=action enctype=enctype class=class id=id>{children()}</form> }
    })
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
    later: Option<Later>,
    values: BTreeMap<String, String>,
}

/// What became of the form of this name when it was posted last. Asking takes it out; and where it was tried too often,
/// the page with it is the answer 429.
pub async fn form_state(name: &str) -> Result<FormState> {
    let returned = flash::take_form(name).await?;
    let Some(returned) = returned else {
        return Ok(FormState::default());
    };
    let (refusal, later) = match returned.why {
        Why::Refused(refusal) => (Some(refusal), None),
        Why::Later(later) => (None, Some(later)),
    };
    if let Some(later) = later {
        refuse_until(later);
    }
    Ok(FormState {
        refusal,
        later,
        values: returned.values,
    })
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
        let later = |later: Later| Mistake {
            field: None,
            message: later.message(),
        };
        let refused = self.refusal.map(mistake);
        refused.into_iter().chain(self.later.map(later)).collect()
    }
}
