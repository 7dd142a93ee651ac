//! From the bytes of one file or two to everything that is said about them.

mod compared;
mod examined;
mod listed;
mod needs;
mod nodes;

use serde::{Deserialize, Serialize};
use workflow::{NotAWorkflow, Parsed, parse, parse_leading};

pub use compared::{ChangeLine, Compared, Counts};
pub use examined::{Examined, RemarkLine, RemovalLine, SecretLine};
pub use listed::Listed;
pub use needs::Need;

/// How far the work is, for whoever waits. Comparing has fewer stages than examining.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// From bytes to nodes and connections.
    Reading,
    /// What would go wrong, what it needs and can do.
    Judging,
    /// Secrets and private data.
    Scanning,
    /// Taking out what is its author's.
    Cleaning,
    /// What became of each node.
    Comparing,
    /// The picture.
    Drawing,
}

/// What is said about the files. It crosses from the worker to the page, so it is plain data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Report {
    /// Of one file.
    Examined(Box<Examined>),
    /// Of two.
    Compared(Box<Compared>),
    /// A file holds no workflow.
    Refused(Refused),
}

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Which of the files, from 0.
    pub file: usize,
    /// The place and the reason, in one sentence.
    pub sentence: String,
    /// Whether a workflow comes first in it, and only what follows is in the way.
    pub leads_with_workflow: bool,
}

impl Refused {
    /// What is said about the file at this place.
    pub fn of(file: usize, reason: &NotAWorkflow) -> Self {
        Self {
            file,
            sentence: reason.to_string(),
            leads_with_workflow: matches!(
                reason,
                NotAWorkflow::TrailingData {
                    leads_with_workflow: true,
                    ..
                }
            ),
        }
    }
}

/// A report, and what is too large to be worth unpacking with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What is said.
    pub report: Report,
    /// The drawing of each file, as SVG.
    pub drawings: Vec<String>,
    /// The cleaned file, with secrets replaced and with secrets left; nothing when two files were compared.
    pub cleaned: Vec<String>,
}

impl From<Refused> for Answer {
    fn from(refused: Refused) -> Self {
        Self {
            report: Report::Refused(refused),
            drawings: Vec::new(),
            cleaned: Vec::new(),
        }
    }
}

/// Examines one file, or compares the first two. `leading` goes on with a workflow that something else follows.
pub fn read(files: &[Vec<u8>], leading: bool, tell: &mut dyn FnMut(Stage)) -> Answer {
    tell(Stage::Reading);
    let parsed = |place: usize, bytes: &[u8]| {
        parsed(bytes, leading).map_err(|reason| Refused::of(place, &reason))
    };
    let answer = match files {
        [] => Err(Refused::of(0, &NotAWorkflow::Empty)),
        [file] => parsed(0, file).map(|parsed| examined::examine(file, &parsed, tell)),
        [old, new, ..] => parsed(0, old).and_then(|old| {
            let new = parsed(1, new)?;
            Ok(compared::compare(&old.workflow, &new.workflow, tell))
        }),
    };
    answer.unwrap_or_else(Answer::from)
}

fn parsed(bytes: &[u8], leading: bool) -> Result<Parsed, NotAWorkflow> {
    match parse(bytes) {
        Err(NotAWorkflow::TrailingData { .. }) if leading => parse_leading(bytes),
        parsed => parsed,
    }
}
