//! Everything under `/account`: opening one, coming and going, and the place to start from when signed in.

mod address_form;
mod addresses;
mod area;
mod arrival;
mod email;
mod email_links;
mod index;
mod mailed_link;
mod password;
mod picture;
mod profile;
mod reset;
mod sign_in;
mod sign_out;
mod sign_up;
mod verify;

pub use address_form::{AddressPage, NewAddressPage};
pub use addresses::AddressesPage;
pub use email::EmailPage;
pub use email_links::{ConfirmNewEmailPage, OldEmailPage};
pub use index::AccountPage;
pub use password::PasswordPage;
pub use profile::ProfilePage;
pub use reset::{NewPasswordPage, ResetPage};
pub use sign_in::SignInPage;
pub use sign_out::SignOut;
pub use sign_up::SignUpPage;
pub use verify::VerifyPage;
