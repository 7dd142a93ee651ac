//! The texts one agrees to, and their versions. Who changes a text adds its version here; a test compares them.

use time::macros::date;
use time::{Date, OffsetDateTime};

/// A text of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    Terms,
    Privacy,
    License,
}

/// A text as it was for a while.
#[derive(Debug, PartialEq, Eq)]
pub struct DocumentVersion {
    pub number: i32,
    /// In force from this day on, in UTC.
    pub since: Date,
    /// The same day in words.
    pub dated: &'static str,
    /// Of the words on its page, with one space between them.
    pub sha256: &'static str,
}

const TERMS: &[DocumentVersion] = &[DocumentVersion {
    number: 1,
    since: date!(2026 - 11 - 28),
    dated: "28 November 2026",
    sha256: "b0fde034e89616bccdd1006cdcbc3441d20e72a5025be727f0109a9dbd51d538",
}];

const PRIVACY: &[DocumentVersion] = &[DocumentVersion {
    number: 1,
    since: date!(2026 - 11 - 28),
    dated: "28 November 2026",
    sha256: "4a4d641fe9f72bdca597f8cc3923fde97eedcaa95ea9b18047bb7d67c8b0859d",
}];

const LICENSE: &[DocumentVersion] = &[DocumentVersion {
    number: 1,
    since: date!(2026 - 06 - 01),
    dated: "1 June 2026",
    sha256: "77f79058550f5dbc38af970b2fafabae1e9c55dfbb89ee7ae7a5d7eaa1396e78",
}];

impl Document {
    pub const ALL: [Self; 3] = [Self::Terms, Self::Privacy, Self::License];

    /// As it is stored and written in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::Privacy => "privacy",
            Self::License => "license",
        }
    }

    /// Its versions, the oldest first.
    pub fn versions(self) -> &'static [DocumentVersion] {
        match self {
            Self::Terms => TERMS,
            Self::Privacy => PRIVACY,
            Self::License => LICENSE,
        }
    }

    /// The version in force; before the first day of all, the first.
    pub fn current(self, now: OffsetDateTime) -> &'static DocumentVersion {
        let versions = self.versions();
        let begun = versions.iter().rfind(|version| version.since <= now.date());
        begun.unwrap_or(&versions[0])
    }
}
