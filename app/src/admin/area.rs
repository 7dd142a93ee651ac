//! What the pages of the administration share: their side navigation.

use leptos::either::Either;
use leptos::prelude::*;
use market::accounts::{Account, Permission};

use crate::ui::{Icon, PageHead, SideLink, SideNav};
use crate::web::paths;

const PAGES: [(&str, &str, Icon, Permission); 5] = [
    (
        paths::ADMIN,
        "Overview",
        Icon::Shield,
        Permission::SeeMarket,
    ),
    (
        paths::ADMIN_PEOPLE,
        "People",
        Icon::User,
        Permission::SeePeople,
    ),
    (
        paths::ADMIN_ROLES,
        "Roles",
        Icon::Key,
        Permission::GrantRoles,
    ),
    (
        paths::AUDIT,
        "Record of acts",
        Icon::Scroll,
        Permission::ReadRecord,
    ),
    (
        paths::ADMIN_RETENTION,
        "What is kept",
        Icon::Clock,
        Permission::SeeKept,
    ),
];

/// A page of the administration, beside the others that this person may open.
#[component]
pub(super) fn AdminArea(
    #[prop(into)] title: String,
    #[prop(optional)] lead: Option<&'static str>,
    /// The page's address.
    here: &'static str,
    /// Who looks at it.
    by: Account,
    children: Children,
) -> impl IntoView {
    let open = PAGES.into_iter().filter(|(.., needs)| by.role.may(*needs));
    let links = open
        .map(|(href, label, icon, _)| SideLink {
            href: href.to_owned(),
            label: label.to_owned(),
            icon,
            count: None,
            current: href == here,
        })
        .collect();
    view! {
        <div class="wrap wrap--work page with-side-nav">
            <SideNav label="Administration" links=links/>
            <div>
                {match lead {
                    Some(lead) => Either::Left(view! { <PageHead title=title lead=lead/> }),
                    None => Either::Right(view! { <PageHead title=title/> }),
                }}
                {children()}
            </div>
        </div>
    }
}
