//! Fields that say what to change while somebody types. Without a script the server says the same when the form is sent.

use std::sync::LazyLock;

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use market::Refusal;
use serde_json::Value;

use crate::ui::{Glyph, Icon};

/// How a field that is checked is marked.
const MARK: &str = "data-checked";

static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let email = Value::from(Refusal::EmailInvalid.message()).to_string();
    include_str!("field_checks.js").replace("EMAIL", &email)
});

/// What a page with this text needs besides, if any of its fields is checked.
pub(super) fn checks_for(page: &str) -> Option<impl IntoView + use<>> {
    page.contains(MARK).then(|| {
        view! {
            <div id="field-error" hidden>
                <p class="field__error">
                    <Glyph icon=Icon::Warning small=true/>
                    <span></span>
                </p>
            </div>
            <script type="module" nonce=use_nonce() inner_html=SCRIPT.as_str()></script>
        }
    })
}
