//! From bytes to one JSON value, with the place of the first mistake and the keys that occur twice.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{MAX_BYTES, MAX_DEPTH, quoted};
use crate::problem::{NotAWorkflow, Problems};

pub(super) fn read(bytes: &[u8], problems: &mut Problems) -> Result<Value, NotAWorkflow> {
    if bytes.len() > MAX_BYTES {
        return Err(NotAWorkflow::TooLarge { bytes: bytes.len() });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| NotAWorkflow::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let start = text.trim_start();
    if start.is_empty() {
        return Err(NotAWorkflow::Empty);
    }
    if start.starts_with("```") {
        return Err(NotAWorkflow::Fenced);
    }
    if depth(text) > MAX_DEPTH {
        return Err(NotAWorkflow::TooDeep);
    }
    value(text, problems).or_else(|refusal| {
        let mended = without_lone_surrogates(text).ok_or(refusal)?;
        problems.warn(
            "lone_surrogate",
            String::new(),
            "Half of a character pair was replaced by “\u{fffd}”.",
        );
        value(&mended, problems)
    })
}

fn value(text: &str, problems: &mut Problems) -> Result<Value, NotAWorkflow> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let mut twice = Vec::new();
    // The depth was measured above, so serde_json's own limit (which counts one level less) only has to hold as a second line.
    let value = Keys(&mut twice)
        .deserialize(&mut reader)
        .map_err(not_json)?;
    reader.end().map_err(|error| NotAWorkflow::TrailingData {
        line: error.line(),
        column: error.column(),
    })?;
    for key in twice {
        let message = format!(
            "The key {} occurs twice in one object; the last one counts.",
            quoted(&key)
        );
        problems.warn("duplicate_key", String::new(), message);
    }
    Ok(value)
}

fn not_json(error: serde_json::Error) -> NotAWorkflow {
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or(&text).to_owned();
    if reason.contains("recursion limit") {
        return NotAWorkflow::TooDeep;
    }
    NotAWorkflow::NotJson {
        line: error.line(),
        column: error.column(),
        reason,
    }
}

/// How deep brackets nest, without looking at anything else.
fn depth(text: &str) -> usize {
    let (mut now, mut deepest) = (0_usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                now += 1;
                deepest = deepest.max(now);
            }
            b']' | b'}' if !in_string => now = now.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// JavaScript can write half a surrogate pair (`"\ud800"`), which is no character. `None` when there is none.
fn without_lone_surrogates(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut changed = false;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = &rest[at..];
        let taken = match (surrogate(escape), escape.get(6..).and_then(surrogate)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                out.push_str("\\ufffd");
                changed = true;
                rest = &escape[6..];
                continue;
            }
            (Some(_), _) => 6,
            // A backslash and the character it escapes, which may be longer than a byte in broken JSON.
            _ => 1 + escape[1..].chars().next().map_or(0, char::len_utf8),
        };
        out.push_str(&escape[..taken]);
        rest = &escape[taken..];
    }
    out.push_str(rest);
    changed.then_some(out)
}

fn surrogate(escape: &str) -> Option<u16> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}

/// Builds a value as serde_json would, and collects keys that occur twice in one object.
struct Keys<'a>(&'a mut Vec<String>);

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

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(Keys(&mut *self.0))? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(key) = object.next_key::<String>()? {
            let value = object.next_value_seed(Keys(&mut *self.0))?;
            if values.insert(key.clone(), value).is_some() && self.0.len() < 20 {
                self.0.push(key);
            }
        }
        Ok(Value::Object(values))
    }
}
