//! Walks a document leaf by leaf and keeps in mind where it is.

mod mask;

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::{Map, Value};

use self::mask::{masked, put_back, without_secrets};
use super::context::{Hit, Place};
use super::{Finding, detect, encoded, sibling};
use crate::path::{self, Step};
use crate::text::{plain, shortened};

/// How often a string may be JSON that holds a string that is JSON.
const NESTED: usize = 4;

/// A text in which something was found.
pub(super) struct Found {
    pub findings: Vec<Finding>,
    /// The text as it stands in the document.
    pub text: String,
    /// The text with stand-ins.
    pub redacted: String,
    /// What was found, for finding it again in other texts.
    pub secrets: Vec<String>,
}

pub(super) fn findings(document: &Value) -> Vec<Finding> {
    let mut all = Vec::new();
    walk(document, &mut |found| all.extend(found.findings));
    all
}

/// Goes through every text and every key, and shows those in which something was found.
pub(super) fn walk(document: &Value, visit: &mut dyn FnMut(Found)) {
    let mut walker = Walker {
        steps: Vec::new(),
        place: Place::default(),
        node: None,
        nested: 0,
        visit,
    };
    walker.value(document, "");
}

struct Walker<'a, 'v> {
    steps: Vec<Step<'a>>,
    place: Place,
    node: Option<&'a str>,
    nested: usize,
    visit: &'v mut dyn FnMut(Found),
}

impl<'a> Walker<'a, '_> {
    /// `name` is what the value is called: its key, or a sibling that names it.
    fn value(&mut self, value: &'a Value, name: &'a str) {
        match value {
            Value::Object(fields) => self.object(fields),
            Value::Array(list) => {
                for (index, value) in list.iter().enumerate() {
                    self.steps.push(Step::Index(index));
                    self.value(value, name);
                    self.steps.pop();
                }
            }
            Value::String(text) => self.text(text, name),
            _ => {}
        }
    }

    fn object(&mut self, fields: &'a Map<String, Value>) {
        let outer_node = self.node;
        if self.is_node() {
            self.node = fields.get("name").and_then(Value::as_str);
        }
        let named = sibling::name_of(fields);
        for (key, value) in fields {
            self.key(key);
            let (place, node) = (self.place, self.node);
            self.enter(key);
            let name = if sibling::VALUES.contains(&key.as_str()) {
                named.unwrap_or(key)
            } else {
                key
            };
            self.steps.push(Step::Key(Cow::Borrowed(key)));
            self.value(value, name);
            self.steps.pop();
            (self.place, self.node) = (place, node);
        }
        self.node = outer_node;
    }

    /// Whether the steps end in `nodes[3]`.
    fn is_node(&self) -> bool {
        self.nested == 0
            && matches!(self.steps.as_slice(), [.., Step::Key(key), Step::Index(_)] if key == "nodes")
    }

    fn enter(&mut self, key: &'a str) {
        self.place.header |= holds(key, "header");
        self.place.query |= holds(key, "query") || key == "qs";
        let last = |back: usize| match self
            .steps
            .len()
            .checked_sub(back)
            .and_then(|at| self.steps.get(at))
        {
            Some(Step::Key(key)) => key.as_ref(),
            _ => "",
        };
        self.place.parameter = last(1) == "parameters";
        self.place.credential = last(2) == "credentials" && self.node.is_some();
        if self.nested == 0 && matches!(last(1), "pinData" | "connections") {
            self.node = Some(key);
        }
    }

    fn key(&mut self, key: &str) {
        let hits = if key.len() < 16 {
            Vec::new()
        } else {
            detect::shaped(key)
        };
        if !hits.is_empty() {
            self.steps.push(Step::Key(Cow::Owned(key.to_owned())));
            let found = self.found(key, &hits, "");
            self.steps.pop();
            (self.visit)(found);
        }
    }

    fn text(&mut self, text: &str, name: &str) {
        if text.len() < 6 && !self.place.credential {
            return;
        }
        let inner = if self.nested < NESTED {
            encoded::json(text)
        } else {
            None
        };
        let found = match inner {
            Some(inner) => self.document_in(text, &inner),
            None => {
                let hits = detect::hits(name, text, self.place);
                (!hits.is_empty()).then(|| self.found(text, &hits, ""))
            }
        };
        if let Some(found) = found {
            (self.visit)(found);
        }
    }

    /// A string that is a document: what is found in it is put back where it is written in the string.
    fn document_in(&self, text: &str, inner: &Value) -> Option<Found> {
        let mut whole = Found {
            findings: Vec::new(),
            text: text.to_owned(),
            redacted: text.to_owned(),
            secrets: Vec::new(),
        };
        let mut seen = HashSet::new();
        let mut visit = |found: Found| {
            if seen.insert(found.text.clone()) {
                whole.redacted = put_back(&whole.redacted, &found.text, &found.redacted);
            }
            whole.secrets.extend(found.secrets);
            whole.findings.extend(found.findings);
        };
        let mut walker = Walker {
            steps: Vec::new(),
            place: self.place,
            node: self.node,
            nested: self.nested + 1,
            visit: &mut visit,
        };
        walker.place.parameter = false;
        walker.value(inner, "");
        let outer = path::written(&self.steps);
        for finding in &mut whole.findings {
            finding.path = format!("{outer}|{}", finding.path);
        }
        // What a key that occurs twice hides.
        let hidden: Vec<Hit> = detect::shaped(&whole.redacted);
        if !hidden.is_empty() {
            let more = self.found(&whole.redacted, &hidden, "|");
            whole.redacted = more.redacted;
            whole.secrets.extend(more.secrets);
            whole.findings.extend(more.findings);
        }
        (!whole.findings.is_empty()).then_some(whole)
    }

    fn found(&self, text: &str, hits: &[Hit], after: &str) -> Found {
        let mut found = Found {
            findings: Vec::new(),
            text: text.to_owned(),
            redacted: String::new(),
            secrets: Vec::new(),
        };
        let mut at = 0;
        for hit in hits {
            let secret = text.get(hit.start..hit.end).unwrap_or_default();
            found.findings.push(self.finding(hit, secret, after));
            found.secrets.push(secret.to_owned());
            found
                .redacted
                .push_str(text.get(at..hit.start).unwrap_or_default());
            found.redacted.push_str(hit.stand_in);
            at = hit.end;
        }
        found.redacted.push_str(text.get(at..).unwrap_or_default());
        found
    }

    fn finding(&self, hit: &Hit, secret: &str, after: &str) -> Finding {
        let length = secret.chars().count();
        let steps: Vec<Step> = self.steps.iter().map(without_secrets).collect();
        Finding {
            level: hit.rule.level,
            rule: hit.rule.id,
            what: hit.rule.what,
            node: self.node.map(|name| shortened(&plain(&masked(name)), 120)),
            path: path::written(&steps) + after,
            starts: plain(&secret.chars().take((length / 3).min(4)).collect::<String>()),
            length,
        }
    }
}

/// Whether a key holds a word, in any case.
fn holds(key: &str, word: &str) -> bool {
    key.len() >= word.len()
        && key
            .as_bytes()
            .windows(word.len())
            .any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}
