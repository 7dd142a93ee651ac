//! Which inputs and outputs a node has, and what they are called.

mod ai;
mod main;

use std::collections::HashSet;

use crate::document::{EdgeKind, Node, Workflow};
use crate::family::{is_core, is_langchain, is_sub_node_by_name, is_trigger};

/// The most ports of one kind that are drawn.
pub const MOST: usize = 64;

/// A place where an edge can begin or end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// What flows through it.
    pub kind: EdgeKind,
    /// What it is called, if it needs a name.
    pub label: Option<String>,
    /// Whether the node does not work without it.
    pub required: bool,
    /// Whether the name stands in the node's parameters, where its author wrote it.
    pub authored: bool,
}

impl Port {
    fn plain() -> Self {
        Self {
            kind: EdgeKind::Main,
            label: None,
            required: false,
            authored: false,
        }
    }

    fn named(label: impl Into<String>) -> Self {
        Self {
            label: Some(label.into()),
            ..Self::plain()
        }
    }

    fn authored(label: impl Into<String>) -> Self {
        Self {
            authored: true,
            ..Self::named(label)
        }
    }
}

/// The ports of one node.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ports {
    /// On the left.
    pub inputs: Vec<Port>,
    /// On the right.
    pub outputs: Vec<Port>,
    /// At the bottom: where sub-nodes attach.
    pub ai_inputs: Vec<Port>,
    /// At the top: what a sub-node gives to its parent.
    pub ai_outputs: Vec<EdgeKind>,
}

impl Ports {
    /// Which of the bottom ports takes the `input`-th edge of a kind.
    pub fn ai_input(&self, kind: EdgeKind, input: usize) -> Option<usize> {
        let mut places = self
            .ai_inputs
            .iter()
            .enumerate()
            .filter(|(_, port)| port.kind == kind)
            .map(|(place, _)| place);
        let first = places.next()?;
        Some(if input == 0 {
            first
        } else {
            places.nth(input - 1).unwrap_or(first)
        })
    }

    /// Whether the node hangs under another one.
    pub fn is_sub_node(&self) -> bool {
        !self.ai_outputs.is_empty()
    }
}

/// The ports of every node, in the order of [`Workflow::nodes`]: what is known of the type, and whatever the edges use beyond that.
pub fn of(workflow: &Workflow) -> Vec<Ports> {
    let used = Used::by(workflow);
    workflow
        .nodes
        .iter()
        .enumerate()
        .map(|(index, node)| node_ports(node, &used, index))
        .collect()
}

/// What the edges use of each node.
struct Used {
    inputs: Vec<usize>,
    outputs: Vec<usize>,
    ai_inputs: Vec<Vec<(EdgeKind, usize)>>,
    ai_outputs: Vec<Vec<EdgeKind>>,
}

impl Used {
    fn by(workflow: &Workflow) -> Self {
        let count = workflow.nodes.len();
        let mut used = Self {
            inputs: vec![0; count],
            outputs: vec![0; count],
            ai_inputs: vec![vec![]; count],
            ai_outputs: vec![vec![]; count],
        };
        let mut seen = HashSet::new();
        for edge in &workflow.edges {
            match edge.kind {
                EdgeKind::Main => {
                    used.outputs[edge.from] =
                        used.outputs[edge.from].max((edge.output + 1).min(MOST));
                    used.inputs[edge.to] = used.inputs[edge.to].max((edge.input + 1).min(MOST));
                }
                EdgeKind::Unknown => {}
                kind => {
                    if seen.insert((edge.to, kind, edge.input))
                        && used.ai_inputs[edge.to].len() < MOST
                    {
                        used.ai_inputs[edge.to].push((kind, edge.input.min(MOST - 1)));
                    }
                    if !used.ai_outputs[edge.from].contains(&kind) {
                        used.ai_outputs[edge.from].push(kind);
                    }
                }
            }
        }
        used
    }
}

fn node_ports(node: &Node, used: &Used, index: usize) -> Ports {
    if node.is_sticky() {
        return Ports::default();
    }
    let ai_outputs = match used.ai_outputs[index].clone() {
        // A code node of the AI package may feed both ways, and is a sub-node only by what is attached to it.
        none if none.is_empty() && is_sub_node_by_name(node) && used.outputs[index] == 0 => {
            vec![ai::output_kind(node)]
        }
        used => used,
    };
    let sub = !ai_outputs.is_empty() || (is_sub_node_by_name(node) && used.outputs[index] == 0);
    let mut inputs = if sub || is_trigger(node) {
        Vec::new()
    } else {
        main::inputs(node)
    };
    let mut outputs = if sub { Vec::new() } else { main::outputs(node) };
    while inputs.len() < used.inputs[index] {
        inputs.push(Port::plain());
    }
    while outputs.len() < used.outputs[index] {
        outputs.push(Port::plain());
    }
    inputs.truncate(MOST);
    outputs.truncate(MOST);
    Ports {
        inputs,
        outputs,
        ai_inputs: ai::inputs(node, &used.ai_inputs[index]),
        ai_outputs,
    }
}

/// How many outputs for items a node has, when its type and parameters tell: types of other packages and outputs that are calculated do not.
pub(crate) fn known_outputs(node: &Node) -> Option<usize> {
    let list = |path: &[&str]| node.parameter(path).is_some_and(|list| list.is_array());
    let number = |key: &str| {
        node.parameter(&[key])
            .is_none_or(serde_json::Value::is_number)
    };
    let told = match node.short_type() {
        "switch" if node.text(&["mode"]) == Some("expression") => {
            number("numberOutputs") && number("outputsAmount")
        }
        "switch" if node.type_version >= 3.0 => list(&["rules", "values"]),
        "switch" if node.type_version >= 2.0 => list(&["rules", "rules"]),
        "textClassifier" => list(&["categories", "categories"]),
        "sentimentAnalysis" => !node
            .text(&["options", "categories"])
            .is_some_and(|text| text.starts_with('=')),
        "code" | "mcpTrigger" => is_core(node),
        _ => true,
    };
    let own = is_core(node) || is_langchain(node);
    (own && told && !node.is_sticky()).then(|| main::outputs(node).len())
}

/// What a sub-node gives, judged by its type alone.
pub(crate) fn output_of(node: &Node) -> Option<EdgeKind> {
    is_sub_node_by_name(node).then(|| ai::output_kind(node))
}
