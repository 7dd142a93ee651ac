//! The way back up.

use leptos::prelude::*;

/// One step up the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub label: String,
}

impl Crumb {
    /// One step up the path.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Crumb {
        Crumb {
            href: href.into(),
            label: label.into(),
        }
    }
}

/// The path to this page; the page itself is named by its heading, not here.
#[component]
pub fn Breadcrumb(
    trail: Vec<Crumb>,
    #[prop(default = "Breadcrumb".to_owned(), into)] label: String,
) -> impl IntoView {
    let steps = trail
        .into_iter()
        .map(|crumb| view! { <li class="breadcrumb__item"><a href=crumb.href>{crumb.label}</a></li> })
        .collect_view();
    view! {
        <nav class="breadcrumb" aria-label=label>
            <ol class="breadcrumb__list">{steps}</ol>
        </nav>
    }
}
