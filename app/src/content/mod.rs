//! Pages of our own words: who we are and the terms.

pub(crate) mod about;
mod legal;

use leptos::prelude::*;

pub use about::AboutPage;
pub use legal::{LicensePage, PrivacyPage, RefundsPage, TermsPage};

use crate::ui::{Breadcrumb, Crumb, PageMeta};
use crate::web::market;

/// A page of running text with its heading.
#[component]
fn TextPage(
    path: &'static str,
    title: &'static str,
    lead: &'static str,
    /// When the text last changed, as words; empty for pages that are not terms.
    #[prop(optional)]
    dated: &'static str,
    children: Children,
) -> impl IntoView {
    let canonical = format!("{}{path}", market().public_url);
    view! {
        <PageMeta title=title description=lead canonical=canonical/>
        <div class="wrap wrap--text page">
            <Breadcrumb trail=vec![Crumb::new("/", "Home")]/>
            <article class="prose">
                <h1>{title}</h1>
                <p class="page-head__lead">{lead}</p>
                {children()}
                {(!dated.is_empty()).then(|| view! { <p class="text-page__date">{format!("In force since {dated}.")}</p> })}
            </article>
        </div>
    }
}
