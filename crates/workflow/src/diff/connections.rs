//! Compares connections, as they stand in the files.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::version::Version;
use super::writer::Writer;
use super::{Impact, Mark};
use crate::document::{Edge, Workflow};
use crate::ports::{self, Ports};

/// The most connections that are told one by one.
const MOST: usize = 200;

/// Old names by new ones: the way names are compared across versions.
pub(super) struct Renamed<'w> {
    names: HashMap<&'w str, &'w str>,
    pairs: HashMap<usize, usize>,
}

impl<'w> Renamed<'w> {
    pub(super) fn of(old: &Version<'w>, new: &Version<'w>, pairs: &[(usize, usize)]) -> Self {
        let names = |&(a, b): &(usize, usize)| {
            Some((
                old.nodes().get(a)?.name.as_str(),
                new.nodes().get(b)?.name.as_str(),
            ))
        };
        Self {
            names: pairs.iter().filter_map(names).collect(),
            pairs: pairs.iter().copied().collect(),
        }
    }

    fn name(&self, old: &'w str) -> &'w str {
        self.names.get(old).copied().unwrap_or(old)
    }
}

/// Source, kind, output, target, own type, input: one entry of a file, whatever it leads to. Texts are numbered, since a long name may
/// stand for many entries.
type Entry = (usize, usize, usize, usize, Option<usize>, Option<i64>);

/// How many entries came and went, by name; old names are replaced first if a table is given.
pub(super) fn counts<'w>(
    old: &'w Workflow,
    new: &'w Workflow,
    renamed: Option<&Renamed<'w>>,
) -> (usize, usize) {
    let mut balance: HashMap<Entry, i64> = HashMap::new();
    let mut numbers = Numbers::default();
    let current = |old| renamed.map_or(old, |renamed| renamed.name(old));
    numbers.entries(old, current, |entry| {
        *balance.entry(entry).or_default() -= 1
    });
    numbers.entries(
        new,
        |name| name,
        |entry| *balance.entry(entry).or_default() += 1,
    );
    let came: i64 = balance.values().filter(|count| **count > 0).sum();
    let went: i64 = balance.values().filter(|count| **count < 0).sum();
    (came.unsigned_abs() as usize, went.unsigned_abs() as usize)
}

/// Texts by numbers.
#[derive(Default)]
struct Numbers<'w>(HashMap<&'w str, usize>);

impl<'w> Numbers<'w> {
    fn of(&mut self, text: &'w str) -> usize {
        let next = self.0.len();
        *self.0.entry(text).or_insert(next)
    }

    fn entries(
        &mut self,
        workflow: &'w Workflow,
        current: impl Fn(&'w str) -> &'w str,
        mut each: impl FnMut(Entry),
    ) {
        let sources = workflow
            .source
            .get("connections")
            .and_then(Value::as_object);
        for (source, kinds) in sources.into_iter().flatten() {
            let source = self.of(current(source));
            for (kind, buckets) in kinds.as_object().into_iter().flatten() {
                let kind = self.of(kind);
                for (output, bucket) in buckets.as_array().into_iter().flatten().enumerate() {
                    for entry in bucket.as_array().into_iter().flatten() {
                        let text = |key| entry.get(key).and_then(Value::as_str);
                        if let Some(target) = text("node") {
                            let target = self.of(current(target));
                            let own = text("type").map(|own| self.of(own));
                            let input = entry.get("index").and_then(Value::as_i64);
                            each((source, kind, output, target, own, input));
                        }
                    }
                }
            }
        }
    }
}

/// Says which connections between nodes of both versions came and went; those of added and removed nodes go without saying.
pub(super) fn tell(writer: &mut Writer, renamed: &Renamed) {
    let (old, new) = (writer.old.workflow, writer.new.workflow);
    let mut balance: BTreeMap<Edge, i64> = BTreeMap::new();
    for edge in &old.edges {
        if let (Some(&from), Some(&to)) =
            (renamed.pairs.get(&edge.from), renamed.pairs.get(&edge.to))
        {
            *balance.entry(Edge { from, to, ..*edge }).or_default() -= 1;
        }
    }
    let is_old = |index: usize| {
        writer
            .new_marks
            .get(index)
            .is_some_and(|mark| *mark != Mark::Added)
    };
    for edge in new
        .edges
        .iter()
        .filter(|edge| is_old(edge.from) && is_old(edge.to))
    {
        *balance.entry(*edge).or_default() += 1;
    }
    let (before, after) = (ports::of(old), ports::of(new));
    let back: HashMap<usize, usize> = renamed.pairs.iter().map(|(a, b)| (*b, *a)).collect();
    let changed: Vec<(Edge, i64)> = balance
        .into_iter()
        .filter(|(_, count)| *count != 0)
        .collect();
    for (edge, count) in changed.iter().take(MOST) {
        let came = *count > 0;
        let port = match came {
            true => label(&after, edge.from, edge.output),
            false => back
                .get(&edge.from)
                .and_then(|from| label(&before, *from, edge.output)),
        };
        let by = port.map_or(String::new(), |port| format!(" by {port}"));
        let (from, to) = (writer.new.called(edge.from), writer.new.called(edge.to));
        let (code, verb) = match (came, edge.kind.is_ai()) {
            (true, false) => ("connection_added", "now leads"),
            (true, true) => ("connection_added", "is now attached"),
            (false, false) => ("connection_removed", "no longer leads"),
            (false, true) => ("connection_removed", "is no longer attached"),
        };
        let sentence = format!("{from} {verb}{by} to {to}.");
        writer.say(code, Impact::Behavior, (None, Some(edge.from)), sentence);
    }
    if let Some(more @ 1..) = changed.len().checked_sub(MOST) {
        let sentence = format!("{more} more connections came or went.");
        writer.say(
            "connections_changed",
            Impact::Behavior,
            (None, None),
            sentence,
        );
    }
}

/// What n8n calls an output; one that its author named in a parameter is told by its number, as sentences hold no values.
fn label(ports: &[Ports], node: usize, output: usize) -> Option<String> {
    let port = ports.get(node)?.outputs.get(output)?;
    match &port.label {
        Some(_) if port.authored => Some(format!("output {output}")),
        label => label.as_deref().map(crate::parse::quoted),
    }
}
