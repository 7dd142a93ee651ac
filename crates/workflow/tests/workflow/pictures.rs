//! What may be left out of a picture, what may be told apart in it, and pictures as PNG.

use crate::support::{an_agent, node, workflow};
use serde_json::json;
use workflow::diff::Mark;
use workflow::draw::png::{Fonts, LARGEST, NoPicture, png};
use workflow::draw::{DrawOptions, svg};
use workflow::{outline, parse};

#[test]
fn structure_alone_holds_no_word_of_the_author() {
    let mut noted = node(
        "Confidential A",
        "switch",
        3.2,
        [0.0, 0.0],
        json!({ "rules": { "values": [{ "outputKey": "Confidential B" }, { "outputKey": "x" }] } }),
    );
    noted["notes"] = json!("Confidential C");
    noted["notesInFlow"] = json!(true);
    let nodes = [
        noted,
        node(
            "Confidential D",
            "if",
            2.2,
            [224.0, 0.0],
            json!({ "conditions": "Confidential E" }),
        ),
        node(
            "Confidential F",
            "stickyNote",
            1.0,
            [-50.0, -50.0],
            json!({ "content": "# Confidential G", "color": 4 }),
        ),
    ];
    let workflow = workflow(
        &nodes,
        &[("Confidential A", "main", 1, "Confidential D", 0)],
    );
    let options = DrawOptions {
        structure_only: true,
        ..DrawOptions::default()
    };
    let (whole, bare) = (
        svg(&workflow, &DrawOptions::default()),
        svg(&workflow, &options),
    );
    for word in ["A", "B", "C", "D", "G"] {
        assert!(whole.contains(&format!("Confidential {word}")), "{word}");
    }
    assert!(!bare.contains("Confidential"), "{bare}");
    // The canvas stays as it was, and what n8n itself writes on it.
    let shapes = |svg: &str| {
        (
            svg.matches(" data-node=").count(),
            svg.matches("wf-port\"").count(),
            svg.matches("wf-edge\"").count(),
        )
    };
    assert_eq!(shapes(&whole), shapes(&bare));
    assert!(bare.contains(">true<") && bare.contains(">Switch<") && bare.contains("wf-sticky--4"));
}

#[test]
fn nodes_that_came_changed_and_went_are_told_apart() {
    let marks = vec![
        Mark::Added,
        Mark::Changed,
        Mark::Removed,
        Mark::Moved,
        Mark::Same,
    ];
    let steps =
        ["A", "B", "C", "D", "E"].map(|name| node(name, "noOp", 1.0, [0.0, 0.0], json!({})));
    let steps = workflow(&steps, &[]);
    let picture = svg(
        &steps,
        &DrawOptions {
            marks,
            ..DrawOptions::default()
        },
    );
    for (class, color) in [
        ("added", "#0eab54"),
        ("changed", "#bf941f"),
        ("removed", "#f51f32"),
        ("moved", "#2b7fd0"),
    ] {
        assert_eq!(picture.matches(&format!("wf-marked--{class}")).count(), 1);
        assert_eq!(picture.matches(color).count(), 1);
        // Not by color alone: a word where it is read out, and a sign.
        assert_eq!(picture.matches(&format!(" · {class}</title>")).count(), 1);
    }
    assert_eq!(picture.matches("wf-sign").count(), 4);
    let same = DrawOptions {
        marks: vec![Mark::Same; 5],
        ..DrawOptions::default()
    };
    assert_eq!(svg(&steps, &same), svg(&steps, &DrawOptions::default()));
}

#[test]
fn names_of_outputs_that_stand_in_parameters_can_be_withheld() {
    let rules = json!({ "rules": { "values": [{ "outputKey": "above 500 EUR" }, {}] } });
    let nodes = [
        node("Route", "switch", 3.2, [0.0, 0.0], rules),
        node("Check", "if", 2.2, [224.0, 0.0], json!({})),
    ];
    let workflow = workflow(&nodes, &[("Route", "main", 0, "Check", 0)]);
    let options = DrawOptions {
        authored_ports: false,
        ..DrawOptions::default()
    };
    let (whole, withheld) = (
        svg(&workflow, &DrawOptions::default()),
        svg(&workflow, &options),
    );
    assert!(whole.contains("above 500 EUR"));
    assert!(!withheld.contains("above 500 EUR"));
    assert!(
        withheld.contains(">Route<") && withheld.contains(">true<") && withheld.contains(">0<")
    );
}

#[test]
fn a_note_that_connections_lead_to_is_no_step_and_has_none() {
    let nodes = [
        node("A", "noOp", 1.0, [0.0, 0.0], json!({})),
        node("Note", "stickyNote", 1.0, [300.0, 0.0], json!({})),
        node("B", "noOp", 1.0, [600.0, 0.0], json!({})),
    ];
    let workflow = workflow(
        &nodes,
        &[("A", "main", 0, "Note", 0), ("Note", "main", 0, "B", 0)],
    );
    assert_eq!(outline(&workflow, true).len(), 2);
    assert!(!svg(&workflow, &DrawOptions::default()).contains("class=\"wf-edge\""));
}

#[test]
fn a_picture_has_its_size_its_ground_and_always_the_same_bytes() {
    let fonts = Fonts::default();
    let picture = svg(&an_agent(), &DrawOptions::default());
    let bytes = png(&picture, (1200, 630), [245, 245, 245], &fonts).unwrap();
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(
        &bytes[16..24],
        [1200_u32.to_be_bytes(), 630_u32.to_be_bytes()].concat()
    );
    assert_eq!(
        bytes,
        png(&picture, (1200, 630), [245, 245, 245], &fonts).unwrap()
    );
    assert_ne!(
        bytes,
        png(&picture, (1200, 630), [23, 23, 23], &fonts).unwrap()
    );
    // Without its words it is another picture: text is really drawn.
    let silent = picture.replace("Agent", "").replace("Chat", "");
    assert_ne!(
        bytes,
        png(&silent, (1200, 630), [245, 245, 245], &fonts).unwrap()
    );
}

#[test]
fn sizes_nobody_needs_and_what_is_no_svg_are_refused() {
    let fonts = Fonts::default();
    for size in [(0, 10), (10, LARGEST + 1)] {
        assert_eq!(png("<svg/>", size, [0; 3], &fonts), Err(NoPicture::Size));
    }
    assert!(matches!(
        png("no", (10, 10), [0; 3], &fonts),
        Err(NoPicture::Svg(_))
    ));
}

#[test]
fn nothing_is_read_for_a_picture() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><image width="10" height="10" href="/etc/passwd"/><image width="10" height="10" href="data:image/png;base64,AAAA"/></svg>"#;
    let empty = r#"<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>"#;
    let fonts = Fonts::default();
    let draw = |svg| png(svg, (10, 10), [0; 3], &fonts).unwrap();
    assert_eq!(draw(svg), draw(empty));
}

#[test]
fn empty_and_enormous_workflows_have_a_picture() {
    let fonts = Fonts::default();
    let empty = parse(br#"{"nodes":[],"connections":{}}"#).unwrap().workflow;
    let far = workflow(
        &[
            node("A", "noOp", 1.0, [-199_000.0, -199_000.0], json!({})),
            node("B", "noOp", 1.0, [199_000.0, 199_000.0], json!({})),
        ],
        &[("A", "main", 0, "B", 0), ("B", "main", 0, "A", 0)],
    );
    for workflow in [empty, far] {
        assert!(
            png(
                &svg(&workflow, &DrawOptions::default()),
                (600, 315),
                [255; 3],
                &fonts
            )
            .is_ok()
        );
    }
}
