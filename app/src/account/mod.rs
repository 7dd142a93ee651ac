//! Everything under `/account`: opening one, coming and going, what protects it, and the place to start from when signed in.

mod area;
mod arrival;
mod confirm;
mod devices;
mod email;
mod email_links;
mod federation;
mod index;
mod mailed_link;
mod passkey;
mod password;
mod reset;
mod security;
mod sign_in;
mod sign_in_code;
mod sign_out;
mod sign_up;
mod verify;

pub use confirm::ConfirmPage;
pub use devices::DevicesPage;
pub use email::EmailPage;
pub use email_links::{ConfirmNewEmailPage, OldEmailPage};
pub use federation::{CallbackPage, SignInMethodsPage};
pub use index::AccountPage;
pub use passkey::{AddPasskeyPage, PasskeyConfirmPage, PasskeySignInPage};
pub use password::PasswordPage;
pub use reset::{NewPasswordPage, ResetPage};
pub use security::{AuthenticatorPage, RecoveryCodesPage, SecurityPage};
pub use sign_in::SignInPage;
pub use sign_in_code::SignInCodePage;
pub use sign_out::SignOut;
pub use sign_up::SignUpPage;
pub use verify::VerifyPage;
