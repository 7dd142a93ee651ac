//! The permission census: who may open each page and do each act. Whoever adds one declares it here; a test counts.

use market::Refusal;
use market::accounts::Permission;
use market::accounts::impersonation::Impersonation;

/// Who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everyone, and everyone sees the same.
    Public,
    /// Everyone, each with their own session.
    Visitor,
    /// Whoever is signed in, about what is theirs.
    Customer,
    /// Whoever has a role with this permission: at the market, or at a vendor about that vendor.
    Needs(Permission),
    /// Everyone, but only where the shop is not for real: in development, or with the sandbox bank configured.
    Development,
}

impl Access {
    /// What one needs for it, if anything.
    pub fn permission(self) -> Option<Permission> {
        match self {
            Self::Public | Self::Visitor | Self::Development => None,
            Self::Customer => Some(Permission::UseAccount),
            Self::Needs(permission) => Some(permission),
        }
    }
}

use Access::{Customer, Development, Needs, Public, Visitor};
use Permission::{
    GrantRoles, Impersonate, ManageTeam, ReadRecord, SeeKept, SeeMarket, SeePeople, SeeVendor,
    Suspend,
};

/// Every page, as the router writes its address.
pub const PAGES: &[(&str, Access)] = &[
    ("/", Public),
    ("/products", Public),
    ("/products/{vendor}/{slug}", Visitor),
    ("/products/{vendor}/{slug}/changes/{number}", Public),
    ("/categories", Public),
    ("/categories/{*path}", Public),
    ("/vendors/{handle}", Public),
    ("/search", Public),
    ("/tools/workflow", Public),
    ("/about", Public),
    ("/legal/license", Public),
    ("/legal/terms", Public),
    ("/legal/privacy", Public),
    ("/legal/refunds", Public),
    ("/privacy/erase", Visitor),
    ("/privacy/erase/confirm", Visitor),
    ("/account", Customer),
    ("/account/confirm", Customer),
    ("/account/confirm/passkey", Customer),
    ("/account/devices", Customer),
    ("/account/security", Customer),
    ("/account/security/app", Customer),
    ("/account/security/codes", Customer),
    ("/account/security/passkey", Customer),
    ("/account/api-keys", Customer),
    ("/account/close", Customer),
    ("/account/close/keep", Visitor),
    ("/account/sign-in", Visitor),
    ("/account/sign-in/code", Visitor),
    ("/account/sign-in/passkey", Visitor),
    ("/account/sign-in-methods", Customer),
    ("/account/sign-in/{provider}/callback", Visitor),
    ("/account/sign-up", Visitor),
    ("/account/sign-up/code", Visitor),
    ("/account/reset", Visitor),
    ("/account/reset/new", Visitor),
    ("/account/profile", Customer),
    ("/account/addresses", Customer),
    ("/account/addresses/new", Customer),
    ("/account/addresses/{id}", Customer),
    ("/account/password", Customer),
    ("/account/email", Customer),
    ("/account/email/new", Visitor),
    ("/account/email/old", Visitor),
    ("/account/data", Customer),
    ("/account/preferences", Customer),
    ("/account/terms", Customer),
    ("/unsubscribe/{token}", Visitor),
    ("/cart", Visitor),
    ("/checkout", Customer),
    ("/orders", Customer),
    ("/orders/{number}", Customer),
    ("/orders/{number}/return", Customer),
    ("/library", Customer),
    ("/vendor", Needs(SeeVendor)),
    ("/vendor/team", Needs(SeeVendor)),
    ("/vendor/invitations/{token}", Visitor),
    ("/admin", Needs(SeeMarket)),
    ("/admin/audit", Needs(ReadRecord)),
    ("/admin/people", Needs(SeePeople)),
    ("/admin/people/{id}", Needs(SeePeople)),
    ("/admin/retention", Needs(SeeKept)),
    ("/admin/roles", Needs(GrantRoles)),
    ("/dev", Development),
    ("/dev/clock", Development),
    ("/styleguide", Development),
    ("/sandbox-bank/{intent}", Development),
];

/// Every act: the path its form posts to.
pub const ACTS: &[(&str, Access)] = &[
    ("/api/accept-invitation", Customer),
    ("/api/accept-terms", Customer),
    ("/api/add-address", Customer),
    ("/api/add-passkey", Customer),
    ("/api/add-to-cart", Visitor),
    ("/api/agree-to-email-change", Visitor),
    ("/api/ask-data-export", Customer),
    ("/api/ask-email-change", Customer),
    ("/api/ask-erasure", Visitor),
    ("/api/ask-reset", Visitor),
    ("/api/begin-impersonation", Needs(Impersonate)),
    ("/api/cancel-email-change", Customer),
    ("/api/change-address", Customer),
    ("/api/change-member-role", Needs(ManageTeam)),
    ("/api/change-password", Customer),
    ("/api/choose-vendor", Needs(SeeVendor)),
    ("/api/close-account", Customer),
    ("/api/confirm-authenticator", Customer),
    ("/api/confirm-identity", Customer),
    ("/api/confirm-new-email", Visitor),
    ("/api/end-impersonation", Customer),
    ("/api/end-other-sessions", Customer),
    ("/api/end-session", Customer),
    ("/api/end-tokens", Customer),
    ("/api/erase-address", Visitor),
    ("/api/grant-role", Needs(GrantRoles)),
    ("/api/invite-member", Needs(ManageTeam)),
    ("/api/keep-account", Customer),
    ("/api/keep-account-by-link", Visitor),
    ("/api/leave-team", Needs(SeeVendor)),
    ("/api/link-sign-in-method", Customer),
    ("/api/make-api-key", Customer),
    ("/api/make-recovery-codes", Customer),
    ("/api/move-clock", Development),
    ("/api/passkey-confirm", Customer),
    ("/api/passkey-sign-in", Visitor),
    ("/api/place-order", Customer),
    ("/api/refuse-email-change", Visitor),
    ("/api/remove-address", Customer),
    ("/api/remove-authenticator", Customer),
    ("/api/remove-from-cart", Visitor),
    ("/api/remove-member", Needs(ManageTeam)),
    ("/api/remove-passkey", Customer),
    ("/api/remove-picture", Customer),
    ("/api/resend-invitation", Needs(ManageTeam)),
    ("/api/restore-account", Needs(Suspend)),
    ("/api/retry-payment", Customer),
    ("/api/reveal-license", Customer),
    ("/api/revoke-api-key", Customer),
    ("/api/sandbox-decide", Development),
    ("/api/save-preferences", Customer),
    ("/api/save-profile", Customer),
    ("/api/send-sign-up-code", Visitor),
    ("/api/set-password", Visitor),
    ("/api/set-picture", Customer),
    ("/api/sign-in", Visitor),
    ("/api/sign-in-code", Visitor),
    ("/api/sign-out", Visitor),
    ("/api/sign-up", Visitor),
    ("/api/sign-up-code", Visitor),
    ("/api/start-authenticator", Customer),
    ("/api/start-download", Customer),
    ("/api/start-federated-sign-in", Visitor),
    ("/api/start-passkey", Customer),
    ("/api/start-passkey-confirm", Customer),
    ("/api/start-passkey-sign-in", Visitor),
    ("/api/suspend-account", Needs(Suspend)),
    ("/api/unlink-sign-in-method", Customer),
    ("/api/withdraw-invitation", Needs(ManageTeam)),
];

/// What may be opened and done in a customer's place, by their help. Whatever is not here is refused there: money, secrets,
/// ways to sign in, files, teams, and whatever is added later and nobody has thought about.
pub const IN_THEIR_PLACE: &[&str] = &[
    "/",
    "/products",
    "/products/{vendor}/{slug}",
    "/products/{vendor}/{slug}/changes/{number}",
    "/categories",
    "/categories/{*path}",
    "/vendors/{handle}",
    "/search",
    "/tools/workflow",
    "/about",
    "/legal/license",
    "/legal/terms",
    "/legal/privacy",
    "/legal/refunds",
    "/account",
    "/account/devices",
    "/account/security",
    "/account/sign-in-methods",
    "/account/profile",
    "/account/addresses",
    "/account/addresses/new",
    "/account/addresses/{id}",
    "/account/email",
    "/cart",
    "/orders",
    "/orders/{number}",
    "/library",
    "/vendor",
    "/vendor/team",
    "/api/add-address",
    "/api/add-to-cart",
    "/api/change-address",
    "/api/end-impersonation",
    "/api/remove-address",
    "/api/remove-from-cart",
    "/api/save-profile",
    "/api/sign-out",
];

/// Whether this address, as it was asked for, is open to somebody in a customer's place.
pub fn open_in_their_place(path: &str) -> bool {
    template_of(path).is_some_and(|template| IN_THEIR_PLACE.contains(&template))
}

/// Why this address, as it was asked for, is closed to whoever is in somebody's place.
pub fn closed_in_place(on: &Impersonation, path: &str) -> Option<Refusal> {
    let path = path.split('?').next().unwrap_or_default();
    match (on.over, open_in_their_place(path)) {
        (true, _) => Some(Refusal::ImpersonationOver),
        (false, false) => Some(Refusal::NotInTheirPlace),
        (false, true) => None,
    }
}

/// The address as it is declared: the one without placeholders first, as the router has it.
fn template_of(path: &str) -> Option<&'static str> {
    let all = || PAGES.iter().chain(ACTS).map(|(declared, _)| *declared);
    let exactly = all().find(|declared| *declared == path);
    exactly.or_else(|| all().find(|declared| fits(declared, path)))
}

fn fits(template: &str, path: &str) -> bool {
    let (mut parts, mut asked) = (template.split('/'), path.split('/'));
    loop {
        match (parts.next(), asked.next()) {
            (None, None) => return true,
            (Some(part), Some(_)) if part.starts_with("{*") => return true,
            (Some(part), Some(word)) if part.starts_with('{') && !word.is_empty() => {}
            (Some(part), Some(word)) if part == word => {}
            _ => return false,
        }
    }
}

/// The acts that take a file, so that more may be sent to them than to others.
pub const UPLOADS: &[&str] = &["/api/set-picture"];

/// Who may open this page or do this act; nothing when nobody has said.
pub fn declared(path: &str) -> Option<Access> {
    PAGES
        .iter()
        .chain(ACTS)
        .find(|(declared, _)| *declared == path)
        .map(|(_, access)| *access)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use leptos_axum::generate_route_list;

    use super::{ACTS, IN_THEIR_PLACE, PAGES, open_in_their_place};
    use crate::App;

    fn declared(list: &[(&'static str, super::Access)]) -> BTreeSet<String> {
        let paths: BTreeSet<String> = list.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(paths.len(), list.len(), "something is declared twice");
        paths
    }

    #[tokio::test]
    async fn every_page_says_who_may_open_it() {
        let pages: BTreeSet<String> = generate_route_list(App)
            .iter()
            .map(|page| page.path().to_owned())
            .collect();
        assert_eq!(pages, declared(PAGES));
    }

    #[test]
    fn what_is_open_in_somebodys_place_is_declared() {
        for path in IN_THEIR_PLACE {
            assert!(super::declared(path).is_some(), "{path}");
        }
    }

    #[test]
    fn an_address_is_open_in_somebodys_place_only_where_its_declaration_is() {
        for path in [
            "/",
            "/orders/AM-1",
            "/categories/sales/leads",
            "/account/addresses/new",
        ] {
            assert!(open_in_their_place(path), "{path}");
        }
        for path in [
            "/admin",
            "/admin/people/1",
            "/orders/AM-1/return",
            "/account/confirm",
            "/account/sign-in/google/callback",
            "/api/place-order",
            "/api/unheard-of",
            "/nothing",
            "/orders/",
            "/vendor/invitations/x",
        ] {
            assert!(!open_in_their_place(path), "{path}");
        }
    }

    #[test]
    fn every_act_says_who_may_do_it_and_is_a_post() {
        let acts: Vec<_> = server_fn::axum::server_fn_paths().collect();
        assert!(acts.iter().all(|(_, method)| method == http::Method::POST));
        let paths: BTreeSet<String> = acts.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(paths, declared(ACTS));
    }
}
