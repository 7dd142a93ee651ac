//! Code and long machine values.

use leptos::prelude::*;

/// A block of code that scrolls inside itself.
#[component]
pub fn CodeBlock(
    #[prop(into)] code: String,
    #[prop(optional, into)] title: Option<String>,
) -> impl IntoView {
    let label = title.clone().unwrap_or_else(|| "Code".to_owned());
    view! {
        <div class="code-block">
            {title.map(|title| view! { <p class="code-block__head">{title}</p> })}
            <pre class="code-block__body" tabindex="0" role="region" aria-label=label translate="no"><code>{code}</code></pre>
        </div>
    }
}
