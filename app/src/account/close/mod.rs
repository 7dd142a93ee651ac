//! `/account/close`: going, and thinking better of it.

mod banner;
mod keep;
mod page;

pub(crate) use banner::ClosingBanner;
pub use keep::KeepAccountPage;
pub use page::ClosePage;
