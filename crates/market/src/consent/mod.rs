//! What people agreed to: which text, in which version, when, and where they stood.

mod document;
mod giving;
mod listing;

pub use document::{Document, DocumentVersion};
pub(crate) use giving::{Way, give, withdraw};
pub use giving::{accept_terms, has_accepted};
pub(crate) use giving::{must_be_current, note};
pub use listing::{Given, given};
