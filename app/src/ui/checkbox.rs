//! Checkbox, radio and switch: native controls whose whole line is the target.

use leptos::prelude::*;

use super::field_id;

/// A yes or no that is sent with its form.
#[component]
pub fn Checkbox(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    /// What the form sends when it is ticked.
    #[prop(default = "true".to_owned(), into)]
    value: String,
    #[prop(optional)] checked: bool,
    #[prop(optional)] required: bool,
    #[prop(optional)] disabled: bool,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip, into)] error: Option<String>,
) -> impl IntoView {
    let line = Line {
        kind: "checkbox",
        id: field_id(&name),
        class: "choice",
        name,
        value,
        checked,
        required,
        disabled,
    };
    line.view(label, hint, error)
}

/// One of several; all share a name.
#[component]
pub fn Radio(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    #[prop(optional)] checked: bool,
    #[prop(optional)] disabled: bool,
    #[prop(optional, into)] hint: Option<String>,
) -> impl IntoView {
    let id = field_id(&format!("{name}-{value}"));
    let line = Line {
        kind: "radio",
        id,
        class: "choice",
        name,
        value,
        checked,
        required: false,
        disabled,
    };
    line.view(label, hint, None)
}

/// A checkbox that reads as on or off.
#[component]
pub fn Switch(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional)] checked: bool,
    #[prop(optional)] disabled: bool,
    #[prop(optional, into)] hint: Option<String>,
) -> impl IntoView {
    let (id, value) = (field_id(&name), "true".to_owned());
    let line = Line {
        kind: "checkbox",
        id,
        class: "choice choice--switch",
        name,
        value,
        checked,
        required: false,
        disabled,
    };
    line.view(label, hint, None)
}

struct Line {
    kind: &'static str,
    class: &'static str,
    id: String,
    name: String,
    value: String,
    checked: bool,
    required: bool,
    disabled: bool,
}

impl Line {
    fn view(self, label: String, hint: Option<String>, error: Option<String>) -> impl IntoView {
        let Line {
            kind,
            class,
            id,
            name,
            value,
            checked,
            required,
            disabled,
        } = self;
        let class = if error.is_some() {
            format!("{class} choice--wrong")
        } else {
            class.to_owned()
        };
        let note_id = format!("{id}-note");
        let described = (hint.is_some() || error.is_some()).then(|| note_id.clone());
        let invalid = error.is_some().then_some("true");
        let note_class = if error.is_some() {
            "choice__error"
        } else {
            "choice__hint"
        };
        view! {
            <div class=class>
                <input
                    class="choice__control"
                    type=kind
                    id=id.clone()
                    name=name
                    value=value
                    checked=checked
                    required=required
                    disabled=disabled
                    aria-invalid=invalid
                    aria-describedby=described
                />
                <label class="choice__label" for=id>{label}</label>
                {error.or(hint).map(|note| view! { <p class=note_class id=note_id>{note}</p> })}
            </div>
        }
    }
}
