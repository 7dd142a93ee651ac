//! The workflow as an ordered list, for reading instead of looking.

use serde::{Deserialize, Serialize};

use crate::document::{Edge, Workflow};
use crate::graph::Graph;
use crate::names::type_label;
use crate::ports::{self, Port, Ports};
use crate::text::{plain, shortened};

/// One line of the outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineStep {
    /// Index into [`Workflow::nodes`].
    pub node: usize,
    /// The node's name, safe to show.
    pub name: String,
    /// What it is, such as “HTTP Request”.
    pub what: String,
    /// What leads to it: “Name” or “Name (output)”, at most 12.
    pub from: Vec<String>,
    /// The parent, when this is a sub-node.
    pub part_of: Option<String>,
    /// How far to indent: one more inside a branch and under a parent.
    pub depth: usize,
}

/// Every node but sticky notes, in the order of execution; sub-nodes follow their parent. Cycles are followed once.
/// Names of outputs that stand in parameters become numbers unless `authored_ports`.
pub fn outline(workflow: &Workflow, authored_ports: bool) -> Vec<OutlineStep> {
    let graph = Graph::of(workflow);
    let ports = ports::of(workflow);
    let mut writer = Writer {
        workflow,
        graph: &graph,
        ports,
        authored_ports,
        depth: vec![None; workflow.nodes.len()],
        steps: Vec::new(),
    };
    for node in graph.order(workflow) {
        writer.step(node);
    }
    // Sub-nodes attached only to each other in a circle.
    for node in 0..workflow.nodes.len() {
        if writer.depth[node].is_none() && !workflow.nodes[node].is_sticky() {
            writer.step(node);
        }
    }
    writer.steps
}

struct Writer<'a> {
    workflow: &'a Workflow,
    graph: &'a Graph,
    ports: Vec<Ports>,
    authored_ports: bool,
    depth: Vec<Option<usize>>,
    steps: Vec<OutlineStep>,
}

impl Writer<'_> {
    fn step(&mut self, root: usize) {
        let mut open = vec![(root, None, self.branch_depth(root))];
        while let Some((node, parent, depth)) = open.pop() {
            if self.depth[node].is_some() {
                continue;
            }
            self.depth[node] = Some(depth);
            self.write(node, parent, depth);
            let subs = self.graph.sub_nodes(node);
            open.extend(
                subs.into_iter()
                    .rev()
                    .map(|sub| (sub, Some(node), depth + 1)),
            );
        }
    }

    fn write(&mut self, node: usize, parent: Option<usize>, depth: usize) {
        self.steps.push(OutlineStep {
            node,
            name: self.name(node),
            what: type_label(&self.workflow.nodes[node].type_name),
            from: self.graph.previous[node]
                .iter()
                .take(12)
                .map(|edge| self.source(edge))
                .collect(),
            part_of: parent.map(|parent| self.name(parent)),
            depth,
        });
    }

    /// One deeper than a node that branches; back where the branches began when they meet again.
    fn branch_depth(&self, node: usize) -> usize {
        let inside = |edge: &Edge| {
            let branches = self.graph.next[edge.from]
                .iter()
                .any(|other| other.output != edge.output);
            Some(self.depth[edge.from]? + usize::from(branches))
        };
        let mut depths: Vec<usize> = self.graph.previous[node]
            .iter()
            .filter_map(inside)
            .collect();
        depths.sort_unstable();
        match depths.as_slice() {
            [] => 0,
            [only] => *only,
            [least, ..] => least.saturating_sub(1),
        }
    }

    fn source(&self, edge: &Edge) -> String {
        let name = self.name(edge.from);
        match self.ports[edge.from].outputs.get(edge.output) {
            Some(port) if port.authored && !self.authored_ports => {
                format!("{name} ({})", edge.output)
            }
            Some(Port {
                label: Some(label), ..
            }) => format!("{name} ({label})"),
            _ => name,
        }
    }

    fn name(&self, node: usize) -> String {
        shown_name(self.workflow, node)
    }
}

/// A node's name, or what it is when it has none.
pub(crate) fn shown_name(workflow: &Workflow, node: usize) -> String {
    let node = &workflow.nodes[node];
    let name = plain(node.name.trim());
    if name.is_empty() {
        type_label(&node.type_name)
    } else {
        shortened(&name, 120)
    }
}
