//! What a rule is, the list of all, and the automaton that tells which could match.

use std::sync::{LazyLock, OnceLock};

use aho_corasick::AhoCorasick;
use regex::bytes::{Regex, RegexBuilder};
use serde::Serialize;

use super::Level;
use super::named::{NAMED, Named};
use super::shapes::{self, Shape};

/// A rule, for people and for filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// A stable name. Where gitleaks has a rule for the same thing, its name.
    pub id: &'static str,
    /// What it finds: “GitHub personal access token”.
    pub what: &'static str,
    /// What a finding of it asks for.
    pub level: Level,
}

impl Rule {
    pub(super) const fn new(id: &'static str, what: &'static str, level: Level) -> Self {
        Self { id, what, level }
    }
}

/// Every rule there is: shapes, then named ones, contexts and privacy.
pub fn rules() -> impl Iterator<Item = Rule> {
    let shapes = shapes::all().map(|shape| shape.rule);
    let named = NAMED.iter().map(|named| named.rule);
    shapes
        .chain(named)
        .chain(super::context::RULES)
        .chain(super::privacy::RULES)
}

/// What a literal in a text may be the beginning of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Clue {
    /// The shape of this number.
    Shape(usize),
    /// A word in the name of something secret, or the name of a service.
    Name,
    /// The word before a bearer token.
    Bearer,
    /// The word before an encoded user and password.
    Basic,
    /// An address with a user and a password.
    Address,
    /// The sign in an e-mail address.
    At,
    /// The host of somebody's n8n.
    Cloud,
}

/// The parts of names that are looked for in texts.
#[rustfmt::skip]
const NAME_WORDS: &[&str] = &[
    "key", "token", "secret", "passw", "passphrase", "pwd", "auth", "credential", "cookie", "bearer", "appid",
    "access", "license", "sid", "api", "creds",
];

/// Everything that is compiled once.
pub(super) struct Machine {
    pub clues: AhoCorasick,
    kinds: Vec<Clue>,
    pub shapes: Vec<Compiled<&'static Shape>>,
    pub named: Vec<Compiled<&'static Named>>,
}

/// A rule and its expression, which is compiled when it is first needed.
pub(super) struct Compiled<T> {
    pub rule: T,
    pattern: &'static str,
    whole: bool,
    regex: OnceLock<Option<Regex>>,
}

impl<T> Compiled<T> {
    fn new(rule: T, pattern: &'static str, whole: bool) -> Self {
        Self {
            rule,
            pattern,
            whole,
            regex: OnceLock::new(),
        }
    }

    /// The expression, anchored where it starts. All are tried by a test, so there always is one.
    pub fn regex(&self) -> Option<&Regex> {
        let compiled = self.regex.get_or_init(|| {
            let end = if self.whole { "$" } else { "" };
            RegexBuilder::new(&format!("^(?:{}){end}", self.pattern))
                .unicode(false)
                .build()
                .ok()
        });
        compiled.as_ref()
    }
}

impl Machine {
    /// What the literal of this number may begin.
    pub fn clue(&self, pattern: usize) -> Option<Clue> {
        self.kinds.get(pattern).copied()
    }
}

static MACHINE: LazyLock<Option<Machine>> = LazyLock::new(|| {
    let shapes: Vec<_> = shapes::all()
        .map(|shape| Compiled::new(shape, shape.pattern, false))
        .collect();
    let named: Vec<_> = NAMED
        .iter()
        .map(|named| Compiled::new(named, named.pattern, true))
        .collect();
    let mut literals: Vec<(&str, Clue)> = Vec::new();
    for (number, shape) in shapes.iter().enumerate() {
        literals.extend(
            shape
                .rule
                .keys
                .iter()
                .map(|key| (*key, Clue::Shape(number))),
        );
    }
    let services = NAMED.iter().flat_map(|named| named.words.iter());
    literals.extend(services.chain(NAME_WORDS).map(|word| (*word, Clue::Name)));
    literals.extend([
        ("bearer", Clue::Bearer),
        ("basic", Clue::Basic),
        ("://", Clue::Address),
        ("@", Clue::At),
        (".app.n8n.cloud", Clue::Cloud),
    ]);
    let kinds = literals.iter().map(|(_, clue)| *clue).collect();
    let clues = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(literals.iter().map(|(word, _)| word));
    Some(Machine {
        clues: clues.ok()?,
        kinds,
        shapes,
        named,
    })
});

/// The compiled rules. Always there: a test builds them.
pub(super) fn machine() -> Option<&'static Machine> {
    MACHINE.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_expression_compiles_and_begins_where_it_is_tried() {
        let machine = machine().unwrap();
        for shape in &machine.shapes {
            assert!(shape.regex().is_some(), "{}", shape.rule.rule.id);
            assert!(
                !shape.rule.keys.is_empty()
                    && shape.rule.keys.iter().all(|key| *key == key.to_lowercase())
            );
        }
        assert!(machine.named.iter().all(|named| named.regex().is_some()));
    }

    #[test]
    fn rules_have_names_of_their_own() {
        let mut ids: Vec<_> = rules().map(|rule| rule.id).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}
