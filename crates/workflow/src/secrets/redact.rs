//! Takes secrets out of a document and leaves everything else as it is.

use std::collections::{BTreeSet, HashMap};

use aho_corasick::{AhoCorasick, MatchKind};
use serde_json::{Map, Value};

use super::{Finding, walk};
use crate::document::Workflow;

/// What stands where a secret stood. No rule takes it for one.
pub const STAND_IN: &str = "REDACTED";

/// Secrets at least this long are replaced wherever they stand, also where no rule would have looked.
const UNMISTAKABLE: usize = 16;

/// So many different ones at most; what a rule finds is replaced all the same.
const MOST_EVERYWHERE: usize = 2_000;

/// How often a document is looked through at most; two rounds are the rule.
const ROUNDS: usize = 6;

/// A document without its secrets.
#[derive(Debug, Clone, PartialEq)]
pub struct Redacted {
    /// The document; only the values themselves were replaced.
    pub json: Value,
    /// What was replaced, as [`super::scan`] lists it.
    pub replaced: Vec<Finding>,
}

/// A workflow with [`STAND_IN`] for every secret and everything private. Doing it twice changes nothing more.
pub fn redact(workflow: &Workflow) -> Redacted {
    redact_value(&workflow.source)
}

/// The same for any JSON.
pub fn redact_value(document: &Value) -> Redacted {
    let mut json = document.clone();
    let mut replaced = Vec::new();
    // What stood beside a secret may look different without it, so the rest is looked through again; what then still looks like a secret
    // goes as a whole.
    for round in 0..ROUNDS {
        let redaction = Redaction::of(&json, round >= ROUNDS / 2);
        if redaction.findings.is_empty() {
            break;
        }
        redaction.apply(&mut json);
        replaced.extend(redaction.findings);
    }
    Redacted { json, replaced }
}

struct Redaction {
    findings: Vec<Finding>,
    texts: HashMap<String, String>,
    everywhere: Option<AhoCorasick>,
}

impl Redaction {
    /// What is to be replaced: secrets, or the `whole` texts they stand in.
    fn of(document: &Value, whole: bool) -> Self {
        let mut redaction = Self {
            findings: Vec::new(),
            texts: HashMap::new(),
            everywhere: None,
        };
        let mut secrets = BTreeSet::new();
        walk::walk(document, &mut |found| {
            let stand_in = if whole {
                STAND_IN.to_owned()
            } else {
                found.redacted
            };
            redaction.texts.insert(found.text, stand_in);
            let room = MOST_EVERYWHERE.saturating_sub(secrets.len());
            let unmistakable =
                |secret: &String| secret.len() >= UNMISTAKABLE && !secret.contains('@');
            secrets.extend(found.secrets.into_iter().filter(unmistakable).take(room));
            redaction.findings.extend(found.findings);
        });
        if !secrets.is_empty() {
            redaction.everywhere = AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(&secrets)
                .ok();
        }
        redaction
    }

    fn apply(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(redacted) = self.replaced(text) {
                    *text = redacted;
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|value| self.apply(value)),
            Value::Object(fields) => {
                if fields.keys().any(|key| self.replaced(key).is_some()) {
                    *fields = std::mem::take(fields)
                        .into_iter()
                        .map(|(key, value)| (self.replaced(&key).unwrap_or(key), value))
                        .collect::<Map<_, _>>();
                }
                fields.values_mut().for_each(|value| self.apply(value));
            }
            _ => {}
        }
    }

    fn replaced(&self, text: &str) -> Option<String> {
        let known = self.texts.get(text);
        let now = known.map_or(text, String::as_str);
        let everywhere = self
            .everywhere
            .as_ref()
            .filter(|secrets| secrets.is_match(now));
        match (known, everywhere) {
            (_, Some(secrets)) => {
                let mut out = String::with_capacity(now.len());
                secrets.replace_all_with(now, &mut out, |_, _, out| {
                    out.push_str(STAND_IN);
                    true
                });
                Some(out)
            }
            (Some(known), None) => Some(known.clone()),
            (None, None) => None,
        }
    }
}
