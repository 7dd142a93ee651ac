//! The figures of n8n's canvas.

use crate::support::{an_agent, node, workflow};
use serde_json::{Value, json};
use workflow::geometry::{Route, Scene, Shape, scene};

fn size(kind: &str, version: f64, parameters: Value) -> (f64, f64) {
    let rect = scene(&workflow(
        &[node("N", kind, version, [0.0, 0.0], parameters)],
        &[],
    ))
    .nodes[0]
        .rect;
    (rect.w, rect.h)
}

#[test]
fn nodes_have_the_sizes_of_the_canvas() {
    assert_eq!(size("set", 3.4, json!({})), (96.0, 96.0));
    assert_eq!(size("if", 2.2, json!({})), (96.0, 96.0));
    assert_eq!(size("switch", 1.0, json!({})), (96.0, 160.0));
    assert_eq!(
        size("merge", 3.0, json!({ "numberInputs": 3 })),
        (96.0, 128.0)
    );
    assert_eq!(size("messageAnAgent", 1.0, json!({})), (384.0, 96.0));
    let ai = |short: &str, version, parameters| {
        size(
            &format!("@n8n/n8n-nodes-langchain.{short}"),
            version,
            parameters,
        )
    };
    assert_eq!(ai("agent", 2.2, json!({})), (224.0, 96.0));
    assert_eq!(
        ai(
            "agent",
            2.2,
            json!({ "needsFallback": true, "hasOutputParser": true })
        ),
        (272.0, 96.0)
    );
    assert_eq!(ai("lmChatOpenAi", 1.2, json!({})), (80.0, 80.0));
    assert_eq!(ai("toolVectorStore", 1.0, json!({})), (240.0, 80.0));
}

#[test]
fn sticky_notes_have_a_default_and_a_least_size() {
    assert_eq!(size("stickyNote", 1.0, json!({})), (240.0, 180.0));
    assert_eq!(
        size("stickyNote", 1.0, json!({ "width": 10, "height": 10 })),
        (150.0, 80.0)
    );
    assert_eq!(
        size("stickyNote", 1.0, json!({ "width": 400, "height": 300 })),
        (400.0, 300.0)
    );
}

#[test]
fn ports_are_spread_evenly_and_edges_end_at_their_outer_rim() {
    let scene = branch();
    let (if_node, yes) = (&scene.nodes[0], &scene.nodes[1]);
    assert_eq!((if_node.output(0).x, if_node.output(0).y), (96.0, 32.0));
    assert_eq!((if_node.output(1).x, if_node.output(1).y), (96.0, 64.0));
    assert_eq!((yes.input(0).x, yes.input(0).y), (224.0, 48.0));
    let curve = scene.edges[0];
    assert_eq!((curve.from.x, curve.from.y), (104.0, 32.0));
    assert_eq!((curve.to.x, curve.to.y), (216.0, 48.0));
}

fn branch() -> Scene {
    let nodes = [
        node("If", "if", 2.2, [0.0, 0.0], json!({})),
        node("Yes", "noOp", 1.0, [224.0, 0.0], json!({})),
    ];
    scene(&workflow(&nodes, &[("If", "main", 0, "Yes", 0)]))
}

#[test]
fn a_forward_edge_is_a_curve_whose_handles_are_half_its_width() {
    let curve = branch().edges[0];
    assert_eq!(curve.route, Route::Forward);
    assert_eq!(curve.path(), "M104,32C160,32 160,48 216,48");
}

#[test]
fn an_edge_that_ends_slightly_to_the_left_is_still_a_curve() {
    let nodes = [
        node("A", "noOp", 1.0, [0.0, 0.0], json!({})),
        node("B", "noOp", 1.0, [96.0, 200.0], json!({})),
    ];
    let scene = scene(&workflow(&nodes, &[("A", "main", 0, "B", 0)]));
    // From 104 to 88: a handle of 0.25 · 25 · √16.
    assert_eq!(scene.edges[0].route, Route::Forward);
    assert_eq!(scene.edges[0].path(), "M104,48C129,48 63,248 88,248");
}

#[test]
fn a_back_edge_runs_below_its_source_with_round_corners() {
    let nodes = [
        node("A", "noOp", 1.0, [0.0, 0.0], json!({})),
        node("B", "noOp", 1.0, [448.0, 0.0], json!({})),
    ];
    let scene = scene(&workflow(&nodes, &[("B", "main", 0, "A", 0)]));
    let curve = scene.edges[0];
    assert_eq!(curve.route, Route::Back);
    assert_eq!(
        curve.path(),
        "M552,48L576,48Q592,48 592,64L592,162Q592,178 576,178L-32,178Q-48,178 -48,162L-48,64Q-48,48 -32,48L-8,48"
    );
}

#[test]
fn bottom_ports_leave_gaps_between_required_and_other_ones() {
    let agent = &scene(&an_agent()).nodes[1];
    let places: Vec<f64> = (0..3)
        .map(|place| agent.ai_input(place).x - agent.rect.x)
        .collect();
    assert_eq!(places, [40.0, 136.0, 184.0]);
    assert_eq!(agent.ai_input(0).y, 96.0);
}

#[test]
fn sub_nodes_hang_on_curves_from_their_top_to_the_parents_bottom() {
    let scene = scene(&an_agent());
    let curve = scene
        .edges
        .iter()
        .find(|curve| curve.edge.from == 2)
        .unwrap();
    assert_eq!(curve.route, Route::Attached);
    assert_eq!((curve.from.x, curve.from.y), (200.0, 216.0));
    assert_eq!((curve.to.x, curve.to.y), (264.0, 104.0));
    assert_eq!(curve.path(), "M200,216C200,160 264,160 264,104");
}

#[test]
fn shapes_follow_what_a_node_is() {
    let shapes: Vec<_> = scene(&an_agent())
        .nodes
        .iter()
        .map(|placed| placed.shape)
        .collect();
    assert_eq!(
        shapes,
        [
            Shape::Trigger,
            Shape::Parent,
            Shape::SubNode,
            Shape::SubNode
        ]
    );
}

#[test]
fn nodes_without_positions_are_laid_out_in_layers_without_touching() {
    let mut nodes = vec![
        node("T", "manualTrigger", 1.0, [0.0, 0.0], json!({})),
        node("If", "if", 2.2, [0.0, 0.0], json!({})),
    ];
    nodes.extend(["A", "B", "C"].map(|name| node(name, "noOp", 1.0, [0.0, 0.0], json!({}))));
    nodes.push(node(
        "Agent",
        "@n8n/n8n-nodes-langchain.agent",
        2.2,
        [0.0, 0.0],
        json!({}),
    ));
    nodes.push(node(
        "Model",
        "@n8n/n8n-nodes-langchain.lmChatOpenAi",
        1.2,
        [0.0, 0.0],
        json!({}),
    ));
    let edges = [
        ("T", "main", 0, "If", 0),
        ("If", "main", 0, "A", 0),
        ("If", "main", 1, "B", 0),
        ("A", "main", 0, "C", 0),
        ("B", "main", 0, "C", 0),
        ("C", "main", 0, "If", 0),
        ("C", "main", 0, "Agent", 0),
        ("Model", "ai_languageModel", 0, "Agent", 0),
    ];
    let placed = scene(&workflow(&nodes, &edges)).nodes;
    for (index, a) in placed.iter().enumerate() {
        for b in &placed[index + 1..] {
            let apart = a.rect.x + a.rect.w <= b.rect.x
                || b.rect.x + b.rect.w <= a.rect.x
                || a.rect.y + a.rect.h <= b.rect.y
                || b.rect.y + b.rect.h <= a.rect.y;
            assert!(apart, "{:?} {:?}", a.rect, b.rect);
        }
    }
    assert!(
        placed[0].rect.x < placed[1].rect.x
            && placed[1].rect.x < placed[2].rect.x
            && placed[2].rect.x < placed[4].rect.x
    );
    assert_eq!(placed[2].rect.x, placed[3].rect.x);
    assert!(
        placed[2].rect.y < placed[3].rect.y,
        "the first branch lies above the second"
    );
    assert!(
        placed[6].rect.y > placed[5].rect.y + placed[5].rect.h,
        "a sub-node hangs below its parent"
    );
}

#[test]
fn only_the_nodes_without_a_position_are_moved() {
    let mut lost = node("Lost", "noOp", 1.0, [0.0, 0.0], json!({}));
    lost.as_object_mut().unwrap().remove("position");
    let nodes = [
        node("A", "noOp", 1.0, [64.0, 32.0], json!({})),
        lost,
        node("B", "noOp", 1.0, [400.0, 32.0], json!({})),
    ];
    let placed = scene(&workflow(&nodes, &[])).nodes;
    assert_eq!(
        (placed[0].rect.x, placed[0].rect.y, placed[2].rect.x),
        (64.0, 32.0, 400.0)
    );
    assert!(placed[1].rect.y > 32.0 + 96.0);
}
