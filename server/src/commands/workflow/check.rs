//! `lint` and `scan`: what is wrong with a workflow, and what is secret in it.

use std::fmt::Write;

use ::workflow::secrets::{Finding, Level, scan_file};
use ::workflow::{Severity, lint as linted};
use serde_json::json;

use super::files::File;
use super::outcome::{Outcome, Report};

pub(super) fn lint(file: &File, json: bool) -> Report {
    let parsed = match file.parsed(json) {
        Ok(parsed) => parsed,
        Err(report) => return report,
    };
    let found = linted(&parsed);
    let outcome = Outcome::found(
        found
            .remarks
            .iter()
            .any(|remark| remark.severity >= Severity::Warning),
    );
    if json {
        return Report::new(outcome, file.line(found));
    }
    let mut text = format!("{} of 100 points\n", found.score);
    for remark in &found.remarks {
        let severity = match remark.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let place = if remark.path.is_empty() {
            String::new()
        } else {
            format!("{} ", remark.path)
        };
        let _ = writeln!(
            text,
            "{severity}: {} {place}[{}]",
            remark.message, remark.code
        );
    }
    Report::new(outcome, text)
}

pub(super) fn scan(file: &File, json: bool) -> Report {
    let parsed = match file.parsed(json) {
        Ok(parsed) => parsed,
        Err(report) => return report,
    };
    let findings = scan_file(&file.bytes, &parsed);
    let outcome = Outcome::found(!findings.is_empty());
    if json {
        return Report::new(outcome, file.line(json!({ "findings": findings })));
    }
    let mut text = String::new();
    for finding in &findings {
        let level = match finding.level {
            Level::Block => "block",
            Level::Warn => "warn",
        };
        let node = finding
            .node
            .as_ref()
            .map(|node| format!(" in “{node}”"))
            .unwrap_or_default();
        let Finding {
            what,
            path,
            starts,
            length,
            rule,
            ..
        } = finding;
        let _ = writeln!(
            text,
            "{level}: {what}{node}: {starts}… ({length} characters) at {path} [{rule}]"
        );
    }
    if findings.is_empty() {
        text.push_str("no secrets found\n");
    }
    Report::new(outcome, text)
}
