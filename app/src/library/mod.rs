//! `/library`: what a customer owns, as rows to act on.

mod download;
mod page;
mod reveal;
mod row;

pub(crate) use download::StartDownload;
pub use page::LibraryPage;
pub(crate) use reveal::RevealLicense;
