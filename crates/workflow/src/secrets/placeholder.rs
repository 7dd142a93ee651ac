//! Values that stand for a secret instead of being one: `YOUR_API_KEY`, `<token>`, `sk-...`, `y0urp455w0rd`.

/// Whether a value of a known form only shows where a secret belongs.
pub(super) fn is_placeholder(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let letters = lower.bytes().filter(u8::is_ascii_alphanumeric).count();
    letters < 3
        || is_bracketed(value)
        || PARTS.iter().any(|part| lower.contains(part))
        || is_monotonous(&lower)
}

/// The same for a value that is known by its name alone: words give it away too.
pub(super) fn is_telling(value: &str) -> bool {
    is_placeholder(value)
        || words(value).any(|word| WORDS.contains(&word.as_str()))
        || is_disguised(&value.to_ascii_lowercase())
}

/// Parts no random value has.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "your", "xxxx", "example", "placeholder", "redacted", "replace", "insert", "changeme", "change_me", "change-me",
    "dummy", "sample", "censored", "masked", "removed", "hidden", "todo_", "fixme", "...", "…", "***", "•", "${",
    "{{", "<%", "process.env", "1234567890", "0123456789", "123456789", "abcdefgh", "-here", "_here", "loremipsum",
    "notreal", "not-real", "not_a_real", "deadbeef", "ikpvag4grg9l",
];

/// Words that tell, standing alone between marks, digits or capitals.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "my", "the", "token", "password", "passwort", "passwd", "pass", "apikey", "secret", "key", "username", "user",
    "test", "testing", "fake", "mock", "demo", "foo", "bar", "here", "enter", "value", "string", "none", "null",
    "undefined", "empty", "default", "credential", "credentials", "postgres", "root", "guest", "admin", "mysql",
    "redis", "mongo", "secure", "supersecret", "mysecret", "mypassword", "enc", "encrypted",
];

fn is_bracketed(value: &str) -> bool {
    let ends = [
        ('<', '>'),
        ('[', ']'),
        ('{', '}'),
        ('%', '%'),
        ('(', ')'),
        ('#', '#'),
        ('_', '_'),
    ];
    let value = value.trim();
    ends.iter()
        .any(|&(open, close)| value.starts_with(open) && value.ends_with(close) && value.len() > 1)
        || value.starts_with('$')
}

/// The words of a name written in any of the usual ways. A word inside random text would have to stand between marks.
fn words(value: &str) -> impl Iterator<Item = String> + '_ {
    let pieces = value.split(|c: char| !c.is_ascii_alphanumeric());
    // In a value as long as a key, a short word between marks is chance.
    let shortest = if value.len() >= 32 { 4 } else { 2 };
    pieces.flat_map(move |piece| {
        let whole = piece
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .to_ascii_lowercase();
        let inner = if value.len() < 32 {
            super::name::words(piece)
        } else {
            Vec::new()
        };
        std::iter::once(whole)
            .chain(inner)
            .filter(move |word| word.len() >= shortest)
    })
}

/// Few different characters, or the same one again and again.
fn is_monotonous(lower: &str) -> bool {
    let mut seen = [false; 256];
    let (mut run, mut longest, mut before) = (0, 0, 0_u8);
    for byte in lower.bytes().filter(u8::is_ascii_alphanumeric) {
        if let Some(slot) = seen.get_mut(usize::from(byte)) {
            *slot = true;
        }
        run = if byte == before { run + 1 } else { 1 };
        longest = longest.max(run);
        before = byte;
    }
    let different = seen.iter().filter(|seen| **seen).count();
    // The bearer tokens of X begin with twenty-two times the same letter.
    (longest >= 8 && longest * 3 > lower.len())
        || (lower.len() >= 8 && different < 5)
        || different < 2
}

/// Digits put for letters: `y0urp455w0rd`.
fn is_disguised(lower: &str) -> bool {
    let plain: String = lower
        .chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            c => c,
        })
        .collect();
    ["password", "passw", "changeit", "secretkey", "apikey"]
        .iter()
        .any(|word| plain.contains(word))
        || plain.starts_with("your")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_instead_of_a_secret_is_known() {
        for value in [
            "YOUR_API_KEY",
            "<token>",
            "<YOUR-TOKEN-HERE>",
            "xxx",
            "XXXXXXXXXXXX",
            "sk-...",
            "sk-xxxxxxxxxxxx",
            "y0urp455w0rd",
            "P4ssw0rd!",
            "[CENSORED]",
            "my-api-key",
            "{apiKey}",
            "$API_KEY",
            "%TOKEN%",
            "changeme",
            "abcdefgh12345678",
            "AKIAIOSFODNN7EXAMPLE",
            "aaaaaaaaaaaaaaaa",
            "test_token_1",
            "••••••",
            "",
            "API_KEY_HERE",
            "REDACTED",
            "Your Supadata API key",
        ] {
            assert!(is_telling(value), "{value}");
        }
    }

    #[test]
    fn what_is_random_is_no_placeholder() {
        for value in [
            "q8Zr1kT5vB2nX7mL4cW9",
            "0f3a9c7e5b1d2f4a6c8e0b9d7f5a3c1e",
            "correct-horse-battery",
            "Tr0ub4dor&3",
            "hunter2",
        ] {
            assert!(!is_telling(value), "{value}");
        }
    }
}
