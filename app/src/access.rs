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
    ("/products/{vendor}/{slug}", Public),
    ("/categories", Public),
    ("/categories/{*path}", Public),
    ("/vendors/{handle}", Public),
    ("/search", Public),
    ("/about", Public),
    ("/legal/license", Public),
    ("/legal/terms", Public),
    ("/legal/privacy", Public),
    ("/legal/refunds", Public),
    ("/account", Customer),
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
    ("/api/move-clock", Development),
    ("/api/place-order", Customer),
    ("/api/remove-from-cart", Visitor),
    ("/api/retry-payment", Customer),
    ("/api/reveal-license", Customer),
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
