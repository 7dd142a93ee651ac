//! The frame around the account's own pages: their navigation beside the page that is open.

use leptos::prelude::*;

use crate::ui::{Icon, SideLink, SideNav};
use crate::web::paths;

/// Where the visitor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    Overview,
    Profile,
    Addresses,
    Email,
    Password,
}

const SPOTS: [(Spot, &str, &str, Icon); 5] = [
    (Spot::Overview, "Overview", paths::ACCOUNT, Icon::User),
    (Spot::Profile, "Profile", paths::PROFILE, Icon::Pen),
    (Spot::Addresses, "Addresses", paths::ADDRESSES, Icon::Pin),
    (Spot::Email, "E-mail address", paths::EMAIL, Icon::Mail),
    (Spot::Password, "Password", paths::PASSWORD, Icon::Lock),
];

/// A page of the account.
#[component]
pub(super) fn AccountArea(spot: Spot, children: Children) -> impl IntoView {
    let links = SPOTS
        .into_iter()
        .map(|(at, label, href, icon)| SideLink {
            href: href.to_owned(),
            label: label.to_owned(),
            icon,
            count: None,
            current: at == spot,
        })
        .collect();
    view! {
        <div class="wrap wrap--work page with-side-nav">
            <SideNav label="Your account" links=links/>
            <div class="account-page stack stack--loose">{children()}</div>
        </div>
    }
}
