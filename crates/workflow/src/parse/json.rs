//! From bytes to one JSON value, with the place of the first mistake and the keys that occur twice.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use super::survey::survey;
use super::{MAX_BYTES, container, quoted};
use crate::path::{self, Step};
use crate::place::{in_characters, path_at, place_of};
use crate::problem::Problems;
use crate::refusal::NotAWorkflow;

/// The most keys that occur twice that are told one by one.
const MOST_TWICE: usize = 20;

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

/// JavaScript can write half a surrogate pair (`"\ud800"`), which is no character. `None` when there is none, else the mended text, as long
/// as before, and the first byte of the first half.
fn without_lone_surrogates(text: &str) -> Option<(String, usize)> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut first = None;
    while let Some((before, escape)) = rest.find('\\').and_then(|at| rest.split_at_checked(at)) {
        out.push_str(before);
        let taken = match (surrogate(escape), escape.get(6..).and_then(surrogate)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                first.get_or_insert(out.len());
                out.push_str("\\ufffd");
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            (Some(_), _) => 6,
            // A backslash and the character it escapes, which may be longer than a byte in broken JSON.
            _ => escape.chars().take(2).map(char::len_utf8).sum(),
        };
        let (kept, after) = escape.split_at_checked(taken).unwrap_or((escape, ""));
        out.push_str(kept);
        rest = after;
    }
    out.push_str(rest);
    first.map(|first| (out, first))
}

fn surrogate(escape: &str) -> Option<u16> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}

/// Builds a value as serde_json would, and collects keys that occur twice in one object, by the steps to them, last step first.
struct Keys<'a>(&'a mut Vec<Vec<Step<'static>>>);

impl Keys<'_> {
    /// Whatever was found since there were `before` of them was found below this step.
    fn below(&mut self, before: usize, step: impl Fn() -> Step<'static>) {
        for steps in self.0.iter_mut().skip(before) {
            steps.push(step());
        }
    }
}

impl<'de> DeserializeSeed<'de> for Keys<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        loop {
            let before = self.0.len();
            let Some(value) = list.next_element_seed(Keys(&mut *self.0))? else {
                break;
            };
            self.below(before, || Step::Index(values.len()));
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut object: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(key) = object.next_key::<String>()? {
            let before = self.0.len();
            let value = object.next_value_seed(Keys(&mut *self.0))?;
            self.below(before, || Step::Key(key.clone().into()));
            match values.entry(key) {
                Entry::Vacant(place) => {
                    place.insert(value);
                }
                Entry::Occupied(mut place) => {
                    if self.0.len() < MOST_TWICE {
                        self.0.push(vec![Step::Key(place.key().clone().into())]);
                    }
                    place.insert(value);
                }
            }
        }
        Ok(Value::Object(values))
    }
}
