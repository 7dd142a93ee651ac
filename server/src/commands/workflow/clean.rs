//! `sanitise`: a workflow without what is its author's.

use std::fmt::Write;

use ::workflow::secrets::redact;
use ::workflow::{parse, sanitise as sanitised};
use serde_json::json;

use super::files::{File, unreadable};
use super::outcome::{Outcome, Report};
use super::target::Target;

pub(super) fn sanitise(file: &File, json: bool, target: &Target, keep_secrets: bool) -> Report {
    let parsed = match file.parsed(json) {
        Ok(parsed) => parsed,
        Err(report) => return report,
    };
    let first = sanitised(&parsed.workflow);
    let (workflow, replaced) = if keep_secrets {
        (first.json, Vec::new())
    } else {
        // What was taken out need not be looked through, so only what stays is redacted.
        match parse(first.json.to_string().as_bytes()) {
            Ok(parsed) => {
                let redacted = redact(&parsed.workflow);
                (redacted.json, redacted.replaced)
            }
            Err(refusal) => return file.refused(&refusal, json),
        }
    };
    if json {
        let line = json!({ "removed": first.removed, "replaced": replaced, "workflow": workflow });
        return Report::new(Outcome::Clean, file.line(line));
    }
    let mut remarks = String::new();
    for removal in &first.removed {
        let _ = writeln!(
            remarks,
            "{}: {}: {}",
            file.name, removal.path, removal.reason
        );
    }
    for finding in &replaced {
        let _ = writeln!(
            remarks,
            "{}: {}: {} [{}]",
            file.name, finding.path, finding.what, finding.rule
        );
    }
    let made = serde_json::to_string_pretty(&workflow).unwrap_or_default() + "\n";
    match target.write(&file.name, "json", made) {
        Ok(text) => Report {
            outcome: Outcome::Clean,
            text: text.unwrap_or_default(),
            remarks,
        },
        Err(error) => unreadable(&file.name, "unwritable", &format!("{error:#}"), json),
    }
}
