//! One look over the text before it is read: how deep it nests, and which numbers are longer than a computer's.

use super::MAX_DEPTH;

/// Numbers shorter than this always survive.
const LONG: usize = 16;

#[derive(Default)]
pub(super) struct Survey {
    /// The bracket that goes one level too deep.
    pub(super) too_deep: Option<usize>,
    /// First bytes of numbers that come out changed, at most 20.
    pub(super) rounded: Vec<usize>,
}

/// Looks at brackets, strings and numbers only; the text may be anything.
pub(super) fn survey(text: &str) -> Survey {
    let mut survey = Survey::default();
    let mut depth = 0_usize;
    let (mut in_string, mut escaped) = (false, false);
    let mut number = None;
    for (at, byte) in text.bytes().enumerate() {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        if matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E') {
            number.get_or_insert(at);
            continue;
        }
        if let Some(start) = number.take()
            && at - start >= LONG
        {
            survey.number(start, text.get(start..at).unwrap_or_default());
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => {
                depth += 1;
                if depth > MAX_DEPTH && survey.too_deep.is_none() {
                    survey.too_deep = Some(at);
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    survey
}

impl Survey {
    fn number(&mut self, start: usize, written: &str) {
        if self.rounded.len() < 20
            && let Ok(read) = serde_json::from_str::<serde_json::Number>(written)
            && decimal(written) != decimal(&read.to_string())
        {
            self.rounded.push(start);
        }
    }
}

/// A decimal number as its sign, its digits without zeros at either end, and the power of ten they are multiplied with.
fn decimal(number: &str) -> (bool, String, i64) {
    let (negative, number) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number),
    };
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = format!("{whole}{fraction}");
    let mut power = exponent.parse::<i64>().unwrap_or_default() - fraction.len() as i64;
    let kept = digits.trim_end_matches('0').len();
    power += (digits.len() - kept) as i64;
    digits.truncate(kept);
    let digits = digits.trim_start_matches('0').to_owned();
    if digits.is_empty() {
        return (false, digits, 0);
    }
    (negative, digits, power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_that_come_out_changed_are_noted() {
        let same = "[1e+308, 12345678901234567890, -0.10000000000000000, 1.7976931348623157e308, \"99999999999999999999\"]";
        assert!(survey(same).rounded.is_empty());
        let text = "[123456789012345678901234567890, 0.12345678901234567890123]";
        assert_eq!(survey(text).rounded, [1, 33]);
    }
}
