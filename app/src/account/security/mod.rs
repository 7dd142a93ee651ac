//! `/account/security`: what protects an account besides its password, and what happened to it lately.

mod activity;
mod authenticator;
mod codes;
mod page;
mod passkeys;
mod qr_code;

pub use authenticator::AuthenticatorPage;
pub use codes::RecoveryCodesPage;
pub use page::SecurityPage;

use crate::web::paths;

/// Where to go once there is a second factor: where that was asked for, else back to the overview.
pub(super) fn onward(next: &str) -> String {
    crate::web::local(next).unwrap_or_else(|| paths::SECURITY.to_owned())
}
