//! The way to a value inside a document, as it is written in problems and findings: `nodes[3].parameters["my key"]`.
//!
//! Keys that are words stand after a dot, all others in brackets as JSON strings, places in a list in brackets as numbers from 0. The
//! empty path is the document itself.

use std::borrow::Cow;
use std::fmt::Write;

/// Longer keys are cut, so that a hostile file cannot fill the memory with paths; [`crate::place::places`] then finds what holds them.
const LONGEST_KEY: usize = 200;

/// One step on the way.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step<'a> {
    /// Into an object.
    Key(Cow<'a, str>),
    /// Into a list, from 0.
    Index(usize),
}

/// A path and one key more.
pub fn with_key(path: &str, key: &str) -> String {
    let mut out = path.to_owned();
    push_key(&mut out, key);
    out
}

/// A path and one place in a list more, from 0.
pub fn with_index(path: &str, index: usize) -> String {
    format!("{path}[{index}]")
}

/// The steps, written down.
pub fn written(steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        match step {
            Step::Key(key) => push_key(&mut out, key),
            Step::Index(index) => {
                let _ = write!(out, "[{index}]");
            }
        }
    }
    out
}

fn push_key(out: &mut String, key: &str) {
    let word = |(at, c): (usize, char)| {
        matches!(c, '_' | '$') || c.is_ascii_alphabetic() || (at > 0 && c.is_ascii_digit())
    };
    let is_short = (1..=LONGEST_KEY).contains(&key.len());
    if is_short && key.chars().enumerate().all(word) {
        if !out.is_empty() {
            out.push('.');
        }
        out.push_str(key);
    } else {
        let short = crate::text::shortened(key, LONGEST_KEY);
        let _ = write!(out, "[{}]", serde_json::Value::from(short));
    }
}

/// The steps of a written path, as far as they can be read.
pub fn steps(path: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    let mut rest = path;
    while let Some((step, after)) = step(rest) {
        steps.push(step);
        rest = after;
    }
    steps
}

fn step(rest: &str) -> Option<(Step<'_>, &str)> {
    if let Some(inner) = rest.strip_prefix('[') {
        if inner.starts_with('"') {
            let mut texts = serde_json::Deserializer::from_str(inner).into_iter::<String>();
            let key = texts.next()?.ok()?;
            let after = inner.get(texts.byte_offset()..)?.strip_prefix(']')?;
            return Some((Step::Key(Cow::Owned(key)), after));
        }
        let (index, after) = inner.split_once(']')?;
        return Some((Step::Index(index.parse().ok()?), after));
    }
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    let (key, after) = rest.split_at_checked(end)?;
    (!key.is_empty()).then_some((Step::Key(Cow::Borrowed(key)), after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_path_is_read_back_step_by_step() {
        let all = [
            Step::Key("connections".into()),
            Step::Key("My \"x\"] node.1".into()),
            Step::Key("0".into()),
            Step::Index(12),
            Step::Key("Ünïcode".into()),
            Step::Key("".into()),
            Step::Key("a_1".into()),
        ];
        let path = written(&all);
        assert_eq!(
            path,
            r#"connections["My \"x\"] node.1"]["0"][12]["Ünïcode"][""].a_1"#
        );
        assert_eq!(steps(&path), all);
        assert_eq!(with_index(&with_key("", "nodes"), 3), "nodes[3]");
    }

    #[test]
    fn broken_paths_are_read_as_far_as_they_go() {
        assert_eq!(steps("a[\"b").len(), 1);
        assert_eq!(steps("a[x]").len(), 1);
        assert_eq!(steps(""), []);
        assert!(with_key("", &"k".repeat(1_000_000)).len() < 1_000);
    }
}
