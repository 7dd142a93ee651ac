//! Decides which node of the new version is which of the old one.

use std::collections::HashMap;
use std::hash::Hash;

use serde_json::Value;

use super::canonical;
use super::version::Version;
use crate::document::{Node, Point};

/// How nodes are recognized.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pairing {
    /// n8n's own rule: by id; a node without one by name and type.
    Ids,
    /// By id, then by name and type, then by type and parameters, then by name alone, then by type and the same or the nearest
    /// position. In nearly a
    /// third of real pairs no id survives.
    #[default]
    Best,
}

/// Farther apart than one and a half steps of the canvas, two nodes of a type are two nodes.
const NEAR: f64 = 336.0;
/// Nearest positions are looked for among this many combinations at most.
const MOST_COMBINATIONS: usize = 250_000;

/// The pairs, in the order of the new version.
pub(super) fn pairs(old: &Version, new: &Version, pairing: Pairing) -> Vec<(usize, usize)> {
    let mut open = Open {
        old: (0..old.nodes().len()).collect(),
        new: (0..new.nodes().len()).collect(),
        pairs: Vec::new(),
    };
    let (a, b) = (old.nodes(), new.nodes());
    match pairing {
        Pairing::Ids => {
            open.by(a, b, |node| Some(id(node).ok_or((name(node)?, kind(node)))));
        }
        Pairing::Best => {
            open.by(a, b, id);
            open.by(a, b, |node| Some((name(node)?, kind(node))));
            open.by(a, b, |node| {
                let parameters = Value::Object(node.parameters.clone());
                (!node.parameters.is_empty()).then(|| (kind(node), canonical::text(&parameters)))
            });
            open.by(a, b, name);
            // What is left has no name of its own.
            open.by(a, b, |node| {
                let at = node.position.map(|at| (at.x.to_bits(), at.y.to_bits()));
                Some((kind(node), at))
            });
            open.by_position(a, b);
        }
    }
    open.pairs.sort_unstable_by_key(|pair| (pair.1, pair.0));
    open.pairs
}

fn id(node: &Node) -> Option<&str> {
    node.id.as_deref()
}

fn name(node: &Node) -> Option<&str> {
    Some(node.name.as_str()).filter(|name| !name.is_empty())
}

fn kind(node: &Node) -> &str {
    &node.type_name
}

/// Nodes that have no partner yet.
struct Open {
    old: Vec<usize>,
    new: Vec<usize>,
    pairs: Vec<(usize, usize)>,
}

impl Open {
    /// Pairs nodes with the same key; of several with one key, the first with the first.
    fn by<'n, K: Hash + Eq>(
        &mut self,
        old: &'n [Node],
        new: &'n [Node],
        key: impl Fn(&'n Node) -> Option<K>,
    ) {
        let mut waiting: HashMap<K, Vec<usize>> = HashMap::new();
        for &index in self.old.iter().rev() {
            if let Some(key) = old.get(index).and_then(&key) {
                waiting.entry(key).or_default().push(index);
            }
        }
        let mut found = Vec::new();
        self.new.retain(|&index| {
            let key = new.get(index).and_then(&key);
            let partner = key.and_then(|key| waiting.get_mut(&key)?.pop());
            found.extend(partner.map(|partner| (partner, index)));
            partner.is_none()
        });
        self.take(found);
    }

    fn by_position(&mut self, old: &[Node], new: &[Node]) {
        let mut near: Vec<(f64, usize, usize)> = Vec::new();
        let combinations = self
            .new
            .iter()
            .flat_map(|&b| self.old.iter().map(move |&a| (a, b)));
        for (a, b) in combinations.take(MOST_COMBINATIONS) {
            let alike = |a: &&Node| new.get(b).is_some_and(|b| kind(a) == kind(b));
            let at = |nodes: &[Node], index: usize| nodes.get(index).and_then(|node| node.position);
            if old.get(a).filter(alike).is_some()
                && let Some(apart) = at(old, a).zip(at(new, b)).map(|(a, b)| distance(a, b))
                && apart <= NEAR
            {
                near.push((apart, a, b));
            }
        }
        near.sort_by(|x, y| x.0.total_cmp(&y.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        let mut found = Vec::new();
        let mut taken = (vec![false; old.len()], vec![false; new.len()]);
        for (_, a, b) in near {
            if let (Some(x @ false), Some(y @ false)) = (taken.0.get_mut(a), taken.1.get_mut(b)) {
                (*x, *y) = (true, true);
                found.push((a, b));
            }
        }
        self.new.retain(|&index| taken.1.get(index) != Some(&true));
        self.take(found);
    }

    fn take(&mut self, found: Vec<(usize, usize)>) {
        let gone: std::collections::HashSet<usize> = found.iter().map(|pair| pair.0).collect();
        self.old.retain(|index| !gone.contains(index));
        self.pairs.extend(found);
    }
}

fn distance(a: Point, b: Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}
