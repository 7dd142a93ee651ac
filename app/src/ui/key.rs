//! A license or API key, masked until its owner asks for it.

use leptos::prelude::*;

/// A key; `children` are what can be done with it (reveal, copy).
#[component]
pub fn Key(
    /// The masked or the full key.
    #[prop(into)]
    code: String,
    /// Whether `code` is the masked form.
    #[prop(default = true)]
    masked: bool,
    /// What it is, for those who hear the page.
    #[prop(default = "License key")]
    what: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let class = if masked { "key key--masked" } else { "key" };
    let label = if masked {
        format!("{what}, hidden")
    } else {
        what.to_owned()
    };
    view! {
        <div class=class>
            <code class="key__code" aria-label=label translate="no">{code}</code>
            {children.map(|children| children())}
        </div>
    }
}
