//! Everything under `/account`: opening one, coming and going, and the place to start from when signed in.

mod api_keys;
mod arrival;
mod index;
mod sign_in;
mod sign_out;
mod sign_up;

pub use api_keys::ApiKeysPage;
pub use index::AccountPage;
pub use sign_in::SignInPage;
pub use sign_out::SignOut;
pub use sign_up::SignUpPage;
