//! Places nodes that have no usable position: in layers from left to right, sub-nodes below their parents.

use std::collections::HashMap;

use crate::document::{Point, Workflow};
use crate::graph::Graph;

const GRID: f64 = 16.0;
/// Between layers.
const ACROSS: f64 = 128.0;
/// Between neighbours in a layer: room for a name.
const DOWN: f64 = 96.0;
/// Between sub-nodes side by side.
const BESIDE: f64 = 48.0;
/// Between parts that are not connected.
const APART: f64 = 128.0;

/// A position for every node: the file's own, where it is usable.
pub(crate) fn positions(workflow: &Workflow, sizes: &[(f64, f64)]) -> Vec<Point> {
    let own: Vec<Option<Point>> = workflow.nodes.iter().map(|node| node.position).collect();
    let all_alike = {
        let mut known = workflow
            .nodes
            .iter()
            .filter(|node| !node.is_sticky())
            .filter_map(|node| node.position);
        let first = known.next();
        workflow.node_count() > 1 && known.all(|at| Some(at) == first)
    };
    if !all_alike && let Some(own) = own.iter().copied().collect::<Option<Vec<_>>>() {
        return own;
    }
    let keep = |index: usize| own[index].filter(|_| !all_alike);
    let wanted: Vec<bool> = (0..own.len())
        .map(|index| keep(index).is_none() && !workflow.nodes[index].is_sticky())
        .collect();
    let mut layers = Layers::new(workflow, sizes, wanted);
    layers.run();
    let below = (0..own.len())
        .filter_map(|index| keep(index).map(|at| at.y + sizes[index].1))
        .fold(f64::NEG_INFINITY, f64::max);
    let left = (0..own.len())
        .filter_map(|index| keep(index).map(|at| at.x))
        .fold(f64::INFINITY, f64::min);
    let origin = if below.is_finite() {
        Point {
            x: left,
            y: below + APART,
        }
    } else {
        Point::default()
    };
    let mut beside = origin.x;
    let place = |index: usize| {
        keep(index).unwrap_or_else(|| match layers.at.get(&index) {
            Some(at) => Point {
                x: snap(origin.x + at.x),
                y: snap(origin.y + at.y),
            },
            // Sticky notes nobody placed stand in a row above.
            None => {
                let at = Point {
                    x: beside,
                    y: origin.y - APART - sizes[index].1,
                };
                beside += sizes[index].0 + GRID;
                at
            }
        })
    };
    (0..own.len()).map(place).collect()
}

fn snap(value: f64) -> f64 {
    (value / GRID).round() * GRID
}

struct Layers<'a> {
    graph: Graph,
    order: Vec<usize>,
    sizes: &'a [(f64, f64)],
    wanted: Vec<bool>,
    children: Vec<Vec<usize>>,
    cluster: Vec<(f64, f64)>,
    at: HashMap<usize, Point>,
}

impl<'a> Layers<'a> {
    fn new(workflow: &Workflow, sizes: &'a [(f64, f64)], wanted: Vec<bool>) -> Self {
        let graph = Graph::of(workflow);
        let order: Vec<usize> = graph
            .order(workflow)
            .into_iter()
            .filter(|&node| wanted[node])
            .collect();
        Self {
            graph,
            order,
            sizes,
            wanted,
            children: vec![vec![]; sizes.len()],
            cluster: sizes.to_vec(),
            at: HashMap::new(),
        }
    }

    fn run(&mut self) {
        self.gather_children();
        let mut top = 0.0;
        for part in self.parts() {
            top += self.part(&part, top) + APART;
        }
        let lost: Vec<usize> = (0..self.wanted.len())
            .filter(|node| self.wanted[*node] && !self.at.contains_key(node))
            .collect();
        for (column, node) in lost.into_iter().enumerate() {
            self.at.insert(
                node,
                Point {
                    x: column as f64 * (self.sizes[node].0 + ACROSS),
                    y: top,
                },
            );
        }
    }

    /// Gives each sub-node to one parent, and each parent the room its sub-nodes need.
    fn gather_children(&mut self) {
        let mut taken: Vec<bool> = vec![false; self.wanted.len()];
        self.order.iter().for_each(|&node| taken[node] = true);
        let mut queue = self.order.clone();
        let mut next = 0;
        while let Some(&node) = queue.get(next) {
            next += 1;
            for sub in self.graph.sub_nodes(node) {
                if self.wanted[sub] && !std::mem::replace(&mut taken[sub], true) {
                    self.children[node].push(sub);
                    queue.push(sub);
                }
            }
        }
        for &node in queue.iter().rev() {
            let subs = &self.children[node];
            if !subs.is_empty() {
                let wide = subs.iter().map(|sub| self.cluster[*sub].0).sum::<f64>()
                    + BESIDE * (subs.len() - 1) as f64;
                let high = subs
                    .iter()
                    .map(|sub| self.cluster[*sub].1)
                    .fold(0.0, f64::max);
                self.cluster[node] = (
                    self.sizes[node].0.max(wide),
                    self.sizes[node].1 + DOWN + high,
                );
            }
        }
    }

    /// Nodes that hang together, each part in reading order.
    fn parts(&self) -> Vec<Vec<usize>> {
        let mut part_of = vec![usize::MAX; self.wanted.len()];
        let mut parts: Vec<Vec<usize>> = Vec::new();
        for &start in &self.order {
            if part_of[start] != usize::MAX {
                continue;
            }
            let mut open = vec![start];
            while let Some(node) = open.pop() {
                if self.wanted[node] && part_of[node] == usize::MAX {
                    part_of[node] = parts.len();
                    open.extend(self.graph.next[node].iter().map(|edge| edge.to));
                    open.extend(self.graph.previous[node].iter().map(|edge| edge.from));
                }
            }
            parts.push(Vec::new());
        }
        for &node in &self.order {
            parts[part_of[node]].push(node);
        }
        parts
    }

    /// Places one part and returns its height.
    fn part(&mut self, nodes: &[usize], top: f64) -> f64 {
        let columns = self.columns(nodes);
        let (mut x, mut highest, mut lowest) = (0.0, f64::INFINITY, f64::NEG_INFINITY);
        for column in &columns {
            self.column(column, x);
            x += column
                .iter()
                .map(|node| self.cluster[*node].0)
                .fold(0.0, f64::max)
                + ACROSS;
        }
        for node in nodes {
            highest = self.at[node].y.min(highest);
            lowest = (self.at[node].y + self.cluster[*node].1).max(lowest);
        }
        for &node in nodes {
            if let Some(at) = self.at.get_mut(&node) {
                at.y += top - highest;
            }
            self.hang(node);
        }
        lowest - highest
    }

    /// Every node one column right of the last of those that lead to it.
    fn columns(&self, nodes: &[usize]) -> Vec<Vec<usize>> {
        let mut rank: HashMap<usize, usize> = HashMap::new();
        let mut columns: Vec<Vec<usize>> = Vec::new();
        for &node in nodes {
            // Reading order means that whatever has no rank yet leads here along a back edge.
            let before = self.graph.previous[node]
                .iter()
                .filter_map(|edge| rank.get(&edge.from))
                .max();
            let own = before.map_or(0, |rank| rank + 1);
            rank.insert(node, own);
            if columns.len() <= own {
                columns.resize(own + 1, Vec::new());
            }
            columns[own].push(node);
        }
        columns
    }

    /// Stacks a column, each node as near as possible to the height of what leads to it.
    fn column(&mut self, nodes: &[usize], x: f64) {
        let mut wishes: Vec<(f64, usize)> =
            nodes.iter().map(|&node| (self.wish(node), node)).collect();
        wishes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut y = f64::NEG_INFINITY;
        let mut drift = 0.0;
        for &(wish, node) in &wishes {
            y = wish.max(y);
            drift += y - wish;
            self.at.insert(node, Point { x, y });
            y += self.cluster[node].1 + DOWN;
        }
        drift /= wishes.len().max(1) as f64;
        for &(_, node) in &wishes {
            if let Some(at) = self.at.get_mut(&node) {
                at.y -= drift;
            }
        }
    }

    fn wish(&self, node: usize) -> f64 {
        let heights: Vec<f64> = self.graph.previous[node]
            .iter()
            // A hair per output keeps branches in their order.
            .filter_map(|edge| {
                Some(
                    self.at.get(&edge.from)?.y
                        + self.sizes[edge.from].1 / 2.0
                        + edge.output as f64 * 0.01,
                )
            })
            .collect();
        let middle = if heights.is_empty() {
            0.0
        } else {
            heights.iter().sum::<f64>() / heights.len() as f64
        };
        middle - self.sizes[node].1 / 2.0
    }

    /// Puts sub-nodes below their parent, the group centered on it.
    fn hang(&mut self, root: usize) {
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            let Some(at) = self.at.get(&node).copied() else {
                continue;
            };
            let subs = self.children[node].clone();
            let wide = subs.iter().map(|sub| self.cluster[*sub].0).sum::<f64>()
                + BESIDE * subs.len().saturating_sub(1) as f64;
            // A parent at the left rim of its column grows to the right only.
            let mut x = at.x + ((self.sizes[node].0 - wide) / 2.0).max(0.0);
            for sub in subs {
                let y = at.y + self.sizes[node].1 + DOWN;
                let inset = if self.children[sub].is_empty() {
                    (self.cluster[sub].0 - self.sizes[sub].0) / 2.0
                } else {
                    0.0
                };
                self.at.insert(sub, Point { x: x + inset, y });
                x += self.cluster[sub].0 + BESIDE;
                open.push(sub);
            }
        }
    }
}
