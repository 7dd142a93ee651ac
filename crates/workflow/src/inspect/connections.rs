//! Counts connections, literally as they stand in the file.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

use super::{Counts, sorted};
use crate::document::EdgeKind;
use crate::text::shortened;

/// The names of nodes, numbered: names may be long, and are looked up once each.
pub(super) type Names<'a> = HashMap<&'a str, usize>;
/// The valid entries: whether they are main, and both ends by the numbers of their names.
pub(super) type Edges = Vec<(bool, usize, usize)>;

/// Longer names are cut where dangling entries are listed, or a file could list one name a hundred thousand times.
const LONGEST: usize = 500;

pub(super) fn count(connections: Option<&Value>, names: &Names, counts: &mut Counts) -> Edges {
    let mut counter = Counter {
        names,
        counts,
        unknown: Vec::new(),
        edges: Vec::new(),
    };
    let sources = connections.and_then(Value::as_object);
    for (source, kinds) in sources.into_iter().flatten() {
        counter.source(source, kinds);
    }
    let Counter { unknown, edges, .. } = counter;
    counts.unknown_conn_types = sorted(unknown.into_iter());
    counts.edges_total = counts.edges.values().sum();
    counts.edges_valid = edges.len();
    edges
}

struct Counter<'a, 'c> {
    names: &'a Names<'a>,
    counts: &'c mut Counts,
    unknown: Vec<String>,
    edges: Edges,
}

/// Where an entry stands.
#[derive(Clone, Copy)]
struct Bucket<'a> {
    source: &'a str,
    from: Option<usize>,
    key: &'a str,
    output: usize,
}

impl Counter<'_, '_> {
    fn source(&mut self, source: &str, kinds: &Value) {
        let from = self.names.get(source).copied();
        if from.is_none() {
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
            let mut entries = 0;
            for (output, bucket) in buckets.iter().enumerate() {
                let place = Bucket {
                    source,
                    from,
                    key,
                    output,
                };
                let some = self.bucket(place, bucket);
                if key == "main" && some > 0 {
                    let most = &mut self.counts.max_main_outputs;
                    *most = (*most).max(output + 1);
                }
                entries += some;
            }
            if entries > 0 {
                let edges: &mut BTreeMap<String, usize> = &mut self.counts.edges;
                *edges.entry(key.clone()).or_default() += entries;
            }
        }
    }

    /// Counts the entries of one output and returns how many there are.
    fn bucket(&mut self, place: Bucket, bucket: &Value) -> usize {
        match bucket {
            Value::Null => self.counts.null_buckets += 1,
            Value::Array(entries) => {
                self.counts.empty_buckets += usize::from(entries.is_empty());
                return entries
                    .iter()
                    .filter(|entry| self.entry(place, entry))
                    .count();
            }
            _ => self.counts.malformed += 1,
        }
        0
    }

    fn entry(&mut self, place: Bucket, entry: &Value) -> bool {
        let Some(target) = entry.get("node").and_then(Value::as_str) else {
            self.counts.malformed += 1;
            return false;
        };
        let own = entry.get("type").and_then(Value::as_str);
        let whole = |index: &Value| index.is_i64() || index.is_u64();
        if own.is_none() || !entry.get("index").is_some_and(whole) {
            self.counts.malformed += 1;
        }
        self.counts.type_mismatch += usize::from(own.is_some_and(|own| own != place.key));
        let to = self.names.get(target).copied();
        if let (Some(from), Some(to)) = (place.from, to) {
            self.edges.push((place.key == "main", from, to));
        } else {
            let short = |text| shortened(text, LONGEST);
            self.counts.dangling.push((
                short(place.source),
                short(place.key),
                place.output,
                short(target),
                to.is_some(),
                place.from.is_some(),
            ));
        }
        true
    }
}

/// Numbers the names of nodes.
pub(super) fn names<'a>(nodes: &[&'a Map<String, Value>]) -> Names<'a> {
    let mut names = Names::new();
    for name in nodes.iter().filter_map(super::name) {
        let next = names.len();
        names.entry(name).or_insert(next);
    }
    names
}
