//! How a command went, and what it wrote.

use std::io;
use std::process::ExitCode;

/// How it went with a file; of several the worst counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    /// Nothing to complain about.
    Clean,
    /// Something was found.
    Findings,
    /// It could not be read.
    Unreadable,
}

impl Outcome {
    /// What the shell is told: 0, 1 or 2.
    pub fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Unreadable => 2,
        })
    }

    pub fn found(any: bool) -> Self {
        if any { Self::Findings } else { Self::Clean }
    }
}

/// What a file's turn leaves: how it went, and text for both outputs.
#[derive(Debug)]
pub(super) struct Report {
    pub outcome: Outcome,
    /// For standard output, whole lines.
    pub text: String,
    /// For standard error, whole lines.
    pub remarks: String,
}

impl Report {
    pub fn new(outcome: Outcome, text: String) -> Self {
        Self {
            outcome,
            text,
            remarks: String::new(),
        }
    }
}

/// Whether writing failed because nobody reads any more, as in `autopilot workflow inspect … | head`.
pub(super) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
