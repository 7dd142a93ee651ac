//! What is wrong with a file that was read all the same.

use serde::{Deserialize, Serialize};

pub use crate::refusal::NotAWorkflow;

/// A remark on a file that was read all the same.
///
/// | code | severity | when |
/// |---|---|---|
/// | `duplicate_key` | warning | a key occurs twice in one object; the last counts |
/// | `lone_surrogate` | warning | half a character pair was replaced by U+FFFD |
/// | `number_rounded` | note | a number has more digits than n8n (or we) can keep |
/// | `several_workflows` | warning | only the first of several was read |
/// | `no_connections`, `connections_list` | warning | `connections` is missing, or a list |
/// | `no_nodes` | warning | `nodes` is empty |
/// | `invalid_node` | warning | an entry of `nodes` is no object; left out |
/// | `incomplete_node` | warning | a node without name or type |
/// | `bad_field` | warning | a known field holds the wrong kind of value; not used, but kept in the document |
/// | `bad_position`, `bad_parameters`, `bad_credentials`, `bad_note_color` | warning | likewise |
/// | `inline_credential` | error | a node holds a secret instead of a reference |
/// | `duplicate_node_name`, `duplicate_node_id` | warning | the last one wins |
/// | `pin_without_node` | note | pinned data of a node that does not exist |
/// | `dangling_source`, `dangling_target` | error | a connection's end does not exist; left out |
/// | `unknown_connection_kind` | warning | n8n ignores such connections; kept, not drawn |
/// | `malformed_connection` | warning | not of the shape `{node, type, index}`; left out |
/// | `connection_mismatch`, `connection_by_id`, `absurd_index` | warning | read all the same |
/// | `more_problems` | warning | there were more than 200; this one says how many |
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// A stable name such as `dangling_target`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Where in the workflow, such as `nodes[3].position` (see [`crate::path`]); empty for the whole.
    pub path: String,
    /// The line in the file, from 1; of what is missing, that of what should hold it.
    pub line: usize,
    /// The column in the file, from 1, in characters.
    pub column: usize,
    /// A plain sentence.
    pub message: String,
}

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
pub(crate) struct Problems {
    kept: Vec<Problem>,
    others: usize,
}

impl Problems {
    pub(crate) const MOST: usize = 200;

    pub(crate) fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        path: String,
        message: impl Into<String>,
    ) {
        if self.kept.len() < Self::MOST {
            self.kept.push(Problem {
                code,
                severity,
                path,
                line: 1,
                column: 1,
                message: message.into(),
            });
        } else {
            self.others += 1;
        }
    }

    /// Counts a problem that nobody will read, so that its words need not be found; false while there is room.
    pub(crate) fn only_counted(&mut self) -> bool {
        let full = self.kept.len() >= Self::MOST;
        self.others += usize::from(full);
        full
    }

    pub(crate) fn warn(&mut self, code: &'static str, path: String, message: impl Into<String>) {
        self.add(Severity::Warning, code, path, message);
    }

    pub(crate) fn note(&mut self, code: &'static str, path: String, message: impl Into<String>) {
        self.add(Severity::Note, code, path, message);
    }

    /// All of them with their places in the text, in which the workflow stands at `root`.
    pub(crate) fn placed(mut self, text: &str, root: &str) -> Vec<Problem> {
        if self.others > 0 {
            let count = self.others;
            self.kept.push(Problem {
                code: "more_problems",
                severity: Severity::Warning,
                path: String::new(),
                line: 1,
                column: 1,
                message: format!("There are {count} more remarks than are listed here."),
            });
        }
        if self.kept.is_empty() {
            return self.kept;
        }
        let paths: Vec<&str> = self.kept.iter().map(|problem| &*problem.path).collect();
        let places = crate::place::places(text, root, &paths);
        for (problem, place) in self.kept.iter_mut().zip(places) {
            (problem.line, problem.column) = (place.line, place.column);
        }
        self.kept
    }
}
