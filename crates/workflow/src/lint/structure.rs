//! How nodes hang together: what starts, what is reached, what is missing.

use std::collections::BTreeMap;

use super::Looker;
use crate::document::EdgeKind;
use crate::family::is_trigger;
use crate::ports::known_outputs;
use crate::problem::Severity::{Error, Note, Warning};

pub(super) fn look(looker: &mut Looker) {
    let count = looker.nodes().count();
    if count == 0 {
        looker.whole(
            Error,
            "nothing_to_run",
            "There is no node that does something.",
        );
        return;
    }
    triggers(looker);
    stray(looker, count);
    missing_inputs(looker);
    outputs(looker);
    super::circles::look(looker);
}

fn triggers(looker: &mut Looker) {
    if looker
        .nodes()
        .any(|(_, node)| is_trigger(node) && !node.disabled)
    {
        return;
    }
    let message = if looker.nodes().any(|(_, node)| is_trigger(node)) {
        "Every trigger is switched off, so nothing starts the workflow."
    } else {
        "No trigger starts the workflow."
    };
    looker.whole(Warning, "no_trigger", message);
}

/// Nodes that are connected to nothing, hang under nothing, or cannot be reached.
fn stray(looker: &mut Looker, count: usize) {
    let reached = reached(looker);
    let started = reached.iter().any(|reached| *reached);
    for (index, node) in looker.nodes() {
        if node.disabled {
            looker.node(Note, "disabled_node", index, ".disabled", |name| {
                format!("{name} is switched off.")
            });
            continue;
        }
        let has =
            |edges: &[Vec<crate::Edge>]| edges.get(index).is_some_and(|edges| !edges.is_empty());
        let attached = looker.graph.is_attached.get(index) == Some(&true);
        let connected = attached
            || has(&looker.graph.next)
            || has(&looker.graph.previous)
            || has(&looker.graph.attached);
        let sub_node = looker
            .ports
            .get(index)
            .is_some_and(|ports| ports.is_sub_node());
        if sub_node && !attached {
            looker.node(Warning, "sub_node_without_parent", index, "", |name| {
                format!("{name} is made to hang under an AI node, but it hangs under none.")
            });
        } else if !connected && count > 1 {
            looker.node(Warning, "isolated_node", index, "", |name| {
                format!("{name} is connected to nothing.")
            });
        } else if started && reached.get(index) == Some(&false) {
            looker.node(Warning, "unreachable_node", index, "", |name| {
                format!("No trigger leads to {name}.")
            });
        }
    }
}

/// What runs when every enabled trigger fires: along the items, and the sub-nodes of what runs.
fn reached(looker: &Looker) -> Vec<bool> {
    let mut reached = vec![false; looker.workflow.nodes.len()];
    let mut open: Vec<usize> = looker
        .nodes()
        .filter(|(_, node)| is_trigger(node) && !node.disabled)
        .map(|(index, _)| index)
        .collect();
    while let Some(node) = open.pop() {
        match reached.get_mut(node) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        open.extend(
            looker
                .graph
                .next
                .get(node)
                .into_iter()
                .flatten()
                .map(|edge| edge.to),
        );
        open.extend(
            looker
                .graph
                .attached
                .get(node)
                .into_iter()
                .flatten()
                .map(|edge| edge.from),
        );
    }
    reached
}

/// AI inputs a node does not work without.
fn missing_inputs(looker: &mut Looker) {
    for (index, node) in looker.nodes().filter(|(_, node)| !node.disabled) {
        let mut needed: BTreeMap<EdgeKind, (usize, String)> = BTreeMap::new();
        let ports = looker
            .ports
            .get(index)
            .map(|ports| ports.ai_inputs.as_slice())
            .unwrap_or_default();
        for port in ports.iter().filter(|port| port.required) {
            let label = port
                .label
                .clone()
                .unwrap_or_else(|| port.kind.label().to_owned());
            needed.entry(port.kind).or_insert((0, label)).0 += 1;
        }
        let attached = looker
            .graph
            .attached
            .get(index)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let lacks = |kind: EdgeKind, count: usize| {
            attached.iter().filter(|edge| edge.kind == kind).count() < count
        };
        let missing: Vec<(EdgeKind, String)> = needed
            .into_iter()
            .filter(|(kind, (count, _))| lacks(*kind, *count))
            .map(|(kind, (_, label))| (kind, label))
            .collect();
        let labels: Vec<&str> = missing
            .iter()
            .filter(|(kind, _)| *kind != EdgeKind::Tool)
            .map(|(_, label)| &**label)
            .collect();
        let what = crate::names::type_label(&node.type_name);
        if !labels.is_empty() {
            let labels = labels.join(", ");
            looker.node(Error, "missing_ai_input", index, "", |name| {
                format!("{name} ({what}) does not work without: {labels}.")
            });
        }
        if missing.iter().any(|(kind, _)| *kind == EdgeKind::Tool) {
            looker.node(Warning, "missing_ai_tool", index, "", |name| {
                format!("{name} ({what}) expects a tool and has none.")
            });
        }
    }
}

/// Connections from outputs a node is known not to have.
fn outputs(looker: &mut Looker) {
    let mut beyond: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for edge in looker
        .workflow
        .edges
        .iter()
        .filter(|edge| edge.kind == EdgeKind::Main)
    {
        let sub_node = looker
            .ports
            .get(edge.from)
            .is_some_and(|ports| ports.is_sub_node());
        let known = looker.workflow.nodes.get(edge.from).and_then(known_outputs);
        if let Some(known) = known.filter(|known| edge.output >= *known && !sub_node) {
            let highest = beyond.entry(edge.from).or_insert((known, 0));
            highest.1 = highest.1.max(edge.output);
        }
    }
    for (node, (known, used)) in beyond {
        let plural = if known == 1 { "output" } else { "outputs" };
        looker.node(Warning, "output_out_of_range", node, "", |name| {
            format!(
                "A connection leaves output {used} (from 0) of {name}, which has {known} {plural}."
            )
        });
    }
}
