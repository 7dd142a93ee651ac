//! Where something personal lives, and what becomes of it when its owner is erased. A test reads the schema and fails when a
//! column is called like something personal and is not in here.

/// What an erasure does with a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The row is removed, or the column emptied.
    Removed,
    /// Something that says nothing about anybody takes its place.
    Replaced,
    /// It stays, for the reason given.
    Kept,
    /// It is about things, not about a person.
    Nobodys,
}

use Fate::{Kept, Nobodys, Removed, Replaced};

/// `table.column`, its fate, and why or how.
pub const PERSONAL: &[(&str, Fate, &str)] = &[
    (
        "account.email",
        Replaced,
        "by `deleted+…@deleted.invalid`, with a keyed hash",
    ),
    (
        "account.name",
        Replaced,
        "by `erasure::NAME`, which reviews and the record of acts then show",
    ),
    ("account.bio", Removed, ""),
    (
        "account.locale",
        Replaced,
        "by what every account begins with",
    ),
    (
        "account.time_zone",
        Replaced,
        "by what every account begins with",
    ),
    ("account_link.email", Removed, ""),
    ("address.name", Removed, ""),
    ("address.company", Removed, ""),
    ("address.line1", Removed, ""),
    ("address.line2", Removed, ""),
    ("address.postal_code", Removed, ""),
    ("address.city", Removed, ""),
    ("address.region", Removed, ""),
    ("address.country", Removed, ""),
    ("api_key.name", Removed, ""),
    ("api_key.networks", Removed, ""),
    ("consent.address", Removed, ""),
    ("email_change.old_email", Removed, ""),
    (
        "email_change.new_email",
        Removed,
        "also a stranger's, while it waits for an answer",
    ),
    ("erasure_request.email", Removed, ""),
    ("federated_identity.email", Removed, ""),
    ("federated_identity.subject", Removed, ""),
    (
        "job.args",
        Removed,
        "jobs that name the account; no other names a person",
    ),
    (
        "job.last_error",
        Removed,
        "where a mail server's words have the address in them",
    ),
    ("passkey.name", Removed, ""),
    ("passkey.credential", Removed, ""),
    ("passkey_question.options", Removed, ""),
    ("reset_request.email", Removed, ""),
    ("sign_up.email", Removed, ""),
    ("sign_up.name", Removed, ""),
    (
        "session.data",
        Removed,
        "an account's; what a guest typed ends with the guest's session",
    ),
    ("session.browser", Removed, ""),
    ("session.system", Removed, ""),
    ("session.address", Removed, ""),
    ("team_invitation.email", Removed, ""),
    (
        "impersonation.reason",
        Kept,
        "what staff wrote about an act of theirs",
    ),
    (
        "audit_entry.address",
        Kept,
        "a network, not a whole address: how an attack is found; the entries are chained and cannot be changed",
    ),
    (
        "audit_entry.detail",
        Kept,
        "from before there was a chain: no names, no addresses",
    ),
    (
        "audit_entry.before",
        Kept,
        "roles, browsers, counts: no names, no addresses",
    ),
    (
        "audit_entry.after",
        Kept,
        "roles, browsers, counts: no names, no addresses",
    ),
    (
        "audit_entry.reason",
        Kept,
        "what staff wrote about an act of theirs",
    ),
    (
        "erasure.address_hash",
        Kept,
        "a keyed hash, so that the erasure can be done once more after a restore",
    ),
    ("event.data", Kept, "ids only, for 90 days"),
    (
        "external_event.body",
        Kept,
        "what a payment provider sent, for 90 days: amounts and ids",
    ),
    (
        "external_event.note",
        Kept,
        "why it was parked, for 90 days",
    ),
    (
        "limit_bucket.subject",
        Kept,
        "a keyed hash, until the bucket is full again",
    ),
    (
        "order_line.vendor_name",
        Kept,
        "from whom it was bought: a part of the invoice",
    ),
    (
        "review.body",
        Kept,
        "what was written for everybody, under no name any more",
    ),
    (
        "vendor.name",
        Kept,
        "on orders and licenses of its customers",
    ),
    ("vendor.country", Kept, "decides how its sales were taxed"),
    ("asset.file_name", Nobodys, ""),
    ("category.name", Nobodys, ""),
    ("consent.subject", Nobodys, "which document it is about"),
];

/// Every table that says by `account_id` whose a row is, its fate, and why it stays.
pub const OWNED: &[(&str, Fate, &str)] = &[
    ("account_link", Removed, ""),
    ("address", Removed, ""),
    ("api_key", Removed, ""),
    ("authenticator", Removed, ""),
    ("email_change", Removed, ""),
    ("federated_identity", Removed, ""),
    (
        "data_export",
        Removed,
        "with the next sweep, which removes the files first",
    ),
    ("known_device", Removed, ""),
    ("mail_choice", Removed, ""),
    ("passkey", Removed, ""),
    ("passkey_question", Removed, ""),
    ("proof_tries", Removed, ""),
    ("recovery_code", Removed, ""),
    ("sent_mail", Removed, "whose it was"),
    ("session", Removed, ""),
    ("vendor_member", Removed, ""),
    (
        "audit_entry",
        Kept,
        "how an attack is found; the entries are chained and cannot be changed",
    ),
    (
        "cart",
        Kept,
        "emptied, where an order refers to it; else removed",
    ),
    (
        "consent",
        Kept,
        "to which terms orders were made; what was consented to besides is removed",
    ),
    (
        "entitlement",
        Kept,
        "what its license, which stays valid, is for",
    ),
    ("erasure", Kept, "the record of erasures itself"),
    ("order_group", Kept, "tax law, with `restricted_at`"),
    (
        "review",
        Kept,
        "what was written for everybody, under no name any more",
    ),
];
