//! Puts stand-ins where secrets stood.

use std::borrow::Cow;

use serde_json::Value;

use super::super::{STAND_IN, detect, encoded};
use crate::path::Step;

/// Every place where a value of the inner document is written, with what replaces it; all of the text when it cannot be found.
pub(super) fn put_back(text: &str, value: &str, redacted: &str) -> String {
    let written = Value::from(redacted).to_string();
    let written = written
        .get(1..written.len().saturating_sub(1))
        .unwrap_or_default();
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (start, end) in encoded::written(text, value) {
        out.push_str(text.get(at..start).unwrap_or_default());
        out.push_str(written);
        at = end;
    }
    if at == 0 {
        // Written with escapes of another kind: the document is written anew rather than left as it is.
        return STAND_IN.to_owned();
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// A text with stand-ins for the secrets in it, for showing it.
pub(super) fn masked(text: &str) -> Cow<'_, str> {
    let hits = if text.len() < 16 {
        Vec::new()
    } else {
        detect::shaped(text)
    };
    if hits.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut out, mut at) = (String::new(), 0);
    for hit in hits {
        out.push_str(text.get(at..hit.start).unwrap_or_default());
        out.push_str(STAND_IN);
        at = hit.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

/// A key that holds a secret must not show it in a path.
pub(super) fn without_secrets<'a>(step: &'a Step<'_>) -> Step<'a> {
    match step {
        Step::Key(key) => Step::Key(masked(key)),
        Step::Index(index) => Step::Index(*index),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_put_back_takes_the_whole_text_with_it() {
        assert_eq!(put_back(r#"{"a":"x\"y"}"#, "x\"y", "R"), r#"{"a":"R"}"#);
        assert_eq!(put_back(r#"{"a":"\u0078yz"}"#, "xyz", "R"), "REDACTED");
    }
}
