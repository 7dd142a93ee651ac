//! Who may use what: entitlements, and the license keys that prove them.

mod issuing;
mod key;
mod library;
mod listing;
mod revealing;

pub(crate) use issuing::{issue, issue_past};
pub use library::{Held, Owned, library};
pub use listing::{Listed, list};
pub use revealing::reveal;
