//! Resolves `connections`, which name their ends, to edges between node indexes.

use std::collections::HashMap;

use serde_json::Value;

use super::quoted;
use crate::document::{Edge, EdgeKind, Node};
use crate::problem::{Problems, Severity};

/// An index above this is damage; edges beyond it are kept but count as this one.
const MAX_INDEX: usize = 4_095;

pub(super) fn read(source: &Value, nodes: &[Node], problems: &mut Problems) -> Vec<Edge> {
    let connections = match source.get("connections") {
        Some(Value::Object(connections)) => connections,
        Some(Value::Array(_)) => {
            problems.warn(
                "connections_list",
                "connections".into(),
                "“connections” is a list; n8n expects an object.",
            );
            return Vec::new();
        }
        _ => return Vec::new(),
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
        let names = nodes
            .iter()
            .enumerate()
            .map(|(index, node)| (node.name.as_str(), index))
            .collect();
        let ids = nodes
            .iter()
            .enumerate()
            .filter_map(|(index, node)| Some((node.id.as_deref()?, index)))
            .collect();
        Self { names, ids }
    }
}

struct Reader<'a> {
    ends: Ends<'a>,
    edges: Vec<Edge>,
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn source(&mut self, name: &str, kinds: &Value) {
        let path = format!("connections[{}]", quoted(name));
        let Some(from) = self.end(name, &path) else {
            let message = format!(
                "Connections leave {}, but no node has that name.",
                quoted(name)
            );
            return self
                .problems
                .add(Severity::Error, "dangling_source", path, message);
        };
        let Value::Object(kinds) = kinds else {
            return self.problems.warn(
                "malformed_connection",
                path,
                "A node's connections are not an object and were not read.",
            );
        };
        for (key, outputs) in kinds {
            let kind = EdgeKind::from_key(key);
            if kind == EdgeKind::Unknown {
                let message = format!(
                    "n8n knows no connections called {} and ignores them.",
                    quoted(key)
                );
                self.problems
                    .warn("unknown_connection_kind", path.clone(), message);
            }
            let Value::Array(outputs) = outputs else {
                self.problems.warn(
                    "malformed_connection",
                    path.clone(),
                    "Connections of one kind are not a list and were not read.",
                );
                continue;
            };
            for (output, bucket) in outputs.iter().enumerate() {
                self.bucket(from, kind, key, output, bucket, &path);
            }
        }
    }

    fn bucket(
        &mut self,
        from: usize,
        kind: EdgeKind,
        key: &str,
        output: usize,
        bucket: &Value,
        path: &str,
    ) {
        match bucket {
            Value::Null => {}
            Value::Array(entries) => entries
                .iter()
                .for_each(|entry| self.entry(from, kind, key, output, entry, path)),
            _ => self.problems.warn(
                "malformed_connection",
                path.to_owned(),
                "The connections of one output are not a list and were not read.",
            ),
        }
    }

    fn entry(
        &mut self,
        from: usize,
        kind: EdgeKind,
        key: &str,
        output: usize,
        entry: &Value,
        path: &str,
    ) {
        let Some(target) = entry.get("node").and_then(Value::as_str) else {
            return self.problems.warn(
                "malformed_connection",
                path.to_owned(),
                "A connection names no node and was not read.",
            );
        };
        let Some(to) = self.end(target, path) else {
            let message = format!(
                "A connection goes to {}, but no node has that name.",
                quoted(target)
            );
            return self
                .problems
                .add(Severity::Error, "dangling_target", path.to_owned(), message);
        };
        let input = entry.get("index").and_then(Value::as_u64);
        if entry.get("type").and_then(Value::as_str) != Some(key) || input.is_none() {
            self.problems.warn(
                "connection_mismatch",
                path.to_owned(),
                "A connection's own type or index does not fit where it stands.",
            );
        }
        let input = input.map_or(0, |index| usize::try_from(index).unwrap_or(MAX_INDEX));
        if output.max(input) > 63 {
            self.problems.warn(
                "absurd_index",
                path.to_owned(),
                "A connection uses an output or input beyond any real node's.",
            );
        }
        self.edges.push(Edge {
            from,
            output: output.min(MAX_INDEX),
            kind,
            to,
            input: input.min(MAX_INDEX),
        });
    }

    /// A node by name, or by id as some programs write it.
    fn end(&mut self, key: &str, path: &str) -> Option<usize> {
        if let Some(&index) = self.ends.names.get(key) {
            return Some(index);
        }
        let index = *self.ends.ids.get(key)?;
        self.problems.warn(
            "connection_by_id",
            path.to_owned(),
            "Connections refer to nodes by id; n8n expects names.",
        );
        Some(index)
    }
}
