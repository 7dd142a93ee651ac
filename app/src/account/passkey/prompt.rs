//! The part of a page that asks the browser for a passkey, and sends what it says as any form is sent.

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use serde_json::Value;

use crate::ui::{Banner, Button, ButtonKind, Icon, Tone};
use crate::web::ActForm;

/// Fills the field in and sends its form. What is bytes in the browser is base64url in the form.
const SCRIPT: &str = include_str!("passkey.js");

/// A field of the form around it, filled in by the browser when the form is sent.
#[component]
pub(super) fn PasskeyField(
    /// The question, as the browser's own interface takes it.
    options: Value,
) -> impl IntoView {
    view! {
        <input type="hidden" name="answer" data-passkey=options.to_string()/>
        <div data-passkey-trouble hidden>
            <Banner tone=Tone::Warn>
                <p>"Your browser did not use a passkey. Try again, or take another way."</p>
            </Banner>
        </div>
        <noscript>
            <Banner tone=Tone::Warn>
                <p>"Browsers use passkeys only where scripts may run. Take another way, or switch them on."</p>
            </Banner>
        </noscript>
        <script type="module" nonce=use_nonce() inner_html=SCRIPT></script>
    }
}

/// A form that shows a passkey and nothing else.
#[component]
pub(super) fn PasskeyForm(
    /// The act's `PATH`.
    action: &'static str,
    options: Value,
    next: String,
) -> impl IntoView {
    view! {
        <ActForm action=action class="stack">
            <input type="hidden" name="next" value=next/>
            <PasskeyField options=options/>
            <Button wide=true>"Use the passkey"</Button>
        </ActForm>
    }
}

/// The way to such a form, beside another way.
#[component]
pub(in crate::account) fn PasskeyInstead(
    /// The `PATH` of the act that asks the question.
    action: &'static str,
    next: String,
    #[prop(default = "Use a passkey instead")] words: &'static str,
) -> impl IntoView {
    view! {
        <ActForm action=action>
            <input type="hidden" name="next" value=next/>
            <Button kind=ButtonKind::Quiet wide=true icon=Icon::Key>{words}</Button>
        </ActForm>
    }
}
