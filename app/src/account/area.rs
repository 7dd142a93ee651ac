//! What the pages about an account share: their side navigation.

use leptos::prelude::*;

use crate::ui::{Icon, PageHead, SideLink, SideNav};
use crate::web::paths;

const PAGES: [(&str, &str, Icon); 3] = [
    (paths::ACCOUNT, "Overview", Icon::User),
    (paths::SECURITY, "Security", Icon::Shield),
    (paths::DEVICES, "Devices", Icon::Lock),
];

/// A page of the account, beside the others.
#[component]
pub(super) fn AccountArea(
    title: &'static str,
    #[prop(optional)] lead: Option<&'static str>,
    /// The page's address.
    here: &'static str,
    children: Children,
) -> impl IntoView {
    let links = PAGES
        .map(|(href, label, icon)| SideLink {
            href: href.to_owned(),
            label: label.to_owned(),
            icon,
            count: None,
            current: href == here,
        })
        .into();
    view! {
        <div class="wrap wrap--work page with-side-nav">
            <SideNav label="Your account" links=links/>
            <div class="stack stack--loose">
                {match lead {
                    Some(lead) => view! { <PageHead title=title lead=lead/> },
                    None => view! { <PageHead title=title/> },
                }}
                {children()}
            </div>
        </div>
    }
}
