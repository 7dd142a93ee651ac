//! Buttons, and links that look like them.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// How loud a button is. One primary a view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing this view is for.
    #[default]
    Primary,
    /// Everything else.
    Quiet,
    /// Something is lost or ended by it.
    Danger,
    /// As light as a link.
    Plain,
}

/// How large a button is; never less than 44 pixels high for fingers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    /// In rows and tool bars.
    Small,
    /// The rule.
    #[default]
    Medium,
    /// The pay and buy buttons.
    Large,
}

fn class_of(kind: ButtonKind, size: ButtonSize, wide: bool) -> String {
    let kind = match kind {
        ButtonKind::Primary => "",
        ButtonKind::Quiet => " button--quiet",
        ButtonKind::Danger => " button--danger",
        ButtonKind::Plain => " button--plain",
    };
    let size = match size {
        ButtonSize::Small => " button--small",
        ButtonSize::Medium => "",
        ButtonSize::Large => " button--large",
    };
    format!(
        "button{kind}{size}{}",
        if wide { " button--wide" } else { "" }
    )
}

/// A button that sends its form. Busy ones are disabled, show a spinner and keep their width.
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    /// As wide as its column.
    #[prop(optional)]
    wide: bool,
    #[prop(optional)] disabled: bool,
    #[prop(optional)] busy: bool,
    #[prop(optional)] icon: Option<Icon>,
    /// Sent with the form when this button was the one pressed.
    #[prop(optional, into)]
    name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    /// The id of a form elsewhere on the page.
    #[prop(optional, into)]
    form: Option<String>,
    /// Said instead of the visible words, when those need their surroundings to be understood.
    #[prop(optional, into)]
    label: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class=class_of(kind, size, wide)
            type="submit"
            name=name
            value=value
            form=form
            aria-label=label
            disabled=disabled || busy
            aria-busy=busy.then_some("true")
        >
            {busy.then(|| view! { <span class="button__spinner" aria-hidden="true"></span> })}
            {icon.filter(|_| !busy).map(|icon| view! { <Glyph icon=icon/> })}
            {children()}
        </button>
    }
}

/// A link that looks like a button, for going somewhere.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional)] wide: bool,
    #[prop(optional)] icon: Option<Icon>,
    children: Children,
) -> impl IntoView {
    view! {
        <a class=class_of(kind, size, wide) href=href>
            {icon.map(|icon| view! { <Glyph icon=icon/> })}
            {children()}
        </a>
    }
}
