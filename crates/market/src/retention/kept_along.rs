//! What is kept as long as what it belongs to, so that it has no time of its own. A test compares this, and the classes that
//! have one, with the tables there are.

/// A table, and how long what is in it stays.
pub const KEPT_ALONG: &[(&str, &str)] = &[
    ("account", "until its owner closes it"),
    ("address", "as long as its account, or until it is deleted"),
    ("asset", "as long as its version: buyers download it"),
    (
        "authenticator",
        "as long as its account, or until it is removed",
    ),
    ("cart_line", "as long as its cart"),
    ("category", "until the market has another order of things"),
    (
        "consent",
        "as long as its account: it shows what was agreed to",
    ),
    ("document_version", "for good: people agreed to these texts"),
    (
        "download",
        "as long as its entitlement: it shows that a file was received",
    ),
    (
        "entitlement",
        "as long as its account: it is what was bought",
    ),
    (
        "erasure",
        "for good: a restored backup is erased once more by it",
    ),
    (
        "federated_identity",
        "as long as its account, or until it is disconnected",
    ),
    ("license", "as long as its entitlement: it can be verified"),
    ("mail_choice", "as long as its account"),
    ("order_line", "as long as its order"),
    ("orders", "as long as their group"),
    ("passkey", "as long as its account, or until it is removed"),
    ("price", "as long as its product: orders point to it"),
    (
        "product",
        "as long as its vendor: buyers keep what they bought",
    ),
    (
        "product_slug_history",
        "as long as its product: old addresses lead there",
    ),
    (
        "proof_tries",
        "one row an account, which counts anew every hour",
    ),
    (
        "recovery_code",
        "as long as its account, or until new ones are made",
    ),
    ("refresh_token", "as long as its family"),
    ("review", "as long as its product"),
    (
        "sandbox_intent",
        "as long as its payment; there are none where people's money is taken",
    ),
    (
        "sent_mail",
        "for good: no mail goes out twice; whose it was goes with the account",
    ),
    ("vendor", "until it is closed"),
    ("vendor_member", "until they leave the team"),
    (
        "version",
        "as long as its product: buyers keep what they bought",
    ),
    ("version_comparison", "as long as its version"),
    ("version_preview", "as long as its version"),
];
