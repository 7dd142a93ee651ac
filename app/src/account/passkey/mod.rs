//! Passkeys: adding one, signing in with one, and confirming with one. A browser keeps and shows them only for a script, so
//! these pages need one; whoever has none uses the other ways.

mod adding;
mod confirming;
mod prompt;
mod signing_in;

pub use adding::AddPasskeyPage;
pub(super) use adding::{RemovePasskey, StartPasskey};
pub use confirming::PasskeyConfirmPage;
pub(super) use confirming::StartPasskeyConfirm;
pub(super) use prompt::PasskeyInstead;
pub use signing_in::PasskeySignInPage;
pub(super) use signing_in::StartPasskeySignIn;
