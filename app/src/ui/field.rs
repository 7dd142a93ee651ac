//! Labelled inputs. The error stands between label and input, is tied to it for assistive technology, and the value is kept.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// What a text field takes; decides the on-screen keyboard and the browser's own check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldKind {
    /// Any single line.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// A password: its value is never written back into the page.
    Password,
}

impl FieldKind {
    fn html(self) -> &'static str {
        match self {
            FieldKind::Text => "text",
            FieldKind::Email => "email",
            FieldKind::Password => "password",
        }
    }
}

/// One option of a select field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the visitor reads.
    pub label: String,
}

impl Choice {
    /// An option of a select field.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice {
            value: value.into(),
            label: label.into(),
        }
    }
}

/// The id of the input for a form field, for example `field-form-email` for `form[email]`; the form summary links to it.
pub fn field_id(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    format!("field-{}", plain.trim_matches('-'))
}

/// A single line of text with label, hint and error.
#[component]
pub fn TextField(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional)] kind: FieldKind,
    /// What was typed before; passwords ignore it.
    #[prop(optional, into)]
    value: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip, into)] error: Option<String>,
    /// What the browser may fill in, for example `email` or `new-password`.
    #[prop(optional, into)]
    autocomplete: Option<String>,
    #[prop(optional, into)] placeholder: Option<String>,
    /// False marks the field "(optional)".
    #[prop(default = true)]
    required: bool,
    #[prop(optional)] disabled: bool,
    /// Takes the focus when the page opens; one a page, and none beside a form summary.
    #[prop(optional)]
    autofocus: bool,
    #[prop(optional)] min_length: Option<u32>,
    #[prop(optional)] max_length: Option<u32>,
) -> impl IntoView {
    let id = field_id(&name);
    let value = (kind != FieldKind::Password && !value.is_empty()).then_some(value);
    let wrong = error.is_some();
    let described = described_by(&id, hint.is_some(), wrong);
    view! {
        <FieldFrame id=id.clone() label=label hint=hint error=error required=required>
            <input
                class="field__control"
                id=id
                name=name
                type=kind.html()
                value=value
                placeholder=placeholder
                autocomplete=autocomplete
                autocapitalize=(kind == FieldKind::Email).then_some("none")
                spellcheck=(kind != FieldKind::Text).then_some("false")
                minlength=min_length
                maxlength=max_length
                required=required
                disabled=disabled
                autofocus=autofocus
                data-checked=""
                aria-invalid=wrong.then_some("true")
                aria-describedby=described
            />
        </FieldFrame>
    }
}

/// Several lines of text; grows with what is typed where the browser can.
#[component]
pub fn TextArea(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip, into)] error: Option<String>,
    #[prop(default = true)] required: bool,
    #[prop(optional)] max_length: Option<u32>,
    #[prop(default = 5)] rows: u32,
) -> impl IntoView {
    let id = field_id(&name);
    let wrong = error.is_some();
    let described = described_by(&id, hint.is_some(), wrong);
    view! {
        <FieldFrame id=id.clone() label=label hint=hint error=error required=required>
            <textarea
                class="field__control"
                id=id
                name=name
                rows=rows
                data-checked=""
                maxlength=max_length
                required=required
                aria-invalid=wrong.then_some("true")
                aria-describedby=described
            >
                {value}
            </textarea>
        </FieldFrame>
    }
}

/// One of a list.
#[component]
pub fn SelectField(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    options: Vec<Choice>,
    /// The value chosen now.
    #[prop(optional, into)]
    value: String,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip, into)] error: Option<String>,
    #[prop(default = true)] required: bool,
    /// In one line with its label, as in tool bars.
    #[prop(optional)]
    inline: bool,
    /// Its own id where several forms of a page have a field of this name.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let wrong = error.is_some();
    let described = described_by(&id, hint.is_some(), wrong);
    let options = options
        .into_iter()
        .map(|choice| view! { <option value=choice.value.clone() selected=choice.value == value>{choice.label}</option> })
        .collect_view();
    view! {
        <FieldFrame id=id.clone() label=label hint=hint error=error required=required inline=inline>
            <div class="field__select">
                <select
                    class="field__control"
                    id=id
                    name=name
                    required=required
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=described
                >
                    {options}
                </select>
                <Glyph icon=Icon::ChevronDown small=true/>
            </div>
        </FieldFrame>
    }
}

/// A file of the visitor's; its form is an upload.
#[component]
pub fn FileField(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    /// The media types it may have, for example `image/png,image/jpeg`.
    accept: &'static str,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional_no_strip, into)] error: Option<String>,
) -> impl IntoView {
    let id = field_id(&name);
    let wrong = error.is_some();
    let described = described_by(&id, hint.is_some(), wrong);
    view! {
        <FieldFrame id=id.clone() label=label hint=hint error=error required=true>
            <input
                class="field__control field__control--file"
                id=id
                name=name
                type="file"
                accept=accept
                required=true
                aria-invalid=wrong.then_some("true")
                aria-describedby=described
            />
        </FieldFrame>
    }
}

#[component]
fn FieldFrame(
    id: String,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    required: bool,
    #[prop(optional)] inline: bool,
    children: Children,
) -> impl IntoView {
    let class = match (error.is_some(), inline) {
        (true, _) => "field field--wrong",
        (false, true) => "field field--small field--inline",
        (false, false) => "field",
    };
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    view! {
        <div class=class>
            <label class="field__label" for=id>
                {label} {(!required && !inline).then(|| view! { <span class="field__optional">" (optional)"</span> })}
            </label>
            {hint.map(|hint| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            {error
                .map(|error| {
                    view! {
                        <p class="field__error" id=error_id>
                            <Glyph icon=Icon::Warning small=true/>
                            <span>{error}</span>
                        </p>
                    }
                })}
            {children()}
        </div>
    }
}

fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, true) => Some(format!("{id}-error {id}-hint")),
    }
}

#[cfg(test)]
mod tests {
    use super::field_id;

    #[test]
    fn nested_form_names_become_plain_ids() {
        assert_eq!(field_id("form[email]"), "field-form-email");
        assert_eq!(field_id("email"), "field-email");
    }
}
