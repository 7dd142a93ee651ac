//! What is wrong with a file: a reason to refuse it, or remarks on what was read.

use std::fmt;

use serde::Serialize;

/// Why a file is not read at all. Its text is a plain sentence for the person who uploaded it.
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
    NotUtf8,
    /// A Markdown code fence around the JSON, as chat programs give it.
    Fenced,
    /// Not JSON.
    NotJson {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the reader expected, in words.
        reason: String,
    },
    /// A complete JSON value with something after it.
    TrailingData {
        /// Where the rest begins, from 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// Nested deeper than [`crate::parse::MAX_DEPTH`].
    TooDeep,
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
    NodesNotAList,
    /// Some other JSON.
    SomethingElse,
}

impl fmt::Display for NotAWorkflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { bytes } => write!(f, "The file has {:.1} MB; a workflow may have at most 5 MB.", *bytes as f64 / 1e6),
            Self::Empty => f.write_str("The file is empty."),
            Self::NotUtf8 => f.write_str("The file is not UTF-8 text. Save it as UTF-8 or export it from n8n again."),
            Self::Fenced => f.write_str("The file starts with a Markdown code fence (```). Keep only the JSON between the fences."),
            Self::NotJson { line, column, reason } => write!(f, "The file is not JSON: {reason} at line {line}, column {column}."),
            Self::TrailingData { line, column } => {
                write!(f, "A complete JSON value is followed by something else at line {line}, column {column}. Remove what comes after it.")
            }
            Self::TooDeep => f.write_str("The file is nested more than 128 levels deep."),
            Self::TooManyNodes { count } => write!(f, "The workflow has {count} nodes; at most 5000 can be read."),
            Self::CredentialExport => {
                f.write_str("This is an export of n8n credentials, not a workflow. Do not share it: it holds encrypted secrets.")
            }
            Self::ExecutionExport => f.write_str("This is the record of a workflow's run, not the workflow. Export the workflow itself."),
            Self::NodesNotAList => f.write_str("The file's “nodes” is not a list, so this is not a workflow n8n can read."),
            Self::SomethingElse => f.write_str("This is JSON, but not an n8n workflow: it has no “nodes” and “connections”."),
        }
    }
}

impl std::error::Error for NotAWorkflow {}

/// A remark on a file that was read all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// A stable name such as `dangling_target`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Where, such as `nodes[3].position`.
    pub path: String,
    /// A plain sentence.
    pub message: String,
}

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// n8n would repair or drop something.
    Warning,
    /// Something of the workflow is lost or unsafe.
    Error,
}

/// The problems found so far; a hostile file does not get to fill the memory with them.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    const MOST: usize = 200;

    pub(crate) fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        path: String,
        message: impl Into<String>,
    ) {
        if self.0.len() < Self::MOST {
            self.0.push(Problem {
                code,
                severity,
                path,
                message: message.into(),
            });
        }
    }

    pub(crate) fn warn(&mut self, code: &'static str, path: String, message: impl Into<String>) {
        self.add(Severity::Warning, code, path, message);
    }

    pub(crate) fn into_vec(self) -> Vec<Problem> {
        self.0
    }
}
