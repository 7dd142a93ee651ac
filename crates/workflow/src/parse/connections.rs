//! Resolves `connections`, which name their ends, to edges between node indexes.

use std::collections::HashMap;

use serde_json::Value;

use super::quoted;
use crate::document::{Edge, EdgeKind, Node};
use crate::path::{with_index, with_key};
use crate::problem::{Problems, Severity};

/// An index above this is damage; edges beyond it are kept but count as this one.
const MAX_INDEX: usize = 4_095;

pub(super) fn read(source: &Value, nodes: &[Node], problems: &mut Problems) -> Vec<Edge> {
    let connections = match source.get("connections") {
        Some(Value::Object(connections)) => connections,
        Some(Value::Array(_)) => {
            let message = "“connections” is a list; n8n expects an object.";
            problems.warn("connections_list", "connections".into(), message);
            return Vec::new();
        }
        _ => {
            let message = "The file has no usable connections, so the nodes stand alone.";
            problems.warn("no_connections", "connections".into(), message);
            return Vec::new();
        }
    };
    let mut reader = Reader {
        ends: Ends::of(nodes),
        edges: Vec::new(),
        problems,
    };
    for (source, kinds) in connections {
        reader.source(source, kinds);
    }
    reader.edges
}

/// Names and ids of nodes. Of two equal ones the last wins, as in n8n.
struct Ends<'a> {
    names: HashMap<&'a str, usize>,
    ids: HashMap<&'a str, usize>,
}

impl<'a> Ends<'a> {
    fn of(nodes: &'a [Node]) -> Self {
        let numbered = || nodes.iter().enumerate();
        Self {
            names: numbered()
                .map(|(index, node)| (node.name.as_str(), index))
                .collect(),
            ids: numbered()
                .filter_map(|(index, node)| Some((node.id.as_deref()?, index)))
                .collect(),
        }
    }
}

/// The bucket an entry stands in.
#[derive(Clone, Copy)]
struct Bucket<'a> {
    source: &'a str,
    from: usize,
    key: &'a str,
    kind: EdgeKind,
    output: usize,
}

impl Bucket<'_> {
    fn path(&self) -> String {
        let source = with_key("connections", self.source);
        with_index(&with_key(&source, self.key), self.output)
    }
}

struct Reader<'a> {
    ends: Ends<'a>,
    edges: Vec<Edge>,
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn source(&mut self, source: &str, kinds: &Value) {
        let path = || with_key("connections", source);
        let Some(from) = self.end(source, path) else {
            let message = format!(
                "Connections leave {}, but no node has that name.",
                quoted(source)
            );
            return self
                .problems
                .add(Severity::Error, "dangling_source", path(), message);
        };
        let Value::Object(kinds) = kinds else {
            let message = "A node's connections are not an object and were not read.";
            return self.problems.warn("malformed_connection", path(), message);
        };
        for (key, outputs) in kinds {
            let kind = EdgeKind::from_key(key);
            if kind == EdgeKind::Unknown {
                let message = format!(
                    "n8n knows no connections called {} and ignores them.",
                    quoted(key)
                );
                let path = with_key(&path(), key);
                self.problems.warn("unknown_connection_kind", path, message);
            }
            let Value::Array(outputs) = outputs else {
                let message = "Connections of one kind are not a list and were not read.";
                let path = with_key(&path(), key);
                self.problems.warn("malformed_connection", path, message);
                continue;
            };
            for (output, entries) in outputs.iter().enumerate() {
                let bucket = Bucket {
                    source,
                    from,
                    key,
                    kind,
                    output,
                };
                self.bucket(bucket, entries);
            }
        }
    }

    fn bucket(&mut self, bucket: Bucket, entries: &Value) {
        match entries {
            Value::Null => {}
            Value::Array(entries) => {
                for (index, entry) in entries.iter().enumerate() {
                    self.entry(bucket, index, entry);
                }
            }
            _ => {
                let message = "The connections of one output are not a list and were not read.";
                self.problems
                    .warn("malformed_connection", bucket.path(), message);
            }
        }
    }

    fn entry(&mut self, bucket: Bucket, index: usize, entry: &Value) {
        let path = || with_index(&bucket.path(), index);
        let Some(target) = entry.get("node").and_then(Value::as_str) else {
            if self.problems.only_counted() {
                return;
            }
            let message = "A connection names no node and was not read.";
            return self.problems.warn("malformed_connection", path(), message);
        };
        let Some(to) = self.end(target, || with_key(&path(), "node")) else {
            if self.problems.only_counted() {
                return;
            }
            let message = format!(
                "A connection goes to {}, but no node has that name.",
                quoted(target)
            );
            let path = with_key(&path(), "node");
            return self
                .problems
                .add(Severity::Error, "dangling_target", path, message);
        };
        let input = entry.get("index").and_then(Value::as_u64);
        if entry.get("type").and_then(Value::as_str) != Some(bucket.key) || input.is_none() {
            let message = "A connection's own type or index does not fit where it stands.";
            self.problems.warn("connection_mismatch", path(), message);
        }
        let input = input.map_or(0, |index| usize::try_from(index).unwrap_or(MAX_INDEX));
        if bucket.output.max(input) > 63 {
            let message = "A connection uses an output or input beyond any real node's.";
            self.problems.warn("absurd_index", path(), message);
        }
        self.edges.push(Edge {
            from: bucket.from,
            output: bucket.output.min(MAX_INDEX),
            kind: bucket.kind,
            to,
            input: input.min(MAX_INDEX),
        });
    }

    /// A node by name, or by id as some programs write it.
    fn end(&mut self, key: &str, path: impl Fn() -> String) -> Option<usize> {
        if let Some(&index) = self.ends.names.get(key) {
            return Some(index);
        }
        let index = *self.ends.ids.get(key)?;
        let message = "Connections refer to nodes by id; n8n expects names.";
        self.problems.warn("connection_by_id", path(), message);
        Some(index)
    }
}
