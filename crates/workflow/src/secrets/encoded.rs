//! Text inside text: base64, and strings that are JSON themselves.

use serde_json::Value;

/// The text that base64 stands for, if it is readable text.
pub(super) fn base64_text(encoded: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(encoded.len() * 3 / 4);
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for digit in encoded.trim_end_matches('=').bytes() {
        let six = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        buffer = (buffer << 6) | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((buffer >> bits) & 0xff).ok()?);
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    (!text.chars().any(char::is_control)).then_some(text)
}

/// The document a string holds, when the whole string is one.
pub(super) fn json(text: &str) -> Option<Value> {
    let inner = text.trim();
    let inner = inner.strip_prefix('=').unwrap_or(inner).trim_start();
    let closed = (inner.starts_with('{') && inner.ends_with('}'))
        || (inner.starts_with('[') && inner.ends_with(']'));
    if !closed || inner.starts_with("{{") {
        return None;
    }
    serde_json::from_str(inner).ok()
}

/// Where a value stands in the text of a JSON document, as it is written there. Every place it stands.
pub(super) fn written<'a>(text: &'a str, value: &str) -> impl Iterator<Item = (usize, usize)> + 'a {
    let quoted = Value::from(value).to_string();
    let needle = quoted
        .get(1..quoted.len().saturating_sub(1))
        .unwrap_or_default()
        .to_owned();
    let length = needle.len();
    let starts: Vec<usize> = if needle.is_empty() {
        Vec::new()
    } else {
        text.match_indices(&*needle).map(|(at, _)| at).collect()
    };
    starts.into_iter().map(move |at| (at, at + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_when_it_is_text() {
        assert_eq!(base64_text("YXBpOmtleQ==").as_deref(), Some("api:key"));
        assert_eq!(base64_text("YXBpOmtleQ").as_deref(), Some("api:key"));
        assert_eq!(base64_text("////"), None);
        assert_eq!(base64_text("a b"), None);
    }

    #[test]
    fn only_whole_documents_are_json() {
        assert!(json(" {\"a\":1} ").is_some() && json("=[1]").is_some());
        assert!(json("={{ $json }}").is_none() && json("{\"a\":").is_none() && json("7").is_none());
    }
}
