//! Counts connected parts and finds cycles, by the names of nodes.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::connections::Edges;
use super::{Counts, name};
use crate::document::STICKY_NOTE;

pub(super) fn count(nodes: &[&Map<String, Value>], edges: &Edges, counts: &mut Counts) {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let is_note =
        |node: &Map<String, Value>| node.get("type").and_then(Value::as_str) == Some(STICKY_NOTE);
    for name in nodes.iter().filter(|node| !is_note(node)).filter_map(name) {
        let next = numbers.len();
        numbers.entry(name).or_insert(next);
    }
    let mut parts = Parts((0..numbers.len()).collect());
    let mut touched = vec![false; numbers.len()];
    for (_, from, to) in edges {
        if let (Some(&from), Some(&to)) = (numbers.get(from), numbers.get(to)) {
            parts.join(from, to);
            for end in [from, to] {
                touched
                    .get_mut(end)
                    .into_iter()
                    .for_each(|touched| *touched = true);
            }
        }
    }
    counts.components = (0..numbers.len())
        .filter(|&node| parts.root(node) == node)
        .count();
    counts.isolated = touched.into_iter().filter(|touched| !touched).count();
    counts.has_cycle_main = has_cycle(edges);
}

/// Each node's neighbor on the way to its part's root.
struct Parts(Vec<usize>);

impl Parts {
    fn root(&mut self, mut node: usize) -> usize {
        while let Some(&next) = self.0.get(node).filter(|next| **next != node) {
            let after = self.0.get(next).copied().unwrap_or(next);
            self.0
                .get_mut(node)
                .into_iter()
                .for_each(|slot| *slot = after);
            node = after;
        }
        node
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0.get_mut(a).into_iter().for_each(|slot| *slot = b);
    }
}

/// Takes away, again and again, whatever nothing leads to; a cycle is what is left.
fn has_cycle(edges: &Edges) -> bool {
    let main = || edges.iter().filter(|edge| edge.0);
    let mut leading: HashMap<&str, usize> = HashMap::new();
    let mut next: HashMap<&str, Vec<&str>> = HashMap::new();
    for (_, from, to) in main() {
        leading.entry(from).or_default();
        *leading.entry(to).or_default() += 1;
        next.entry(from).or_default().push(to);
    }
    let mut free: Vec<&str> = leading
        .iter()
        .filter(|(_, count)| **count == 0)
        .map(|(name, _)| *name)
        .collect();
    let mut left = leading.len();
    while let Some(node) = free.pop() {
        left -= 1;
        for to in next.get(node).into_iter().flatten() {
            if let Some(count) = leading.get_mut(to) {
                *count -= 1;
                if *count == 0 {
                    free.push(to);
                }
            }
        }
    }
    left > 0
}
