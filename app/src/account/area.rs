//! What the pages about an account share: their side navigation.

use leptos::either::EitherOf3;
use leptos::prelude::*;

use crate::ui::{Icon, PageHead, SideLink, SideNav};
use crate::web::paths;

const PAGES: [(&str, &str, Icon); 9] = [
    (paths::ACCOUNT, "Overview", Icon::User),
    (paths::PROFILE, "Profile", Icon::Pen),
    (paths::ADDRESSES, "Addresses", Icon::Pin),
    (paths::EMAIL, "E-mail address", Icon::Mail),
    (paths::PASSWORD, "Password", Icon::Key),
    (paths::SIGN_IN_METHODS, "Sign-in methods", Icon::Link),
    (paths::SECURITY, "Security", Icon::Shield),
    (paths::DEVICES, "Devices", Icon::Lock),
    (paths::API_KEYS, "API keys", Icon::Nodes),
];

/// A page of the account, beside the others.
#[component]
pub(super) fn AccountArea(
    /// For a page that has no head of its own.
    #[prop(optional)]
    title: Option<&'static str>,
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
            <div class="account-page stack stack--loose">
                {match (title, lead) {
                    (Some(title), Some(lead)) => EitherOf3::A(view! { <PageHead title=title lead=lead/> }),
                    (Some(title), None) => EitherOf3::B(view! { <PageHead title=title/> }),
                    (None, _) => EitherOf3::C(()),
                }}
                {children()}
            </div>
        </div>
    }
}
