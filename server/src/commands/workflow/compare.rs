//! `diff`: what changed from one version to another.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use ::workflow::diff::{Change, DiffFigures, Impact};
use ::workflow::{Pairing, diff as compared};
use anyhow::Result;
use serde::Serialize;

use super::files::{self, File};
use super::outcome::{Outcome, Report};

/// How nodes are recognized.
#[derive(clap::ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// By id, then by name, type, parameters and position.
    Best,
    /// By id; a node without one by name and type.
    Id,
}

#[derive(Serialize)]
struct Compared {
    old: String,
    new: String,
    #[serde(flatten)]
    figures: DiffFigures,
    impact: Option<Impact>,
    changes: Vec<Change>,
}

pub(super) fn diff(old: &Path, new: &Path, pairing: Match, json: bool) -> Result<Outcome> {
    let report = match (read(old, json), read(new, json)) {
        (Ok(old), Ok(new)) => report(old, new, pairing, json),
        (Err(report), _) | (_, Err(report)) => report,
    };
    io::stdout().lock().write_all(report.text.as_bytes())?;
    io::stderr().lock().write_all(report.remarks.as_bytes())?;
    Ok(report.outcome)
}

fn read(path: &Path, json: bool) -> Result<(File, ::workflow::Workflow), Report> {
    let file = files::single(path, json)?;
    let workflow = file.parsed(json)?.workflow;
    Ok((file, workflow))
}

fn report(
    old: (File, ::workflow::Workflow),
    new: (File, ::workflow::Workflow),
    pairing: Match,
    json: bool,
) -> Report {
    let pairing = match pairing {
        Match::Best => Pairing::Best,
        Match::Id => Pairing::Ids,
    };
    let found = compared(&old.1, &new.1, pairing);
    let outcome = Outcome::found(!found.changes.is_empty());
    if json {
        let impact = found.impact();
        let line = Compared {
            old: old.0.name,
            new: new.0.name.clone(),
            figures: found.figures,
            impact,
            changes: found.changes,
        };
        return Report::new(outcome, files::line(&new.0.name, line));
    }
    let mut text = String::new();
    for change in &found.changes {
        let impact = match change.impact {
            Impact::Cosmetic => "cosmetic",
            Impact::Behavior => "behavior",
            Impact::Breaking => "breaking",
        };
        let _ = writeln!(text, "{impact}: {} [{}]", change.sentence, change.code);
    }
    if found.changes.is_empty() {
        text.push_str("nothing changed\n");
    }
    Report::new(outcome, text)
}
