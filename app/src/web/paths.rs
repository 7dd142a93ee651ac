//! Every address a page, a form or a mail of ours points to.

use market::{AccountId, AddressId, AvatarId, DataExportId};

pub const HOME: &str = "/";
pub const PRODUCTS: &str = "/products";
pub const CART: &str = "/cart";
pub const CHECKOUT: &str = "/checkout";
pub const ORDERS: &str = "/orders";
pub const LIBRARY: &str = "/library";
pub const ACCOUNT: &str = "/account";
pub const SIGN_IN: &str = "/account/sign-in";
pub const SIGN_IN_METHODS: &str = "/account/sign-in-methods";
pub const SIGN_UP: &str = "/account/sign-up";
pub const SIGN_UP_CODE: &str = "/account/sign-up/code";
pub const SIGN_IN_CODE: &str = "/account/sign-in/code";
pub const CONFIRM: &str = "/account/confirm";
pub const SECURITY: &str = "/account/security";
pub const AUTHENTICATOR: &str = "/account/security/app";
pub const ADD_PASSKEY: &str = "/account/security/passkey";
pub const PASSKEY_SIGN_IN: &str = "/account/sign-in/passkey";
pub const PASSKEY_CONFIRM: &str = "/account/confirm/passkey";
pub const RECOVERY_CODES: &str = "/account/security/codes";
pub const DEVICES: &str = "/account/devices";
pub const RESET: &str = "/account/reset";
pub const NEW_PASSWORD: &str = "/account/reset/new";
pub const PROFILE: &str = "/account/profile";
pub const ADDRESSES: &str = "/account/addresses";
pub const NEW_ADDRESS: &str = "/account/addresses/new";
pub const PASSWORD: &str = "/account/password";
pub const EMAIL: &str = "/account/email";
pub const NEW_EMAIL: &str = "/account/email/new";
pub const OLD_EMAIL: &str = "/account/email/old";
pub const CLOSE: &str = "/account/close";
pub const KEEP_ACCOUNT: &str = "/account/close/keep";
pub const API_KEYS: &str = "/account/api-keys";
pub const DATA: &str = "/account/data";
pub const PREFERENCES: &str = "/account/preferences";
pub const ACCEPT_TERMS: &str = "/account/terms";
pub const VENDOR: &str = "/vendor";
pub const VENDOR_TEAM: &str = "/vendor/team";
pub const ADMIN: &str = "/admin";
pub const AUDIT: &str = "/admin/audit";
pub const ADMIN_PEOPLE: &str = "/admin/people";
pub const ADMIN_RETENTION: &str = "/admin/retention";
pub const ADMIN_ROLES: &str = "/admin/roles";
pub const DEV: &str = "/dev";
pub const DEV_CLOCK: &str = "/dev/clock";
pub const DEV_MAIL: &str = "/dev/mail";
pub const STYLEGUIDE: &str = "/styleguide";
pub const WORKFLOW_TOOL: &str = "/tools/workflow";
pub const LICENSE: &str = "/legal/license";
pub const REFUNDS: &str = "/legal/refunds";
pub const TERMS: &str = "/legal/terms";
pub const PRIVACY: &str = "/legal/privacy";
pub const ERASE: &str = "/privacy/erase";
pub const CONFIRM_ERASURE: &str = "/privacy/erase/confirm";

pub fn product(vendor: &str, slug: &str) -> String {
    format!("/products/{vendor}/{slug}")
}

/// What changed in a version of a product.
pub fn changes(vendor: &str, slug: &str, number: &str) -> String {
    format!("{}/changes/{number}", product(vendor, slug))
}

/// The picture of a product for social media.
pub fn share_card(vendor: &str, slug: &str) -> String {
    format!("{}/card.png", product(vendor, slug))
}

/// The script that other sites load to show a workflow.
pub const EMBED_SCRIPT: &str = "/embed.js";

/// The frame in which they show it.
pub fn embed(token: &str) -> String {
    format!("/embed/{token}")
}

/// A product's workflow as a file: `svg` and `png` for everybody, `json` for those who may see it.
pub fn workflow_file(vendor: &str, slug: &str, ending: &str) -> String {
    format!("/products/{vendor}/{slug}/workflow.{ending}")
}

pub fn vendor(handle: &str) -> String {
    format!("/vendors/{handle}")
}

/// The page of an invitation into a vendor's team.
pub fn invitation(token: &str) -> String {
    format!("/vendor/invitations/{token}")
}

pub fn order(number: &str) -> String {
    format!("/orders/{number}")
}

pub fn download(token: &str) -> String {
    format!("/downloads/{token}")
}

pub fn sandbox_bank(intent: &str) -> String {
    format!("/sandbox-bank/{intent}")
}

/// Where another service sends people back to.
pub fn sign_in_callback(provider: &str) -> String {
    format!("/account/sign-in/{provider}/callback")
}

/// One of the addresses of an account, to be changed.
pub fn address(id: AddressId) -> String {
    format!("{ADDRESSES}/{id}")
}

/// A person, as those who keep the market see them.
pub fn person(id: AccountId) -> String {
    format!("{ADMIN_PEOPLE}/{id}")
}

/// The file with all of somebody's data.
pub fn data_export(id: DataExportId) -> String {
    format!("{DATA}/{id}")
}

/// Where mails of one kind are ended.
pub fn unsubscribe(token: &str) -> String {
    format!("/unsubscribe/{token}")
}

/// A person's picture. Another picture has another address.
pub fn avatar(id: AvatarId) -> String {
    format!("/avatars/{id}.webp")
}

/// Agreeing to the terms, then on to `next`.
pub fn accept_terms(next: &str) -> String {
    with_next(ACCEPT_TERMS, next)
}

/// Signing in, then on to `next`.
pub fn sign_in(next: &str) -> String {
    with_next(SIGN_IN, next)
}

/// Opening an account, then on to `next`.
pub fn sign_up(next: &str) -> String {
    with_next(SIGN_UP, next)
}

/// Typing the code that was mailed, then on to `next`.
pub fn sign_up_code(next: &str) -> String {
    with_next(SIGN_UP_CODE, next)
}

/// Showing the second factor, then on to `next`.
pub fn sign_in_code(next: &str) -> String {
    with_next(SIGN_IN_CODE, next)
}

/// Proving once more who one is, then on to `next`.
pub fn confirm(next: &str) -> String {
    with_next(CONFIRM, next)
}

/// The second factors and, once there is one, on to `next`.
pub fn security(next: &str) -> String {
    with_next(SECURITY, next)
}

/// Setting up an authenticator app, then on to `next`.
pub fn authenticator(next: &str) -> String {
    with_next(AUTHENTICATOR, next)
}

/// A new passkey, then on to `next`.
pub fn add_passkey(next: &str) -> String {
    with_next(ADD_PASSKEY, next)
}

/// Signing in with a passkey, then on to `next`.
pub fn passkey_sign_in(next: &str) -> String {
    with_next(PASSKEY_SIGN_IN, next)
}

/// Proving once more who one is with a passkey, then on to `next`.
pub fn passkey_confirm(next: &str) -> String {
    with_next(PASSKEY_CONFIRM, next)
}

/// The new recovery codes, then on to `next`.
pub fn recovery_codes(next: &str) -> String {
    with_next(RECOVERY_CODES, next)
}

fn with_next(path: &str, next: &str) -> String {
    if next.is_empty() || next == HOME {
        return path.to_owned();
    }
    with(path, "next", next)
}

/// A page that is opened with what was mailed.
pub fn with_token(path: &str, token: &str) -> String {
    with(path, "token", token)
}

fn with(path: &str, name: &str, value: &str) -> String {
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair(name, value)
        .finish();
    format!("{path}?{}", query.replace("%2F", "/"))
}

#[cfg(test)]
mod tests {
    use super::sign_in;

    #[test]
    fn where_to_go_next_is_part_of_the_address() {
        assert_eq!(sign_in("/checkout"), "/account/sign-in?next=/checkout");
        assert_eq!(
            sign_in("/search?q=a&b"),
            "/account/sign-in?next=/search%3Fq%3Da%26b"
        );
        assert_eq!(sign_in("/"), "/account/sign-in");
    }
}
