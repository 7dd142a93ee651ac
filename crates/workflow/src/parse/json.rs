//! From bytes to one JSON value, with the place of the first mistake and the keys that occur twice.

use std::borrow::Cow;

use serde::de::DeserializeSeed;
use serde_json::Value;

use super::keys::Keys;
use super::surrogates::without_lone_surrogates;
use super::survey::survey;
use super::{MAX_BYTES, container, quoted};
use crate::path::{self, Step};
use crate::place::{in_characters, path_at, place_of};
use crate::problem::Problems;
use crate::refusal::NotAWorkflow;

/// A JSON value and the text it was read from.
pub(crate) struct Json<'b> {
    pub(crate) value: Value,
    /// Without byte order mark, and mended where it had to be; places in it are places in the file.
    pub(crate) text: Cow<'b, str>,
    pub(crate) remarks: Remarks,
}

/// What was odd about the JSON, by paths from the file's root.
#[derive(Default)]
pub(crate) struct Remarks {
    /// Keys that occur twice in one object, by their paths.
    pub(crate) twice: Vec<(String, String)>,
    surrogate: Option<String>,
    rounded: Vec<String>,
}

pub(crate) fn read(bytes: &[u8]) -> Result<Json<'_>, NotAWorkflow> {
    read_to_end(bytes, true)
}

/// Reads the first value and leaves what follows it.
pub(crate) fn read_leading(bytes: &[u8]) -> Result<Json<'_>, NotAWorkflow> {
    read_to_end(bytes, false)
}

fn read_to_end(bytes: &[u8], whole: bool) -> Result<Json<'_>, NotAWorkflow> {
    if bytes.len() > MAX_BYTES {
        return Err(NotAWorkflow::TooLarge { bytes: bytes.len() });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| NotAWorkflow::NotUtf8 {
        offset: error.valid_up_to(),
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let start = text.trim_start();
    if start.is_empty() {
        return Err(NotAWorkflow::Empty);
    }
    if start.starts_with("```") {
        return Err(NotAWorkflow::Fenced);
    }
    let survey = survey(text);
    if let Some(offset) = survey.too_deep {
        return Err(NotAWorkflow::TooDeep(place_of(text, offset)));
    }
    let mut json = match value(text, whole) {
        Ok(json) => json,
        Err(refusal) => {
            let (mended, first) = without_lone_surrogates(text).ok_or(refusal)?;
            let read = value(&mended, whole)?;
            Json {
                value: read.value,
                remarks: Remarks {
                    surrogate: Some(path_at(text, first)),
                    ..read.remarks
                },
                text: Cow::Owned(mended),
            }
        }
    };
    json.remarks.rounded = survey
        .rounded
        .iter()
        .map(|&offset| path_at(text, offset))
        .collect();
    Ok(json)
}

fn value(text: &str, whole: bool) -> Result<Json<'_>, NotAWorkflow> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let mut twice = Vec::new();
    // The depth was measured before, so serde_json's own limit (which counts one level less) only has to hold as a second line.
    let value = Keys(&mut twice)
        .deserialize(&mut reader)
        .map_err(|error| not_json(text, &error))?;
    if whole && let Err(error) = reader.end() {
        return Err(NotAWorkflow::TrailingData {
            place: in_characters(text, error.line(), error.column()),
            leads_with_workflow: container::find(&value).is_some(),
        });
    }
    let path = |steps: Vec<Step<'static>>| {
        let steps: Vec<Step> = steps.into_iter().rev().collect();
        let key = match steps.last() {
            Some(Step::Key(key)) => key.clone().into_owned(),
            _ => String::new(),
        };
        (path::written(&steps), key)
    };
    let remarks = Remarks {
        twice: twice.into_iter().map(path).collect(),
        ..Remarks::default()
    };
    Ok(Json {
        value,
        text: Cow::Borrowed(text),
        remarks,
    })
}

impl Remarks {
    /// Adds them to the problems of the workflow that was found at `root`.
    pub(crate) fn report(self, root: &str, problems: &mut Problems) {
        let below = |path: String| match path.strip_prefix(root) {
            Some(rest) if !root.is_empty() => rest.trim_start_matches('.').to_owned(),
            _ => path,
        };
        if let Some(path) = self.surrogate {
            let message = "Half of a character pair was replaced by “\u{fffd}”.";
            problems.warn("lone_surrogate", below(path), message);
        }
        for (path, key) in self.twice {
            let message = format!(
                "The key {} occurs twice in one object; the last one counts.",
                quoted(&key)
            );
            problems.warn("duplicate_key", below(path), message);
        }
        for path in self.rounded {
            let message = "A number has more digits than n8n can keep and was rounded.";
            problems.note("number_rounded", below(path), message);
        }
    }
}

fn not_json(text: &str, error: &serde_json::Error) -> NotAWorkflow {
    let said = error.to_string();
    let reason = said.split(" at line ").next().unwrap_or(&said);
    let place = in_characters(text, error.line(), error.column());
    if reason.contains("recursion limit") {
        return NotAWorkflow::TooDeep(place);
    }
    let line = text.split('\n').nth(place.line - 1).unwrap_or_default();
    let here = line
        .char_indices()
        .nth(place.column - 1)
        .and_then(|(at, _)| line.get(at..))
        .unwrap_or_default();
    if ["NaN", "Infinity", "-Infinity", "nfinity"]
        .iter()
        .any(|word| here.starts_with(word))
    {
        return NotAWorkflow::NotANumber(place);
    }
    let reason = match reason {
        _ if error.is_eof() => "it ends in the middle, as if it were cut off".to_owned(),
        "trailing comma" => "there is a comma before a closing bracket".to_owned(),
        other => other.to_owned(),
    };
    NotAWorkflow::NotJson { place, reason }
}
