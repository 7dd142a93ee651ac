//! `draw`: a workflow as a picture.

use ::workflow::draw::{DrawOptions, svg};
use serde_json::json;

use super::files::{File, unreadable};
use super::outcome::{Outcome, Report};
use super::target::Target;

pub(super) fn draw(file: &File, json: bool, target: &Target) -> Report {
    let parsed = match file.parsed(json) {
        Ok(parsed) => parsed,
        Err(report) => return report,
    };
    let picture = svg(&parsed.workflow, &DrawOptions::default());
    if json {
        return Report::new(Outcome::Clean, file.line(json!({ "svg": picture })));
    }
    match target.write(&file.name, "svg", picture + "\n") {
        Ok(text) => Report::new(Outcome::Clean, text.unwrap_or_default()),
        Err(error) => unreadable(&file.name, "unwritable", &format!("{error:#}"), json),
    }
}
