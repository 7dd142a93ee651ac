//! The form that makes a key.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use market::accounts::api_keys::{EXPIRIES, Scope};

use super::MakeApiKey;
use crate::ui::{Button, Checkbox, Choice, SelectField, TextField};
use crate::web::{ActForm, FormState};

/// Unless somebody chooses otherwise.
const USUAL_DAYS: &str = "90";

#[component]
pub(super) fn NewKeyForm(form: FormState) -> impl IntoView {
    let days = Some(form.value("days")).filter(|days| !days.is_empty());
    let expiries = EXPIRIES.map(|days| Choice::new(days.to_string(), format!("{days} days")));
    view! {
        <ActForm action=MakeApiKey::PATH class="stack">
            <TextField
                label="Name"
                name="name"
                value=form.value("name")
                hint="What it is for, so that you know it again."
                error=form.error("name")
                autocomplete="off"
                max_length=60
            />
            <fieldset class="stack stack--tight">
                <legend class="field__label">"What it may do"</legend>
                {scopes(&form)}
            </fieldset>
            <SelectField
                label="Good for"
                name="days"
                options=expiries.into()
                value=days.unwrap_or_else(|| USUAL_DAYS.to_owned())
                hint="After that, make a new one."
                error=form.error("days")
            />
            <TextField
                label="Only from these addresses"
                name="networks"
                value=form.value("networks")
                hint="Addresses or networks with commas between them, as in 203.0.113.9, 198.51.100.0/24. Empty: from anywhere."
                error=form.error("networks")
                autocomplete="off"
                required=false
                max_length=1000
            />
            <Button>"Make the key"</Button>
        </ActForm>
    }
}

/// The error stands at the first.
fn scopes(form: &FormState) -> impl IntoView + use<> {
    let chosen = form.value("scopes");
    Scope::ALL
        .into_iter()
        .enumerate()
        .map(|(nth, scope)| {
            let name = format!("scopes[{nth}]");
            let checked = chosen.split(' ').any(|code| code == scope.code());
            let error = form.error(&name);
            view! {
                <Checkbox
                    label=scope.label()
                    name=name
                    value=scope.code()
                    checked=checked
                    error=error
                />
            }
        })
        .collect_view()
}
