//! A workflow without the words of its author: what may be shown of one that is not bought yet.

use serde_json::{Map, Value, json};

use crate::document::{Node, Workflow};
use crate::geometry::{Placed, Scene};
use crate::names::type_label;

/// A copy for drawing that holds types, sizes, edges and colors, and no text from the file.
pub(super) fn of(workflow: &Workflow, mut scene: Scene) -> (Workflow, Scene) {
    for (node, placed) in workflow.nodes.iter().zip(&mut scene.nodes) {
        without_labels(node, placed);
    }
    let bare = Workflow {
        name: None,
        nodes: workflow.nodes.iter().map(bare).collect(),
        edges: workflow.edges.clone(),
        error_workflow: None,
        source: Value::Null,
    };
    (bare, scene)
}

fn bare(node: &Node) -> Node {
    let mut parameters = Map::new();
    if let Some(color) = node.parameter(&["color"]).filter(|_| node.is_sticky()) {
        parameters.insert("color".to_owned(), color.clone());
    }
    Node {
        id: None,
        name: type_label(&node.type_name),
        parameters,
        notes: None,
        notes_in_flow: false,
        credentials: Vec::new(),
        webhook_id: None,
        other: Map::new(),
        ..node.clone()
    }
}

/// Labels that stand in the node's parameters are the author's; they become numbers. “true” and “done” stay.
fn without_labels(node: &Node, placed: &mut Placed) {
    let mut texts = Vec::new();
    let parameters = json!(node.parameters);
    gather(&parameters, &mut texts);
    let own = |label: &str| {
        !label.is_empty()
            && texts
                .iter()
                .any(|text| text.contains(label.trim_end_matches('…')))
    };
    let ports = &mut placed.ports;
    for side in [&mut ports.inputs, &mut ports.outputs, &mut ports.ai_inputs] {
        for (index, port) in side.iter_mut().enumerate() {
            if port.label.as_deref().is_some_and(own) {
                port.label = Some(index.to_string());
            }
        }
    }
}

fn gather<'v>(value: &'v Value, texts: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(list) => list.iter().for_each(|value| gather(value, texts)),
        Value::Object(fields) => fields.values().for_each(|value| gather(value, texts)),
        _ => {}
    }
}
