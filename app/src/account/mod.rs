//! Everything under `/account`: opening one, coming and going, and the place to start from when signed in.

mod arrival;
mod federation;
mod index;
mod sign_in;
mod sign_out;
mod sign_up;

pub use federation::{CallbackPage, SignInMethodsPage};
pub use index::AccountPage;
pub use sign_in::SignInPage;
pub use sign_out::SignOut;
pub use sign_up::SignUpPage;
