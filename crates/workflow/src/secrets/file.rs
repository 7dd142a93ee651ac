//! Looks through a whole file, not only through the workflow in it.

use serde_json::Value;

use super::{Finding, Level, scan, scan_value};
use crate::parse::Parsed;

/// Everything in a file: its wrapper, other workflows in it, and what a key that occurs twice hides from whoever reads it. `parsed` is what
/// was read from `bytes`. Paths begin at the file's outermost value; when the workflow is followed by something else, they begin at the
/// workflow, and only that is looked through.
pub fn scan_file(bytes: &[u8], parsed: &Parsed) -> Vec<Finding> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Ok(whole) = serde_json::from_slice::<Value>(text) else {
        return scan(&parsed.workflow);
    };
    let mut findings = scan_value(&whole);
    let hides = |problem: &crate::Problem| problem.code == "duplicate_key";
    if parsed.problems.iter().any(hides) {
        add_hidden(text, &mut findings);
    }
    findings
}

/// Secrets that only the text shows, because a later key of the same name took the place of theirs.
fn add_hidden(text: &[u8], findings: &mut Vec<Finding>) {
    let raw = scan_value(&Value::String(String::from_utf8_lossy(text).into_owned()));
    for hidden in raw {
        let known = |finding: &Finding| {
            finding.rule == hidden.rule
                && finding.starts == hidden.starts
                && finding.length == hidden.length
        };
        if hidden.level == Level::Block && !findings.iter().any(known) {
            findings.push(hidden);
        }
    }
}
