//! Why a file is not read at all.

use std::fmt;

use crate::place::Place;

/// Why a file is not read at all. Its text is a plain sentence for the person who uploaded it, and ends with where the reason stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAWorkflow {
    /// More than [`crate::parse::MAX_BYTES`].
    TooLarge {
        /// The file's size.
        bytes: usize,
    },
    /// Nothing but white space.
    Empty,
    /// Saved in another encoding than UTF-8.
    NotUtf8 {
        /// The first byte that is no UTF-8, counted from the start of the file.
        offset: usize,
    },
    /// A Markdown code fence around the JSON, as chat programs give it.
    Fenced,
    /// `NaN` or `Infinity`, which JSON does not have.
    NotANumber(Place),
    /// Not JSON.
    NotJson {
        /// Where the mistake was noticed.
        place: Place,
        /// What the reader expected, in words.
        reason: String,
    },
    /// A complete JSON value with something after it.
    TrailingData {
        /// Where the rest begins.
        place: Place,
        /// Whether what comes before it is a workflow that [`crate::parse_leading`] would read.
        leads_with_workflow: bool,
    },
    /// Nested deeper than [`crate::parse::MAX_DEPTH`].
    TooDeep(Place),
    /// More than [`crate::parse::MAX_NODES`].
    TooManyNodes {
        /// How many the file has.
        count: usize,
    },
    /// An export of credentials; it must not be shared with anyone.
    CredentialExport,
    /// The record of one run.
    ExecutionExport,
    /// `nodes` is there, but it is not a list.
    NodesNotAList(Place),
    /// Some other JSON.
    SomethingElse,
}

impl NotAWorkflow {
    /// A stable name such as `trailing_data`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too_large",
            Self::Empty => "empty",
            Self::NotUtf8 { .. } => "not_utf8",
            Self::Fenced => "fenced",
            Self::NotANumber(_) => "not_a_number",
            Self::NotJson { .. } => "not_json",
            Self::TrailingData { .. } => "trailing_data",
            Self::TooDeep(_) => "too_deep",
            Self::TooManyNodes { .. } => "too_many_nodes",
            Self::CredentialExport => "credential_export",
            Self::ExecutionExport => "execution_export",
            Self::NodesNotAList(_) => "nodes_not_a_list",
            Self::SomethingElse => "not_a_workflow",
        }
    }

    /// Where the reason stands, when it stands somewhere.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::NotANumber(place)
            | Self::NotJson { place, .. }
            | Self::TrailingData { place, .. }
            | Self::TooDeep(place)
            | Self::NodesNotAList(place) => Some(*place),
            _ => None,
        }
    }
}

impl fmt::Display for NotAWorkflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { bytes } => write!(f, "The file has {:.1} MB; a workflow may have at most 5 MB", *bytes as f64 / 1e6)?,
            Self::Empty => f.write_str("The file is empty")?,
            Self::NotUtf8 { offset } => write!(
                f,
                "The file is not UTF-8 text (byte {offset}); save it as UTF-8 or export it from n8n again"
            )?,
            Self::Fenced => f.write_str("The file starts with a Markdown code fence (```); keep only the JSON between the fences")?,
            Self::NotANumber(_) => f.write_str("The file has NaN or Infinity for a number, which JSON does not allow")?,
            Self::NotJson { reason, .. } => write!(f, "The file is not JSON: {reason}")?,
            Self::TrailingData { leads_with_workflow: true, .. } => {
                f.write_str("A complete workflow is followed by something else; remove what comes after it")?;
            }
            Self::TrailingData { .. } => f.write_str("A complete JSON value is followed by something else; remove what comes after it")?,
            Self::TooDeep(_) => f.write_str("The file is nested more than 128 levels deep")?,
            Self::TooManyNodes { count } => write!(f, "The workflow has {count} nodes; at most 5000 can be read")?,
            Self::CredentialExport => {
                f.write_str("This is an export of n8n credentials, not a workflow; do not share it, it holds encrypted secrets")?;
            }
            Self::ExecutionExport => f.write_str("This is the record of a workflow's run, not the workflow; export the workflow itself")?,
            Self::NodesNotAList(_) => f.write_str("The file's “nodes” is not a list, so this is not a workflow n8n can read")?,
            Self::SomethingElse => f.write_str("This is JSON, but not an n8n workflow: it has no “nodes” and “connections”")?,
        }
        match self.place() {
            Some(place) => write!(f, " (line {}, column {}).", place.line, place.column),
            None => f.write_str("."),
        }
    }
}

impl std::error::Error for NotAWorkflow {}
