//! Counts connected parts and finds cycles, by the numbers of the nodes' names.

use serde_json::{Map, Value};

use super::connections::{Edges, Names};
use super::{Counts, name};
use crate::document::STICKY_NOTE;

pub(super) fn count(
    nodes: &[&Map<String, Value>],
    names: &Names,
    edges: &Edges,
    counts: &mut Counts,
) {
    let mut counted = vec![false; names.len()];
    let is_note =
        |node: &Map<String, Value>| node.get("type").and_then(Value::as_str) == Some(STICKY_NOTE);
    for name in nodes.iter().filter(|node| !is_note(node)).filter_map(name) {
        set(&mut counted, names.get(name).copied());
    }
    let is_counted = |node: usize| counted.get(node) == Some(&true);
    let mut parts = Parts((0..names.len()).collect());
    let mut touched = vec![false; names.len()];
    for &(_, from, to) in edges {
        if is_counted(from) && is_counted(to) {
            parts.join(from, to);
            set(&mut touched, Some(from));
            set(&mut touched, Some(to));
        }
    }
    let all = || (0..names.len()).filter(|node| is_counted(*node));
    counts.components = all().filter(|&node| parts.root(node) == node).count();
    counts.isolated = all()
        .filter(|&node| touched.get(node) == Some(&false))
        .count();
    counts.has_cycle_main = has_cycle(edges, names.len());
}

fn set(flags: &mut [bool], index: Option<usize>) {
    if let Some(flag) = index.and_then(|index| flags.get_mut(index)) {
        *flag = true;
    }
}

/// Each node's neighbor on the way to its part's root.
struct Parts(Vec<usize>);

impl Parts {
    fn root(&mut self, mut node: usize) -> usize {
        while let Some(&next) = self.0.get(node).filter(|next| **next != node) {
            let after = self.0.get(next).copied().unwrap_or(next);
            self.link(node, after);
            node = after;
        }
        node
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.link(a, b);
    }

    fn link(&mut self, from: usize, to: usize) {
        if let Some(slot) = self.0.get_mut(from) {
            *slot = to;
        }
    }
}

/// Takes away, again and again, whatever nothing leads to; a cycle is what is left.
fn has_cycle(edges: &Edges, count: usize) -> bool {
    let mut leading = vec![0_usize; count];
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); count];
    for &(_, from, to) in edges.iter().filter(|edge| edge.0) {
        if let (Some(count), Some(next)) = (leading.get_mut(to), next.get_mut(from)) {
            *count += 1;
            next.push(to);
        }
    }
    let mut free: Vec<usize> = (0..count)
        .filter(|&node| leading.get(node) == Some(&0))
        .collect();
    let mut left = count;
    while let Some(node) = free.pop() {
        left -= 1;
        for &to in next.get(node).into_iter().flatten() {
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
