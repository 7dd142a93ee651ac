//! The head of a page and of a section.

use leptos::prelude::*;

/// The one `h1` of a page, what it is about, and what can be done here.
#[component]
pub fn PageHead(
    #[prop(into)] title: String,
    #[prop(optional, into)] lead: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="page-head">
            <div>
                <h1>{title}</h1>
                {lead.map(|lead| view! { <p class="page-head__lead">{lead}</p> })}
            </div>
            {children.map(|children| view! { <div class="page-head__actions">{children()}</div> })}
        </div>
    }
}

/// A section's heading with an optional link to more of it.
#[component]
pub fn SectionHead(
    #[prop(into)] title: String,
    /// Lets the section be named by its heading and linked to.
    #[prop(optional, into)]
    id: Option<String>,
    #[prop(optional, into)] note: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="section-head">
            <h2 id=id>{title}</h2>
            {children.map(|children| children())}
            {note.map(|note| view! { <p class="section-head__note">{note}</p> })}
        </div>
    }
}
