//! Counts connections, literally as they stand in the file.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::{Counts, name, sorted};
use crate::document::EdgeKind;

/// The valid entries: whether they are main, and the names of both ends.
pub(super) type Edges<'a> = Vec<(bool, &'a str, &'a str)>;

pub(super) fn count<'a>(
    connections: Option<&'a Value>,
    nodes: &[&'a Map<String, Value>],
    counts: &mut Counts,
) -> Edges<'a> {
    let mut counter = Counter {
        names: nodes.iter().filter_map(name).collect(),
        counts,
        outputs: HashMap::new(),
        unknown: Vec::new(),
        edges: Vec::new(),
    };
    for (source, kinds) in connections.and_then(Value::as_object).into_iter().flatten() {
        counter.source(source, kinds);
    }
    let Counter {
        outputs,
        unknown,
        edges,
        ..
    } = counter;
    counts.unknown_conn_types = sorted(unknown.into_iter());
    counts.edges_total = counts.edges.values().sum();
    counts.edges_valid = edges.len();
    counts.max_main_outputs = outputs.into_values().max().unwrap_or_default();
    edges
}

struct Counter<'a, 'c> {
    names: HashSet<&'a str>,
    counts: &'c mut Counts,
    outputs: HashMap<&'a str, usize>,
    unknown: Vec<String>,
    edges: Edges<'a>,
}

impl<'a> Counter<'a, '_> {
    fn source(&mut self, source: &'a str, kinds: &'a Value) {
        if !self.names.contains(source) {
            self.counts.dangling_sources.push(source.to_owned());
        }
        let Value::Object(kinds) = kinds else {
            self.counts.malformed += 1;
            return;
        };
        for (key, buckets) in kinds {
            if EdgeKind::from_key(key) == EdgeKind::Unknown {
                self.unknown.push(key.clone());
            }
            let Value::Array(buckets) = buckets else {
                self.counts.malformed += 1;
                continue;
            };
            for (output, bucket) in buckets.iter().enumerate() {
                self.bucket(source, key, output, bucket);
            }
        }
    }

    fn bucket(&mut self, source: &'a str, key: &'a str, output: usize, bucket: &'a Value) {
        match bucket {
            Value::Null => self.counts.null_buckets += 1,
            Value::Array(entries) => {
                self.counts.empty_buckets += usize::from(entries.is_empty());
                for entry in entries {
                    self.entry(source, key, output, entry);
                }
            }
            _ => self.counts.malformed += 1,
        }
    }

    fn entry(&mut self, source: &'a str, key: &'a str, output: usize, entry: &'a Value) {
        let Some(target) = entry.get("node").and_then(Value::as_str) else {
            self.counts.malformed += 1;
            return;
        };
        let own = entry.get("type").and_then(Value::as_str);
        let whole = |index: &Value| index.is_i64() || index.is_u64();
        if own.is_none() || !entry.get("index").is_some_and(whole) {
            self.counts.malformed += 1;
        }
        *self.counts.edges.entry(key.to_owned()).or_default() += 1;
        self.counts.type_mismatch += usize::from(own.is_some_and(|own| own != key));
        if key == "main" {
            let most = self.outputs.entry(source).or_default();
            *most = (*most).max(output + 1);
        }
        let (from, to) = (self.names.contains(source), self.names.contains(target));
        if from && to {
            self.edges.push((key == "main", source, target));
        } else {
            let edge = (
                source.to_owned(),
                key.to_owned(),
                output,
                target.to_owned(),
                to,
                from,
            );
            self.counts.dangling.push(edge);
        }
    }
}
