//! `/privacy/…`: what is known about an address that need not have an account, and having it erased.

mod ask;
mod confirm;

pub use ask::ErasePage;
pub use confirm::ConfirmErasurePage;
