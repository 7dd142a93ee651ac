//! What the pages about an account share: their side navigation.

use leptos::either::EitherOf3;
use leptos::prelude::*;

use crate::access;
use crate::ui::{GroupedSideNav, Icon, PageHead, SideGroup, SideLink};
use crate::web::{Visitor, paths};

type Page = (&'static str, &'static str, Icon);

const YOU: &[Page] = &[
    (paths::ACCOUNT, "Overview", Icon::User),
    (paths::PROFILE, "Profile", Icon::Pen),
    (paths::ADDRESSES, "Addresses", Icon::Pin),
    (paths::PREFERENCES, "Preferences", Icon::Filter),
];
const SIGNING_IN: &[Page] = &[
    (paths::EMAIL, "E-mail address", Icon::Mail),
    (paths::PASSWORD, "Password", Icon::Key),
    (paths::SIGN_IN_METHODS, "Sign-in methods", Icon::Link),
    (paths::SECURITY, "Security", Icon::Shield),
    (paths::DEVICES, "Devices", Icon::Lock),
];
const DATA: &[Page] = &[
    (paths::DATA, "Your data", Icon::Download),
    (paths::API_KEYS, "API keys", Icon::Nodes),
];
const GROUPS: [(&str, &[Page]); 3] = [
    ("You", YOU),
    ("Signing in", SIGNING_IN),
    ("Data and programs", DATA),
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
    let in_place = use_context::<Visitor>().is_some_and(|visitor| visitor.impersonation.is_some());
    let offered = |(href, ..): &&Page| !in_place || access::open_in_their_place(href);
    let groups = GROUPS
        .map(|(label, pages)| SideGroup {
            label,
            links: pages
                .iter()
                .filter(offered)
                .map(|page| link(page, here))
                .collect(),
        })
        .into();
    view! {
        <div class="wrap wrap--work page with-side-nav">
            <GroupedSideNav label="Your account" groups=groups/>
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

fn link((href, label, icon): &Page, here: &str) -> SideLink {
    SideLink {
        href: (*href).to_owned(),
        label: (*label).to_owned(),
        icon: *icon,
        count: None,
        current: *href == here,
    }
}
