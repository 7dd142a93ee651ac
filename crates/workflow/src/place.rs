//! Where in a file's text a value stands.

mod cursor;

use std::collections::HashMap;

use serde::Serialize;

use self::cursor::{Cursor, Event};
use crate::path::{self, Step};

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

/// The places of values, given by their paths below `root` (see [`crate::Parsed::root`]); of what is missing, the place of what should
/// hold it. A byte order mark does not count. Takes one walk over the text, however many paths there are.
pub fn places(text: &str, root: &str, paths: &[&str]) -> Vec<Place> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut wanted = Wanted::default();
    let root: Vec<Step> = path::steps(root);
    let goals: Vec<usize> = paths
        .iter()
        .map(|path| wanted.add(root.iter().cloned().chain(path::steps(path))))
        .collect();
    let mut states: Vec<Option<usize>> = Vec::new();
    let mut cursor = Cursor::of(text);
    while let Some((event, offset)) = cursor.next() {
        if event != Event::Value {
            continue;
        }
        let depth = cursor.depth();
        states.truncate(depth);
        let state = match cursor.step() {
            None => Some(0),
            Some(step) => states
                .last()
                .copied()
                .flatten()
                .and_then(|parent| wanted.below(parent, step)),
        };
        if let Some(found) = state.and_then(|state| wanted.found.get_mut(state)) {
            *found = Some(offset);
        }
        states.push(state);
    }
    let offsets: Vec<usize> = goals.into_iter().map(|goal| wanted.offset(goal)).collect();
    lines(text, &offsets)
}

/// The path of the value that holds a byte of the text.
pub(crate) fn path_at(text: &str, offset: usize) -> String {
    let mut cursor = Cursor::of(text);
    let mut path = String::new();
    while let Some((_, at)) = cursor.next() {
        if at > offset {
            break;
        }
        path = path::written(&cursor.steps());
    }
    path
}

/// The place of one byte.
pub(crate) fn place_of(text: &str, offset: usize) -> Place {
    lines(text, &[offset])
        .pop()
        .unwrap_or(Place { line: 1, column: 1 })
}

/// The byte a line and a column count bytes to, as serde_json gives them, counted in characters.
pub(crate) fn in_characters(text: &str, line: usize, column: usize) -> Place {
    let bytes = text.split('\n').nth(line.saturating_sub(1)).unwrap_or("");
    let before = bytes
        .char_indices()
        .take_while(|(at, _)| *at < column.saturating_sub(1))
        .count();
    Place {
        line: line.max(1),
        column: before + 1,
    }
}

fn lines(text: &str, offsets: &[usize]) -> Vec<Place> {
    let mut order: Vec<usize> = (0..offsets.len()).collect();
    let at = |index: usize| offsets.get(index).copied().unwrap_or_default();
    order.sort_by_key(|&index| at(index));
    let mut places = vec![Place { line: 1, column: 1 }; offsets.len()];
    let mut now = Place { line: 1, column: 1 };
    let mut letters = text.char_indices().peekable();
    for index in order {
        while let Some((_, c)) = letters.next_if(|(start, _)| *start < at(index)) {
            now = match c {
                '\n' => Place {
                    line: now.line + 1,
                    column: 1,
                },
                _ => Place {
                    column: now.column + 1,
                    ..now
                },
            };
        }
        if let Some(place) = places.get_mut(index) {
            *place = now;
        }
    }
    places
}

/// The paths looked for, as a tree whose root is number 0.
struct Wanted<'a> {
    below: HashMap<(usize, Step<'a>), usize>,
    parents: Vec<usize>,
    found: Vec<Option<usize>>,
}

impl Default for Wanted<'_> {
    fn default() -> Self {
        Self {
            below: HashMap::new(),
            parents: vec![0],
            found: vec![None],
        }
    }
}

impl<'a> Wanted<'a> {
    fn add(&mut self, steps: impl Iterator<Item = Step<'a>>) -> usize {
        let mut state = 0;
        for step in steps {
            let fresh = self.parents.len();
            let next = *self.below.entry((state, step)).or_insert(fresh);
            if next == fresh {
                self.parents.push(state);
                self.found.push(None);
            }
            state = next;
        }
        state
    }

    fn below(&self, parent: usize, step: Step<'_>) -> Option<usize> {
        self.below.get(&(parent, step)).copied()
    }

    /// Where it was found, or else what should hold it.
    fn offset(&self, mut state: usize) -> usize {
        loop {
            if let Some(offset) = self.found.get(state).copied().flatten() {
                return offset;
            }
            match self.parents.get(state) {
                Some(&parent) if state != 0 => state = parent,
                _ => return 0,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{\n  \"é\": [1, {\"b\\n\": \"[\\\"{\", \"c\": null}],\n  \"a\": true, \"a\": {\"x\": [] }\n}";

    fn at(line: usize, column: usize) -> Place {
        Place { line, column }
    }

    #[test]
    fn values_are_found_and_missing_ones_by_what_should_hold_them() {
        let paths = [
            "",
            r#"["é"][1]["b\n"]"#,
            r#"["é"][1].c"#,
            "a.x",
            r#"["é"][7]"#,
            "zzz.y",
        ];
        let expected = [
            at(1, 1),
            at(2, 20),
            at(2, 33),
            at(3, 25),
            at(2, 8),
            at(1, 1),
        ];
        assert_eq!(places(TEXT, "", &paths), expected);
        assert_eq!(places(TEXT, r#"["é"]"#, &["[0]"]), [at(2, 9)]);
        assert_eq!(places(&format!("\u{feff}{TEXT}"), "a", &["x"]), [at(3, 25)]);
    }

    #[test]
    fn a_byte_is_told_by_the_path_of_its_value() {
        let path = |what: &str| path_at(TEXT, TEXT.find(what).unwrap());
        assert_eq!(path("null"), r#"["é"][1].c"#);
        assert_eq!(path("true"), "a");
        assert_eq!(path("\"x\""), "a.x");
        assert_eq!(path_at("[1, 2", 4), "[1]");
    }
}
