//! Markdown of sticky notes, reduced to lines of plain and bold text. Images, videos, HTML and addresses do not survive.

/// A line of a note.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) kind: Kind,
    pub(super) spans: Vec<Span>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// 1 to 6.
    Heading(u8),
    Text,
    /// The depth of a list item, from 0.
    Item(u8),
    Code,
    /// Space between paragraphs.
    Gap,
}

/// A stretch of text in one weight.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Span {
    pub(super) text: String,
    pub(super) bold: bool,
}

/// The most characters of a note that are read; no note shows more.
const LONGEST: usize = 20_000;

/// Reads the lines of a note.
pub(super) fn lines(source: &str) -> Vec<Line> {
    let source: String = source.chars().take(LONGEST).collect();
    let mut lines = Vec::new();
    let mut fenced = false;
    for raw in source.lines() {
        let line = raw.trim_end();
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            lines.push(Line {
                kind: Kind::Code,
                spans: vec![Span {
                    text: crate::text::plain(line),
                    bold: false,
                }],
            });
        } else if let Some(line) = block(line) {
            // One gap is enough, and none before the first line.
            let again = line.kind == Kind::Gap
                && lines
                    .last()
                    .is_none_or(|last: &Line| last.kind == Kind::Gap);
            if !again {
                lines.push(line);
            }
        }
    }
    lines
}

fn block(line: &str) -> Option<Line> {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let gap = Some(Line {
        kind: Kind::Gap,
        spans: Vec::new(),
    });
    if text.is_empty() || is_rule(text) {
        return gap;
    }
    let hashes = text.bytes().take_while(|byte| *byte == b'#').count();
    let (kind, rest) = match list_item(text) {
        _ if (1..=6).contains(&hashes) && text[hashes..].starts_with([' ', '\t']) => {
            (Kind::Heading(hashes as u8), text[hashes..].to_owned())
        }
        Some(rest) => (Kind::Item((indent / 2).min(4) as u8), rest),
        None if text.starts_with('|') => (Kind::Text, cells(text)?),
        None => (Kind::Text, text.trim_start_matches(['>', ' ']).to_owned()),
    };
    let spans = inline(rest.trim());
    // A line of nothing but an image leaves nothing behind.
    if spans.iter().all(|span| span.text.trim().is_empty()) {
        None
    } else {
        Some(Line { kind, spans })
    }
}

fn is_rule(text: &str) -> bool {
    text.len() >= 3
        && ["-", "*", "_", "="].iter().any(|mark| {
            text.replace([' ', '\t'], "")
                .chars()
                .all(|c| mark.starts_with(c))
        })
}

fn list_item(text: &str) -> Option<String> {
    if let Some(rest) = ["- ", "* ", "+ "]
        .iter()
        .find_map(|mark| text.strip_prefix(mark))
    {
        let rest = rest
            .strip_prefix("[ ] ")
            .map(|rest| format!("☐ {rest}"))
            .or_else(|| rest.strip_prefix("[x] ").map(|rest| format!("☑ {rest}")))
            .unwrap_or_else(|| format!("• {rest}"));
        return Some(rest);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..)?;
    ((1..=3).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") ")))
        .then(|| text.to_owned())
}

/// The cells of a table's row; nothing for the row of dashes.
fn cells(text: &str) -> Option<String> {
    if text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ')) {
        return None;
    }
    Some(
        text.trim_matches('|')
            .split('|')
            .map(str::trim)
            .collect::<Vec<_>>()
            .join("  ·  "),
    )
}

/// Bold stays; every other mark goes, and a link leaves its text.
fn inline(text: &str) -> Vec<Span> {
    let text = crate::text::plain(text);
    let mut reader = Inline {
        spans: Vec::new(),
        bold: false,
    };
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        rest = reader.step(first, rest);
    }
    reader.spans
}

struct Inline {
    spans: Vec<Span>,
    bold: bool,
}

impl Inline {
    fn step<'a>(&mut self, first: char, rest: &'a str) -> &'a str {
        if first == '\\'
            && let Some(escaped) = rest[1..].chars().next().filter(char::is_ascii_punctuation)
        {
            self.push(escaped);
            return &rest[1 + escaped.len_utf8()..];
        }
        for mark in ["**", "__"] {
            if let Some(after) = rest.strip_prefix(mark) {
                // A mark without its partner is text.
                if self.bold || after.contains(mark) {
                    self.bold = !self.bold;
                    return after;
                }
            }
        }
        if let Some(after) = rest.strip_prefix("@[youtube](")
            && let Some((id, _)) = start(after, 400).split_once(')')
        {
            "▶ Video".chars().for_each(|c| self.push(c));
            return after.get(id.len() + 1..).unwrap_or_default();
        }
        if let Some((_, after)) = rest.strip_prefix('!').and_then(link) {
            return after;
        }
        if let Some((label, after)) = link(rest) {
            // The label of a link may be an image, which leaves nothing.
            inline_label(label).for_each(|c| self.push(c));
            return after;
        }
        if first == '<'
            && let Some(after) = tag(rest)
        {
            return after;
        }
        if let Some(entity) = rest.strip_prefix("&nbsp;") {
            self.push(' ');
            return entity;
        }
        let is_mark = matches!(first, '`' | '~') || (first == '*' && is_emphasis(rest));
        if !is_mark {
            self.push(first);
        }
        &rest[first.len_utf8()..]
    }

    fn push(&mut self, c: char) {
        match self.spans.last_mut() {
            Some(span) if span.bold == self.bold => span.text.push(c),
            _ => self.spans.push(Span {
                text: c.to_string(),
                bold: self.bold,
            }),
        }
    }
}

fn inline_label(label: &str) -> impl Iterator<Item = char> + '_ {
    label
        .chars()
        .filter(|c| !matches!(c, '*' | '`' | '!' | '['))
}

/// An asterisk beside a letter is emphasis, one between spaces is not.
fn is_emphasis(rest: &str) -> bool {
    rest[1..]
        .chars()
        .next()
        .is_none_or(|next| !next.is_whitespace())
}

/// `[label](address)` gives its label and what follows.
fn link(rest: &str) -> Option<(&str, &str)> {
    let inner = rest.strip_prefix('[')?;
    let label = start(inner, 400).split_once(']')?.0;
    let address = inner.get(label.len()..)?.strip_prefix("](")?;
    let mut open = 1;
    // An address may hold pairs of parentheses, a few within each other.
    let (end, _) = start(address, 2_000)
        .match_indices(['(', ')'])
        .find(|(_, mark)| {
            open += if *mark == "(" { 1 } else { -1 };
            open == 0 || open > 8
        })?;
    let after = address.get(end + 1..)?;
    (open == 0).then_some((label, after))
}

/// The first bytes of a text, without cutting a character.
fn start(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}

/// An HTML tag or comment; an address in angle brackets stays.
fn tag(rest: &str) -> Option<&str> {
    let inner = &rest[1..];
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'))
        || inner.starts_with("http")
    {
        return None;
    }
    let end = start(inner, 2_000).find('>')?;
    inner.get(end + 1..)
}
