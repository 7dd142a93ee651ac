//! Names and values that stand beside each other inside a text: `const apiKey = "…"`, `?token=…`, `"x-api-key": "…"`, `<secret>…</secret>`.

use super::value::LONGEST;

/// A name and the place of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Assignment<'a> {
    pub name: &'a str,
    /// In bytes of the text.
    pub start: usize,
    pub end: usize,
    /// Whether the value stands in quotes.
    pub quoted: bool,
    /// Whether it is a parameter of an address.
    pub query: bool,
}

/// The most bytes of a name that are looked at to either side.
const REACH: usize = 60;

/// Words before a token, in headers.
const SCHEMES: &[&str] = &[
    "bearer", "basic", "token", "bot", "apikey", "key", "digest", "genie", "geniekey", "oauth",
];

/// Where the name ends in which a telling word stands at `at`. What is read once need not be read again.
pub(super) fn name_around(text: &str, at: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.".contains(byte);
    let left = bytes
        .get(..at)
        .unwrap_or_default()
        .iter()
        .rev()
        .take(REACH)
        .take_while(|b| is_name(b))
        .count();
    let right = bytes
        .get(at..)
        .unwrap_or_default()
        .iter()
        .take(REACH)
        .take_while(|b| is_name(b))
        .count();
    (at - left, at + right)
}

/// The assignment whose name stands at this place of the text.
pub(super) fn read(text: &str, name: (usize, usize)) -> Option<Assignment<'_>> {
    let (name_start, name_end) = name;
    let mut at = Reader {
        bytes: text.as_bytes(),
        at: name_end,
    };
    let before = text
        .as_bytes()
        .get(..name_start)
        .and_then(<[u8]>::last)
        .copied()
        .unwrap_or(b' ');
    let name_quoted = b"\"'`".contains(&before);
    at.skip(b" \t\"'`)]\\*", 8);
    let sign = at.sign()?;
    at.skip(b" \t\r\n", 8);
    let quote = at.quote();
    let quoted = quote.is_some();
    // A comma or a comparison joins many things; only quoted ones are a name and its value.
    if sign.weak && !(quoted && (name_quoted || sign.compares)) {
        return None;
    }
    let mut start = at.at;
    let mut end = at.value_end(quote, sign.query(before));
    if let Some(word) = text.get(start..end)
        && !quoted
        && SCHEMES.contains(&word.to_ascii_lowercase().as_str())
    {
        at.at = end;
        at.skip(b" \t", 4);
        start = at.at;
        end = at.value_end(None, false);
    } else if quoted
        && let Some((word, rest)) = text.get(start..end)?.split_once(' ')
        && SCHEMES.contains(&word.to_ascii_lowercase().as_str())
    {
        start = end - rest.trim_start().len();
    }
    let value = text.get(start..end)?;
    let called = !quoted && text.as_bytes().get(end).is_some_and(|b| b"([{".contains(b));
    if value.is_empty() || called || (!quoted && is_path_of_code(value)) {
        return None;
    }
    Some(Assignment {
        name: text.get(name_start..name_end)?,
        start,
        end,
        quoted,
        query: sign.query(before),
    })
}

/// `config.apiKey`, `items.token1`: a value that is fetched, not written.
fn is_path_of_code(value: &str) -> bool {
    value.contains('.')
        && value.split('.').all(|word| {
            word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$')
                && word.len() < 30
                && word.bytes().filter(u8::is_ascii_digit).count() <= 2
        })
}

struct Sign {
    byte: u8,
    weak: bool,
    compares: bool,
}

impl Sign {
    fn query(&self, before: u8) -> bool {
        self.byte == b'=' && matches!(before, b'?' | b'&')
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip(&mut self, any: &[u8], most: usize) {
        let from = self.bytes.get(self.at..).unwrap_or_default();
        self.at += from
            .iter()
            .take(most)
            .take_while(|b| any.contains(b))
            .count();
    }

    /// `=`, `:`, `:=`, `=>`, `==`, `!=`, `>`, `,`, `||` and their like.
    fn sign(&mut self) -> Option<Sign> {
        let byte = self.peek().filter(|b| b"=:>,?!|".contains(b))?;
        let from = self.at;
        self.skip(b"=:>?!|", 4);
        self.at = self.at.max(from + 1);
        let sign = self.bytes.get(from..self.at).unwrap_or_default();
        let compares = sign.starts_with(b"!=") || sign.starts_with(b"==");
        if sign.starts_with(b"!") && !compares || sign == b"?" || sign == b"|" {
            return None;
        }
        Some(Sign {
            byte,
            weak: byte == b',' || compares,
            compares,
        })
    }

    /// The opening quote, past backslashes of JSON in JSON and `>` or `$` before it.
    fn quote(&mut self) -> Option<u8> {
        let from = self.at;
        self.skip(b"\\", 4);
        match self.peek() {
            Some(quote @ (b'"' | b'\'' | b'`')) => {
                self.at += 1;
                Some(quote)
            }
            _ => {
                self.at = from;
                None
            }
        }
    }

    fn value_end(&self, quote: Option<u8>, query: bool) -> usize {
        let from = self.bytes.get(self.at..).unwrap_or_default();
        let ends = |byte: &u8| match quote {
            Some(quote) => *byte == quote || matches!(byte, b'\n' | b'\r' | b'\\'),
            None if query => !(byte.is_ascii_alphanumeric() || b"_-.~%+/=:|!*".contains(byte)),
            None => !(byte.is_ascii_alphanumeric() || b"_-.~%+/=@!:|$".contains(byte)),
        };
        self.at + from.iter().take(LONGEST).take_while(|b| !ends(b)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(&str, &str)> {
        let at = text.to_ascii_lowercase().find("key")?;
        let found = read(text, name_around(text, at))?;
        Some((found.name, text.get(found.start..found.end)?))
    }

    #[test]
    fn names_and_values_are_read_as_programs_write_them() {
        for (text, name, value) in [
            ("const apiKey = \"abc1\";", "apiKey", "abc1"),
            ("x?api_key=abc1&b=2", "api_key", "abc1"),
            ("{\"x-api-key\": \"abc1\"}", "x-api-key", "abc1"),
            ("{\\\"x-api-key\\\": \\\"abc1\\\"}", "x-api-key", "abc1"),
            ("API_KEY=abc1\nB=2", "API_KEY", "abc1"),
            ("<apiKey>abc1</apiKey>", "apiKey", "abc1"),
            ("set('API_KEY', 'abc1')", "API_KEY", "abc1"),
            ("key := `abc1`", "key", "abc1"),
            ("if ($json.key === 'abc1')", "json.key", "abc1"),
            ("key: Bearer abc1", "key", "abc1"),
            ("'key' => 'abc1'", "key", "abc1"),
        ] {
            assert_eq!(found(text), Some((name, value)), "{text}");
        }
    }

    #[test]
    fn what_is_fetched_or_called_is_no_value() {
        for text in [
            "key = config.apiKey;",
            "key = makeKey()",
            "key, other",
            "a key for you",
            "key = items[0]",
            "key ? a : b",
            "if (key !== other)",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
