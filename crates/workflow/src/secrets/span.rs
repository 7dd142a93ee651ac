//! Where in a text something begins, and which parts of it are to be read.

/// Runs of base64 too long for any key: images and files.
pub(super) fn blobs(text: &str) -> Vec<(usize, usize)> {
    const LONG: usize = 400;
    const LONG_IN_ADDRESS: usize = 48;
    let bytes = text.as_bytes();
    let is_digit = |b: &u8| b.is_ascii_alphanumeric() || b"+/=".contains(b);
    let mut blobs = Vec::new();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let run = rest.iter().take_while(|b| is_digit(b)).count();
        let named = bytes
            .get(..at)
            .is_some_and(|before| before.ends_with(b"base64,"));
        if run >= LONG || (named && run >= LONG_IN_ADDRESS) {
            blobs.push((at, at + run));
        }
        at += run.max(1);
    }
    blobs
}

/// Whether a word may begin here: after anything but a letter or digit, or after an escape such as `\n` or `%20`.
pub(super) fn begins(bytes: &[u8], at: usize) -> bool {
    let before = |back: usize| {
        at.checked_sub(back)
            .and_then(|at| bytes.get(at))
            .copied()
            .unwrap_or(b' ')
    };
    let (one, two, three) = (before(1), before(2), before(3));
    let word = one.is_ascii_alphanumeric() || one == b'_';
    !word
        || (two == b'\\' && b"nrt".contains(&one))
        || (three == b'%' && two.is_ascii_hexdigit() && one.is_ascii_hexdigit())
}

/// Whether letters, digits or marks begin here.
pub(super) fn changes(bytes: &[u8], at: usize) -> bool {
    let class = |b: &u8| match b {
        b'0'..=b'9' => 0,
        b if b.is_ascii_alphabetic() => 1,
        _ => 2,
    };
    let before = at.checked_sub(1).and_then(|at| bytes.get(at)).map(class);
    before != bytes.get(at).map(class)
}

/// The parts of a text outside `{{ }}`, without the `=` an expression begins with, trimmed.
pub(super) fn literals(text: &str) -> Vec<(usize, usize)> {
    let from = usize::from(text.starts_with('='));
    let mut parts = Vec::new();
    let mut at = from;
    while let Some(rest) = text.get(at..) {
        let end = rest.find("{{").map_or(text.len(), |open| at + open);
        let part = text.get(at..end).unwrap_or_default();
        let trimmed = part.trim();
        if !trimmed.is_empty() {
            let start = at + (part.len() - part.trim_start().len());
            parts.push((start, start + trimmed.len()));
        }
        match text.get(end..).and_then(|rest| rest.find("}}")) {
            Some(close) => at = end + close + 2,
            None => break,
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_cut_out() {
        let parts = |text: &'static str| -> Vec<&str> {
            literals(text)
                .into_iter()
                .filter_map(|(a, b)| text.get(a..b))
                .collect()
        };
        assert_eq!(parts("={{ $json.token }}"), [""; 0]);
        assert_eq!(parts("=Bearer {{ $json.key }}"), ["Bearer"]);
        assert_eq!(parts("=a {{ x }} b {{ y"), ["a", "b"]);
        assert_eq!(parts("plain"), ["plain"]);
    }
}
