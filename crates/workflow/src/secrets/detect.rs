//! Looks through one text for everything the rules know.

mod shape;

use std::collections::BTreeMap;

use super::context::{self, Hit, Place};
use super::rule::{Clue, Machine, machine};
use super::span::{blobs, literals};
use super::{assignment, privacy};

/// Every secret in a text that is called `name`, none overlapping another, in the order of the text.
pub(super) fn hits(name: &str, text: &str, place: Place) -> Vec<Hit> {
    let Some(machine) = machine() else {
        return Vec::new();
    };
    let mut found = Found {
        text,
        machine,
        place,
        hits: Vec::new(),
        read_to: 0,
        words: Vec::new(),
    };
    found.clues();
    found.whole(name);
    found.hits.extend(privacy::client(name, text));
    found.apart()
}

/// Only the values that are known by their own form.
pub(super) fn shaped(text: &str) -> Vec<Hit> {
    let Some(machine) = machine() else {
        return Vec::new();
    };
    let mut found = Found {
        text,
        machine,
        place: Place::default(),
        hits: Vec::new(),
        read_to: usize::MAX,
        words: Vec::new(),
    };
    found.clues();
    found.hits.retain(|hit| hit.shaped);
    found.apart()
}

struct Found<'a> {
    text: &'a str,
    machine: &'static Machine,
    place: Place,
    hits: Vec<Hit>,
    /// Names before this were read.
    read_to: usize,
    /// Whether the text holds the words some shapes need beside them, as far as it was asked.
    words: Vec<(&'static str, bool)>,
}

impl Found<'_> {
    /// The automaton tells where something could be; the expressions and readers say whether it is.
    fn clues(&mut self) {
        let machine = self.machine;
        for literal in machine.clues.find_overlapping_iter(self.text.as_bytes()) {
            let at = literal.start();
            match machine.clue(literal.pattern().as_usize()) {
                Some(Clue::Shape(number)) => {
                    if let Some(shape) = machine.shapes.get(number) {
                        self.shape(shape, at, literal.len());
                    }
                }
                Some(Clue::Name) => self.name(at),
                Some(Clue::Bearer) => self.after_word(literal.end(), context::bearer),
                Some(Clue::Basic) => self.after_word(literal.end(), context::basic),
                Some(Clue::Address) => self.address(at),
                Some(Clue::At) => self.hits.extend(privacy::email(self.text, at)),
                Some(Clue::Cloud) => self.hits.extend(privacy::instance(self.text, at)),
                None => {}
            }
        }
    }

    fn name(&mut self, at: usize) {
        if at < self.read_to {
            return;
        }
        let name = assignment::name_around(self.text, at);
        self.read_to = name.1;
        let Some(found) = assignment::read(self.text, name) else {
            return;
        };
        let Some(value) = self.text.get(found.start..found.end) else {
            return;
        };
        if value.len() >= 512 {
            // A long run is read once, however many names it holds.
            self.read_to = found.end;
        }
        let place = Place {
            query: found.query,
            header: false,
            parameter: false,
            credential: false,
        };
        self.hits
            .extend(context::judge(found.name, value, found.start, place));
    }

    /// The word after `bearer` or `basic`.
    fn after_word(&mut self, at: usize, judge: fn(&str, usize) -> Option<Hit>) {
        let bytes = self.text.as_bytes();
        let gap = bytes
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take(4)
            .take_while(|b| b" \t+".contains(b))
            .count();
        let start = at + gap;
        let length = bytes
            .get(start..)
            .unwrap_or_default()
            .iter()
            .take(super::value::LONGEST)
            .take_while(|b| b.is_ascii_alphanumeric() || b"._~+/=-:|".contains(b))
            .count();
        if gap > 0
            && let Some(token) = self.text.get(start..start + length)
        {
            self.hits
                .extend(judge(token.trim_end_matches(['.', ':', '/']), start));
        }
    }

    /// `scheme://user:password@host`, with `://` at `at`.
    fn address(&mut self, at: usize) {
        let bytes = self.text.as_bytes();
        let letters = bytes
            .get(..at)
            .unwrap_or_default()
            .iter()
            .rev()
            .take(24)
            .take_while(|b| b.is_ascii_alphanumeric() || b"+.-".contains(b))
            .count();
        let start = at + 3;
        let length = bytes
            .get(start..)
            .unwrap_or_default()
            .iter()
            .take(512)
            .take_while(|b| !b.is_ascii_whitespace() && !b"/?#\"'<>`\\,)]}{".contains(b))
            .count();
        let scheme = self
            .text
            .get(at - letters..at)
            .unwrap_or_default()
            .to_ascii_lowercase();
        if let Some(authority) = self.text.get(start..start + length) {
            self.hits
                .extend(context::address(&scheme, authority, start));
        }
    }

    /// Without what is chance inside an image, and without what overlaps.
    fn apart(mut self) -> Vec<Hit> {
        if !self.hits.is_empty() && self.text.len() >= 64 {
            let blobs = blobs(self.text);
            self.hits.retain(|hit| {
                let after = blobs.partition_point(|blob| blob.0 < hit.start);
                after
                    .checked_sub(1)
                    .and_then(|at| blobs.get(at))
                    .is_none_or(|blob| hit.end > blob.1)
            });
        }
        apart(self.hits)
    }

    /// The text as a whole, as the value of its name: what of it is no expression.
    fn whole(&mut self, name: &str) {
        if name.is_empty() || self.text.len() > super::value::LONGEST * 2 {
            return;
        }
        for (start, end) in literals(self.text) {
            if let Some(value) = self.text.get(start..end) {
                self.hits
                    .extend(context::judge(name, value, start, self.place));
            }
        }
    }
}

/// The surest of those that overlap: a block before a warning, then the longer. In the order of the text.
fn apart(mut hits: Vec<Hit>) -> Vec<Hit> {
    if hits.len() < 2 {
        return hits;
    }
    hits.sort_by_key(|hit| {
        (
            std::cmp::Reverse((hit.rule.level, hit.end - hit.start, hit.shaped)),
            hit.start,
        )
    });
    let mut kept: BTreeMap<usize, Hit> = BTreeMap::new();
    for hit in hits {
        let before = kept.range(..hit.end).next_back();
        if before.is_none_or(|(_, other)| other.end <= hit.start) {
            kept.insert(hit.start, hit);
        }
    }
    kept.into_values().collect()
}
