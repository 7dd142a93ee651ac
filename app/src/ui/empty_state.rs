//! Nothing here yet, and what to do about it.

use leptos::prelude::*;

use super::Mascot;

/// An empty list or a page that is not there; `children` are the ways on.
#[component]
pub fn EmptyState(
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    /// False on pages about money or security.
    #[prop(default = true)]
    mascot: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            {mascot.then(|| view! { <div class="empty-state__mascot"><Mascot/></div> })}
            <h2 class="empty-state__title">{title}</h2>
            <p class="empty-state__text">{text}</p>
            {children.map(|children| view! { <div class="empty-state__actions">{children()}</div> })}
        </div>
    }
}
