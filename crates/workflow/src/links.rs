//! What leads where, for walking through a workflow from node to node.

use serde::{Deserialize, Serialize};

use crate::document::{Edge, Workflow};
use crate::graph::Graph;
use crate::ports;

/// One way from a node to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Index into [`Workflow::nodes`].
    pub from: usize,
    /// Index into [`Workflow::nodes`].
    pub to: usize,
    /// What the output is called: “true”, “done”.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<String>,
    /// Whether `from` is a part of `to`, such as the model of an agent, instead of a step before it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub attached: bool,
}

/// Every way between nodes, once: those that leave a node together, from its first output to its last, then its parts in the order of
/// their ports. Names of outputs that stand in parameters become numbers unless `authored_ports`.
pub fn links(workflow: &Workflow, authored_ports: bool) -> Vec<Link> {
    let graph = Graph::of(workflow);
    let ports = ports::of(workflow);
    let port = |edge: &Edge| {
        let output = ports.get(edge.from)?.outputs.get(edge.output)?;
        if output.authored && !authored_ports {
            return Some(edge.output.to_string());
        }
        output.label.clone()
    };
    let mut links: Vec<Link> = Vec::new();
    for (next, parts) in graph.next.iter().zip(&graph.attached) {
        links.extend(next.iter().map(|edge| Link {
            from: edge.from,
            to: edge.to,
            port: port(edge),
            attached: false,
        }));
        links.extend(parts.iter().map(|edge| Link {
            from: edge.from,
            to: edge.to,
            port: None,
            attached: true,
        }));
    }
    links
}
