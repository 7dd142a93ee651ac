//! `autopilot workflow`: reads n8n workflows and says, checks, cleans, compares or draws what is in them.
//!
//! Results go to standard output, for people by default and with `--json` as one line for each file; what went wrong goes to standard
//! error. The answer to the shell is 0 when all is well, 1 when something was found, 2 when a file could not be read; of several files the
//! worst counts, and one that fails does not stop the rest. `sanitise`, `requirements` and `draw` look for nothing, so theirs is 0 or 2.

mod check;
mod clean;
mod compare;
mod describe;
mod draw;
mod files;
mod outcome;
mod target;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

use self::outcome::Outcome;
use self::target::Target;

#[derive(Subcommand, Debug)]
pub enum WorkflowAct {
    /// Say what it does, and count what is in it.
    Inspect(Files),
    /// Look for what would go wrong when it is imported, and score it.
    Lint(Files),
    /// Say what a buyer must have, install and set up.
    Requirements(Files),
    /// Look for secrets and private data. Values are never shown.
    Scan(Files),
    /// Take out identities, test data, ids and secrets, and say what was taken out.
    Sanitise {
        #[command(flatten)]
        files: Files,
        /// Where to write the cleaned files, under their own names; one file goes to standard output without it.
        #[arg(long, value_name = "FOLDER")]
        output: Option<PathBuf>,
        /// Leave secrets in parameters as they are.
        #[arg(long)]
        keep_secrets: bool,
    },
    /// Say what changed from one version to another.
    Diff {
        /// The old version; `-` for standard input.
        old: PathBuf,
        /// The new version; `-` for standard input.
        new: PathBuf,
        /// How nodes are recognized: by everything that may help, or by id alone as n8n does.
        #[arg(long = "match", value_enum, default_value_t = compare::Match::Best)]
        pairing: compare::Match,
        /// One line of JSON.
        #[arg(long)]
        json: bool,
    },
    /// Draw it as SVG.
    Draw {
        #[command(flatten)]
        files: Files,
        /// Where to write the pictures, named like their files; one goes to standard output without it.
        #[arg(long, value_name = "FOLDER")]
        output: Option<PathBuf>,
    },
}

/// The files of a command.
#[derive(Args, Debug)]
pub struct Files {
    /// Files, folders (every `.json` in them, however deep), or `-` for standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// One line of JSON for each file.
    #[arg(long)]
    json: bool,
}

/// Runs one of the commands. A line that asks for what cannot be done is answered like one that cannot be understood.
pub fn run(act: &WorkflowAct) -> Result<ExitCode> {
    match outcome(act) {
        Ok(outcome) => Ok(outcome.code()),
        // Whoever reads has read enough.
        Err(error) if outcome::is_closed_pipe(&error) => Ok(ExitCode::SUCCESS),
        Err(error) => {
            eprintln!("error: {error:#}");
            Ok(Outcome::Unreadable.code())
        }
    }
}

fn outcome(act: &WorkflowAct) -> Result<Outcome> {
    match act {
        WorkflowAct::Inspect(files) => {
            files::each(files, |file| describe::inspect(file, files.json))
        }
        WorkflowAct::Lint(files) => files::each(files, |file| check::lint(file, files.json)),
        WorkflowAct::Requirements(files) => {
            files::each(files, |file| describe::requirements(file, files.json))
        }
        WorkflowAct::Scan(files) => files::each(files, |file| check::scan(file, files.json)),
        WorkflowAct::Sanitise {
            files,
            output,
            keep_secrets,
        } => {
            let target = Target::new(files, output.as_deref())?;
            files::each(files, |file| {
                clean::sanitise(file, files.json, &target, *keep_secrets)
            })
        }
        WorkflowAct::Diff {
            old,
            new,
            pairing,
            json,
        } => compare::diff(old, new, *pairing, *json),
        WorkflowAct::Draw { files, output } => {
            let target = Target::new(files, output.as_deref())?;
            files::each(files, |file| draw::draw(file, files.json, &target))
        }
    }
}
