//! Everything under `/admin`: what those who keep the market need.

mod overview;
mod roles;

pub use overview::AdminPage;
pub use roles::RolesPage;

use market::accounts::{Account, Permission};

use crate::ui::{Icon, SideLink};
use crate::web::paths;

/// The pages this person may open.
fn links(by: &Account, here: &str) -> Vec<SideLink> {
    let link = |href: &str, label: &str, icon| SideLink {
        href: href.to_owned(),
        label: label.to_owned(),
        icon,
        count: None,
        current: href == here,
    };
    let mut links = vec![link(paths::ADMIN, "Overview", Icon::Shield)];
    if by.role.may(Permission::GrantRoles) {
        links.push(link(paths::ADMIN_ROLES, "Roles", Icon::User));
    }
    links
}
