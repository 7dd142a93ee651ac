//! The permission census: who may open each page and do each act. Whoever adds one declares it here; a test counts.

/// Who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Everyone, and everyone sees the same.
    Public,
    /// Everyone, each with their own session.
    Visitor,
    /// Whoever is signed in, about what is theirs.
    Customer,
    /// Whoever acts for a vendor, about that vendor.
    VendorMember,
    /// Whoever keeps the market.
    Moderator,
    /// Everyone, but only where the shop is not for real: in development, or with the sandbox bank configured.
    Development,
}

use Permission::{Customer, Development, Moderator, Public, VendorMember, Visitor};

/// Every page, as the router writes its address.
pub const PAGES: &[(&str, Permission)] = &[
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
    ("/account", Customer),
    ("/account/api-keys", Customer),
    ("/account/sign-in", Visitor),
    ("/account/sign-up", Visitor),
    ("/cart", Visitor),
    ("/checkout", Customer),
    ("/orders", Customer),
    ("/orders/{number}", Customer),
    ("/orders/{number}/return", Customer),
    ("/library", Customer),
    ("/vendor", VendorMember),
    ("/admin", Moderator),
    ("/dev", Development),
    ("/dev/clock", Development),
    ("/styleguide", Development),
    ("/sandbox-bank/{intent}", Development),
];

/// Every act: the path its form posts to.
pub const ACTS: &[(&str, Permission)] = &[
    ("/api/add-to-cart", Visitor),
    ("/api/end-tokens", Customer),
    ("/api/make-api-key", Customer),
    ("/api/move-clock", Development),
    ("/api/place-order", Customer),
    ("/api/remove-from-cart", Visitor),
    ("/api/retry-payment", Customer),
    ("/api/reveal-license", Customer),
    ("/api/revoke-api-key", Customer),
    ("/api/sandbox-decide", Development),
    ("/api/sign-in", Visitor),
    ("/api/sign-out", Visitor),
    ("/api/sign-up", Visitor),
    ("/api/start-download", Customer),
];

/// Who may open this page or do this act; nothing when nobody has said.
pub fn declared(path: &str) -> Option<Permission> {
    PAGES
        .iter()
        .chain(ACTS)
        .find(|(declared, _)| *declared == path)
        .map(|(_, permission)| *permission)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use leptos_axum::generate_route_list;

    use super::{ACTS, PAGES};
    use crate::App;

    fn declared(list: &[(&'static str, super::Permission)]) -> BTreeSet<String> {
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
    fn every_act_says_who_may_do_it_and_is_a_post() {
        let acts: Vec<_> = server_fn::axum::server_fn_paths().collect();
        assert!(acts.iter().all(|(_, method)| method == http::Method::POST));
        let paths: BTreeSet<String> = acts.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(paths, declared(ACTS));
    }
}
