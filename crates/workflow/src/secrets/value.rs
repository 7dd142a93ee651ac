//! What a value looks like: its entropy, and what it is rather than a secret.

/// Longer ones are documents, not keys.
pub(super) const LONGEST: usize = 4_096;

/// Shannon's entropy, in bits for each byte.
pub(super) fn entropy(value: &str) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in value.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }
    let length = value.len() as f64;
    let share = |count: u32| {
        let share = f64::from(count) / length;
        -share * share.log2()
    };
    counts
        .into_iter()
        .filter(|count| *count > 0)
        .map(share)
        .sum()
}

/// Whether it could be a key: one word of the characters keys are made of, random enough, and nothing that has another meaning.
pub(super) fn is_key(value: &str, shortest: usize) -> bool {
    (shortest..=LONGEST).contains(&value.len())
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_-.=+/~%:!@#$^&*|".contains(&b))
        && value.bytes().any(|b| b.is_ascii_digit())
        && value.bytes().any(|b| b.is_ascii_alphabetic())
        && entropy(value) >= least_entropy(value)
        && !is_something_else(value)
        && !is_code(value)
}

/// Hexadecimal digits cannot reach what letters of both cases reach.
fn least_entropy(value: &str) -> f64 {
    let hex = value.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    if hex && value.len() >= 24 { 3.0 } else { 3.5 }
}

/// Whether it could be a password somebody chose: two kinds of characters at least, no sentence.
pub(super) fn is_password(value: &str) -> bool {
    let kinds = [
        value.bytes().any(|b| b.is_ascii_lowercase()),
        value.bytes().any(|b| b.is_ascii_uppercase()),
        value.bytes().any(|b| b.is_ascii_digit()),
        value.bytes().any(|b| !b.is_ascii_alphanumeric()),
    ];
    (6..=256).contains(&value.len())
        && kinds.iter().filter(|kind| **kind).count() >= 2
        && !value.contains(char::is_whitespace)
        && entropy(value) >= 2.5
        && !is_something_else(value)
        && !is_title(value)
}

/// `Password`, `User-Name`: a capital and letters.
fn is_title(value: &str) -> bool {
    value.split(['-', '_', '.', '/', ':']).all(|word| {
        let rest = word.get(1..).unwrap_or_default();
        word.starts_with(|c: char| c.is_ascii_uppercase())
            && rest.bytes().all(|b| b.is_ascii_lowercase())
    })
}

/// Addresses, paths, names of code and types, ids of Airtable, dates, numbers.
fn is_something_else(value: &str) -> bool {
    value.contains("://")
        || value.starts_with(['/', '#', '.', '$', '%', '&'])
        || value.starts_with("data:")
        || value.starts_with("n8n-nodes-")
        || value.contains("${")
        || is_record_id(value)
        || is_date(value)
        || value
            .split_once('/')
            .is_some_and(|(kind, _)| MEDIA.contains(&kind))
        || (value.contains('@')
            && value
                .rsplit('@')
                .next()
                .is_some_and(|host| host.contains('.')))
}

const MEDIA: &[&str] = &[
    "application",
    "text",
    "image",
    "audio",
    "video",
    "multipart",
    "font",
];

/// `app…`, `tbl…`, `rec…`: Airtable's ids.
fn is_record_id(value: &str) -> bool {
    const KINDS: &[&str] = &[
        "app", "tbl", "rec", "viw", "fld", "usr", "att", "sel", "wsp",
    ];
    value.len() == 17
        && value.get(..3).is_some_and(|kind| KINDS.contains(&kind))
        && value.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// `process.env.TOKEN_2`, `items[0].key`, `getToken1`: words joined as programs join them. Random text has digits inside its words.
fn is_code(value: &str) -> bool {
    let is_word = |word: &str| {
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        word.len() - letters.len() <= 4
            && letters
                .bytes()
                .all(|b| b.is_ascii_alphabetic() || b == b'$')
    };
    let pieces = value
        .split(['.', '_', '-', ':', '/', '=', '+', '&', '*', '!', '|'])
        .filter(|piece| !piece.is_empty());
    let longest = pieces.clone().map(str::len).max().unwrap_or(0);
    let all_words = pieces.clone().all(is_word);
    // One long run of letters of both cases may still be random.
    all_words && (pieces.count() > 1 || longest < 16) && longest < 28
}

/// `2024-01-31T12:00:00.000Z`
fn is_date(value: &str) -> bool {
    let bytes = value.as_bytes();
    value.len() >= 8
        && bytes.iter().take(4).all(u8::is_ascii_digit)
        && bytes.get(4) == Some(&b'-')
        && bytes.get(7) == Some(&b'-')
        && bytes
            .iter()
            .all(|b| b.is_ascii_digit() || b"-:.+TZ".contains(b))
}

/// A UUID, which more often is an id than a key.
pub(super) fn is_uuid(value: &str) -> bool {
    value.len() == 36
        && value.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_counts_bits_for_each_byte() {
        assert!(entropy("aaaa").abs() < 1e-9);
        assert!((entropy("abcd") - 2.0).abs() < 1e-9);
        assert!(entropy("").abs() < 1e-9);
    }

    #[test]
    fn names_dates_and_ids_are_no_keys() {
        for value in [
            "process.env.API_TOKEN_2",
            "application/vnd.api+json2",
            "2024-01-31T12:00:00.000Z",
            "recA1b2C3d4E5f6G7",
            "x@y.example1",
            "/a1/b2/c3/d4/e5/f6",
            "https://a1.b2/c3d4e5f6",
        ] {
            assert!(!is_key(value, 10), "{value}");
        }
        assert!(
            is_key("q8Zr1kT5vB2nX7mL4cW9", 10) && is_key("0f3a9c7e5b1d2f4a6c8e0b9d7f5a3c1e", 10)
        );
    }
}
