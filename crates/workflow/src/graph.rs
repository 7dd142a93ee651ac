//! How nodes follow one another: an order to read them in that no cycle can upset.

use std::collections::HashSet;

use crate::document::{Edge, EdgeKind, Workflow};
use crate::family::is_trigger;

/// The workflow's edges, sorted by node, each counted once.
pub struct Graph {
    /// Main edges leaving each node, by output, then by the height of the node they enter.
    pub next: Vec<Vec<Edge>>,
    /// Main edges entering each node.
    pub previous: Vec<Vec<Edge>>,
    /// AI edges entering each node, by kind: its sub-nodes.
    pub attached: Vec<Vec<Edge>>,
    /// Nodes that are attached to another one.
    pub is_attached: Vec<bool>,
}

impl Graph {
    /// Reads the graph of a workflow. Edges of unknown kinds take no part, nor do edges of sticky notes, which damaged files have.
    pub fn of(workflow: &Workflow) -> Self {
        let count = workflow.nodes.len();
        let mut graph = Self {
            next: vec![vec![]; count],
            previous: vec![vec![]; count],
            attached: vec![vec![]; count],
            is_attached: vec![false; count],
        };
        let mut seen = HashSet::new();
        let steps = workflow
            .edges
            .iter()
            .filter(|edge| !leads_to_note(workflow, edge));
        for &edge in steps.filter(|edge| seen.insert(**edge)) {
            match edge.kind {
                EdgeKind::Main => {
                    graph.next[edge.from].push(edge);
                    graph.previous[edge.to].push(edge);
                }
                EdgeKind::Unknown => {}
                _ => {
                    graph.attached[edge.to].push(edge);
                    graph.is_attached[edge.from] = true;
                }
            }
        }
        let height = |node: usize| workflow.nodes[node].position.map_or(0.0, |at| at.y);
        for edges in &mut graph.next {
            edges.sort_by(|a, b| {
                a.output
                    .cmp(&b.output)
                    .then(height(a.to).total_cmp(&height(b.to)))
                    .then(a.to.cmp(&b.to))
            });
        }
        for edges in &mut graph.attached {
            edges.sort_by_key(|edge| (edge.kind, edge.input, edge.from));
        }
        graph
    }

    /// Nodes that stand on their own feet, in reading order: after everything that leads to them, except along back edges; branch by branch.
    pub fn order(&self, workflow: &Workflow) -> Vec<usize> {
        let mut walk = Walk {
            state: vec![State::New; self.next.len()],
            finished: Vec::new(),
        };
        // The order is finished back to front, so what should be read first is walked last.
        for root in self.roots(workflow).into_iter().rev() {
            walk.from(root, &self.next);
        }
        walk.finished.reverse();
        walk.finished
    }

    /// Every node that may begin a part of the workflow: triggers, then nodes nothing leads to, then the rest (parts that are one cycle).
    fn roots(&self, workflow: &Workflow) -> Vec<usize> {
        let mut roots: Vec<usize> = (0..workflow.nodes.len())
            .filter(|&node| !workflow.nodes[node].is_sticky() && !self.is_attached[node])
            .collect();
        let rank = |node: usize| match (
            self.previous[node].is_empty(),
            is_trigger(&workflow.nodes[node]),
        ) {
            (_, true) => 0,
            (true, false) if !self.next[node].is_empty() => 1,
            (true, false) => 3,
            (false, false) => 2,
        };
        let place = |node: usize| {
            workflow.nodes[node]
                .position
                .map_or((f64::MAX, f64::MAX), |at| (at.y, at.x))
        };
        roots.sort_by(|&a, &b| {
            let (at, bt) = (place(a), place(b));
            rank(a)
                .cmp(&rank(b))
                .then(at.0.total_cmp(&bt.0))
                .then(at.1.total_cmp(&bt.1))
                .then(a.cmp(&b))
        });
        self.by_cause(roots)
    }

    /// A node of rank 2 or 3 must not be walked as a root after a root that leads to it; being walked last it would come first.
    fn by_cause(&self, roots: Vec<usize>) -> Vec<usize> {
        let mut reached = vec![false; self.next.len()];
        let mut kept = Vec::new();
        for root in roots {
            if reached[root] {
                continue;
            }
            kept.push(root);
            let mut open = vec![root];
            while let Some(node) = open.pop() {
                if !std::mem::replace(&mut reached[node], true) {
                    open.extend(self.next[node].iter().map(|edge| edge.to));
                }
            }
        }
        kept
    }

    /// The sub-nodes of a node, once each, in port order.
    pub fn sub_nodes(&self, node: usize) -> Vec<usize> {
        let mut seen = HashSet::new();
        self.attached[node]
            .iter()
            .map(|edge| edge.from)
            .filter(|from| seen.insert(*from))
            .collect()
    }
}

/// Whether one of an edge's ends is a sticky note: it has no ports, and n8n draws no such edge.
pub(crate) fn leads_to_note(workflow: &Workflow, edge: &Edge) -> bool {
    [edge.from, edge.to]
        .iter()
        .any(|&end| workflow.nodes.get(end).is_none_or(|node| node.is_sticky()))
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

struct Walk {
    state: Vec<State>,
    finished: Vec<usize>,
}

impl Walk {
    /// Depth first without recursion: five thousand nodes in a row must not overflow the stack.
    fn from(&mut self, root: usize, next: &[Vec<Edge>]) {
        let mut path = vec![(root, next[root].len())];
        if self.state[root] != State::New {
            return;
        }
        self.state[root] = State::Open;
        while let Some((node, left)) = path.last_mut() {
            let node = *node;
            if *left == 0 {
                self.state[node] = State::Done;
                self.finished.push(node);
                path.pop();
                continue;
            }
            *left -= 1;
            let to = next[node][*left].to;
            if self.state[to] == State::New {
                self.state[to] = State::Open;
                path.push((to, next[to].len()));
            }
        }
    }
}
