//! What the tool says, in one place.

use workflow::diff::Impact;
use workflow::secrets::Level;
use workflow::{Risk, Severity};

use crate::reading::{Report, Stage};

pub const NO_WORKER: &str =
    "This browser cannot run the tool. A current Firefox, Chrome, Edge or Safari can.";
pub const BROKEN: &str = "Reading stopped in the middle, most likely because this browser ran out of memory. Nothing was changed and nothing was sent. Try again with other pages closed.";

/// What is being done in the stage of this number.
pub fn stage(number: u32) -> &'static str {
    let stages = [
        (Stage::Reading, "Reading the file…"),
        (Stage::Judging, "Looking at nodes and connections…"),
        (Stage::Scanning, "Looking for secrets and private data…"),
        (Stage::Cleaning, "Cleaning a copy…"),
        (Stage::Comparing, "Comparing the two…"),
        (Stage::Drawing, "Drawing…"),
    ];
    stages
        .into_iter()
        .find(|(stage, _)| *stage as u32 == number)
        .map_or("Reading the file…", |(_, words)| words)
}

/// What came of it, in a sentence.
pub fn summary(report: &Report) -> String {
    match report {
        Report::Examined(found) => format!(
            "Examined: {} of 100 points, {}, {}.",
            found.score,
            counted(
                found.secrets.count,
                "secret or private detail",
                "secrets or private details"
            ),
            counted(found.removed.count, "thing to clean", "things to clean"),
        ),
        Report::Compared(found) => format!(
            "Compared: {}.",
            counted(found.changes.count, "change", "changes")
        ),
        Report::Refused(refused) => refused.sentence.clone(),
    }
}

/// `1 node`, `2 nodes`, `no nodes`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    match count {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

/// The look of a badge, and its word.
pub type Tone = (&'static str, &'static str);

pub fn severity(severity: Severity) -> Tone {
    match severity {
        Severity::Error => ("bad", "Error"),
        Severity::Warning => ("warn", "Warning"),
        Severity::Note => ("info", "Note"),
    }
}

pub fn level(level: Level) -> Tone {
    match level {
        Level::Block => ("bad", "Secret"),
        Level::Warn => ("warn", "Look at it"),
    }
}

pub fn risk(risk: Risk) -> Option<Tone> {
    match risk {
        Risk::High => Some(("warn", "Could do harm in wrong hands")),
        Risk::Medium => Some(("info", "Worth a closer look")),
        Risk::Low => None,
    }
}

pub fn impact(impact: Impact) -> Tone {
    match impact {
        Impact::Breaking => ("bad", "Breaking"),
        Impact::Behavior => ("warn", "Behavior"),
        Impact::Cosmetic => ("info", "Cosmetic"),
    }
}

/// What the gravest change means for whoever runs the old version.
pub fn verdict(impact: Option<Impact>) -> &'static str {
    match impact {
        None => "Nothing that n8n compares has changed.",
        Some(Impact::Cosmetic) => "Only looks and remarks have changed. It does what it did.",
        Some(Impact::Behavior) => "It does something else than before.",
        Some(Impact::Breaking) => "Whoever runs the old version has to set something up again.",
    }
}

/// The name of a file made from another: `invoices.json` becomes `invoices.cleaned.json`.
pub fn derived(name: &str, ending: &str) -> String {
    let stem = name.strip_suffix(".json").unwrap_or(name).trim();
    let stem = match stem {
        "" | "pasted text" => "workflow",
        stem => stem,
    };
    format!("{stem}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_made_from_another_keeps_its_name() {
        assert_eq!(
            derived("invoices.json", "cleaned.json"),
            "invoices.cleaned.json"
        );
        assert_eq!(derived("pasted text", "svg"), "workflow.svg");
        assert_eq!(derived(".json", "svg"), "workflow.svg");
    }

    #[test]
    fn every_stage_has_words_of_its_own() {
        let words: std::collections::BTreeSet<_> = (0..=Stage::Drawing as u32).map(stage).collect();
        assert_eq!(words.len(), Stage::Drawing as usize + 1);
    }

    #[test]
    fn a_count_of_one_is_singular() {
        assert_eq!(counted(1, "node", "nodes"), "1 node");
        assert_eq!(counted(0, "node", "nodes"), "no nodes");
    }
}
