//! `lint` and `scan`: what is wrong with a workflow, and what is secret in it.

use std::fmt::Write;

use ::workflow::secrets::{Finding, Level, scan as scanned, scan_value};
use ::workflow::{Parsed, Severity, lint as linted};
use serde_json::{Value, json};

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
    let findings = findings(file, &parsed);
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

/// All of the file: its wrapper, other workflows in it, and what a key that occurs twice hides from whoever reads it.
fn findings(file: &File, parsed: &Parsed) -> Vec<Finding> {
    let text = file
        .bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&file.bytes);
    let Ok(whole) = serde_json::from_slice::<Value>(text) else {
        return scanned(&parsed.workflow);
    };
    let mut findings = scan_value(&whole);
    if parsed
        .problems
        .iter()
        .any(|problem| problem.code == "duplicate_key")
    {
        let raw = scan_value(&Value::String(String::from_utf8_lossy(text).into_owned()));
        for hidden in raw
            .into_iter()
            .filter(|finding| finding.level == Level::Block)
        {
            let known = |finding: &Finding| {
                finding.rule == hidden.rule
                    && finding.starts == hidden.starts
                    && finding.length == hidden.length
            };
            if !findings.iter().any(known) {
                findings.push(hidden);
            }
        }
    }
    findings
}
