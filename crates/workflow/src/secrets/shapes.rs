//! Values that are known by their own form. The forms are facts about what services issue; where a service publishes none, gitleaks' default
//! rules and our own counts are the source.

mod ai;
mod cloud;
mod develop;
mod general;
mod message;
mod money;
mod office;

use super::Level;
use super::rule::Rule;

/// A form: a literal that must stand in it, and an expression.
#[derive(Debug)]
pub(super) struct Shape {
    pub rule: Rule,
    /// In lower case; one of them stands in every match, in any case.
    pub keys: &'static [&'static str],
    /// How many bytes before the literal the match may begin; with 0 the literal is its beginning.
    pub back: usize,
    /// Whether it begins exactly there.
    pub exact: bool,
    /// ASCII only. The secret is group 1, or all of it.
    pub pattern: &'static str,
    /// The least entropy of the secret, in bits for each byte.
    pub entropy: f64,
    /// Another literal the text must hold.
    pub beside: Option<&'static str>,
    /// Whether more letters and digits may follow.
    pub open: bool,
    /// Whether people choose it, so that words tell a placeholder.
    pub chosen: bool,
}

impl Shape {
    const fn new(
        id: &'static str,
        what: &'static str,
        keys: &'static [&'static str],
        pattern: &'static str,
        entropy: f64,
    ) -> Self {
        Self {
            rule: Rule::new(id, what, Level::Block),
            keys,
            back: 0,
            exact: false,
            pattern,
            entropy,
            beside: None,
            open: false,
            chosen: false,
        }
    }

    /// The match may begin up to this many bytes before the literal.
    const fn back(mut self, bytes: usize) -> Self {
        self.back = bytes;
        self
    }

    /// The match begins this many bytes before the literal.
    const fn from(mut self, bytes: usize) -> Self {
        self.back = bytes;
        self.exact = true;
        self
    }

    /// It counts only in a text that holds this as well.
    const fn beside(mut self, word: &'static str) -> Self {
        self.beside = Some(word);
        self
    }

    /// It need not end where the expression ends.
    const fn open(mut self) -> Self {
        self.open = true;
        self
    }

    /// People choose it.
    const fn chosen(mut self) -> Self {
        self.chosen = true;
        self
    }

    /// It is to be confirmed, not refused.
    const fn warn(mut self) -> Self {
        self.rule = Rule::new(self.rule.id, self.rule.what, Level::Warn);
        self
    }
}

/// All forms, table by table.
pub(super) fn all() -> impl Iterator<Item = &'static Shape> {
    [
        ai::SHAPES,
        cloud::SHAPES,
        develop::SHAPES,
        general::SHAPES,
        message::SHAPES,
        money::SHAPES,
        office::SHAPES,
    ]
    .into_iter()
    .flatten()
}
