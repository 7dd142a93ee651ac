//! What the pages of the administration share: their side navigation.

use leptos::prelude::*;

use crate::ui::{Icon, PageHead, SideLink, SideNav};
use crate::web::paths;

const PAGES: [(&str, &str, Icon); 2] = [
    (paths::ADMIN, "Overview", Icon::Shield),
    (paths::AUDIT, "Record of acts", Icon::Scroll),
];

/// A page of the administration, beside the others.
#[component]
pub(super) fn AdminArea(
    title: &'static str,
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
            <SideNav label="Administration" links=links/>
            <div>
                <PageHead title=title/>
                {children()}
            </div>
        </div>
    }
}
