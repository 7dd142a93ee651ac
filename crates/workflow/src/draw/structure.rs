//! A workflow without the words of its author: what may be shown of one that is not bought yet.

use serde_json::{Map, Value};

use crate::document::{Node, Workflow};
use crate::geometry::{Placed, Scene};
use crate::names::type_label;

/// A copy for drawing that holds types, sizes, edges and colors, and no text from the file.
pub(super) fn of(workflow: &Workflow, mut scene: Scene) -> (Workflow, Scene) {
    without_authored_ports(&mut scene);
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

/// Names of ports that stand in parameters become numbers. What n8n itself calls them, such as “true” and “done”, stays.
pub(super) fn without_authored_ports(scene: &mut Scene) {
    for Placed { ports, .. } in &mut scene.nodes {
        for side in [&mut ports.inputs, &mut ports.outputs, &mut ports.ai_inputs] {
            for (index, port) in side
                .iter_mut()
                .enumerate()
                .filter(|(_, port)| port.authored)
            {
                port.label = Some(index.to_string());
            }
        }
    }
}
