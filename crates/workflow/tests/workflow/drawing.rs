//! What the pictures contain, and that no file can make them harmful.

use crate::support::{an_agent, node, workflow};
use serde_json::json;
use workflow::draw::{DrawOptions, emblem, miniature, svg};
use workflow::{node_details, outline, requirements};

fn draw(workflow: &workflow::Workflow) -> String {
    svg(workflow, &DrawOptions::default())
}

/// Names of elements that are opened, checking that each is closed in its turn.
fn elements(svg: &str) -> Vec<String> {
    let (mut all, mut open) = (Vec::new(), Vec::new());
    for part in svg.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("every tag ends");
        assert!(!text.contains('>'), "an unescaped > after {tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(
                open.pop().as_deref(),
                Some(name),
                "closed in the wrong order"
            );
        } else {
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            let name = tag.split([' ', '/']).next().unwrap().to_owned();
            all.push(name.clone());
            if !tag.ends_with('/') {
                open.push(name);
            }
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
    all
}

#[test]
fn the_picture_has_the_structure_its_island_and_style_sheet_rely_on() {
    let picture = draw(&an_agent());
    elements(&picture);
    assert!(picture.starts_with("<svg class=\"wf-graph\" viewBox=\""));
    assert!(picture.contains("role=\"img\" aria-label=\"Test: a workflow of 4 nodes\""));
    assert!(picture.contains("<title>Test</title><g class=\"wf-viewport\">"));
    assert!(picture.contains("<g class=\"wf-node wf-node--trigger\" data-node=\"0\""));
    assert!(picture.contains("<g class=\"wf-node wf-node--ai\" data-node=\"1\""));
    assert_eq!(picture.matches("wf-edge wf-edge--ai\"").count(), 2);
    assert_eq!(picture.matches("data-node=").count(), 4);
    assert!(picture.contains("Chat Model<tspan class=\"wf-required\""));
}

#[test]
fn a_nodes_title_holds_the_words_that_are_seen_and_none_of_them_twice() {
    let slack = |name| node(name, "slack", 2.2, [0.0, 0.0], json!({}));
    let mut off = slack("Post it");
    off["disabled"] = json!(true);
    let request = node("HTTP Request1", "httpRequest", 4.2, [0.0, 0.0], json!({}));
    let nodes = [slack("Send the summary"), slack("slack"), request, off];
    let picture = draw(&workflow(&nodes, &[]));
    for title in [
        "Send the summary · Slack",
        "slack",
        "HTTP Request1",
        "Post it · Slack · Disabled",
    ] {
        let title = format!("<title>{title}</title>");
        assert!(picture.contains(&title), "{title} is missing in {picture}");
    }
}

#[test]
fn pictures_use_nothing_a_strict_policy_forbids_and_no_ids() {
    let pictures = [
        draw(&an_agent()),
        miniature(&an_agent()),
        emblem("invoice-bot"),
    ];
    for picture in pictures {
        let used = elements(&picture);
        let allowed = [
            "svg", "title", "g", "path", "rect", "circle", "text", "tspan",
        ];
        assert!(
            used.iter().all(|name| allowed.contains(&name.as_str())),
            "{used:?}"
        );
        for forbidden in [" style=", " id=", " href=", "url(", " on", "javascript:"] {
            assert!(!picture.contains(forbidden), "{forbidden}");
        }
    }
}

#[test]
fn ids_appear_only_with_a_prefix_and_the_prefix_cannot_break_out() {
    let options = DrawOptions {
        id_prefix: Some("a\"><script>".to_owned()),
        ..DrawOptions::default()
    };
    let picture = svg(&an_agent(), &options);
    elements(&picture);
    assert!(picture.contains("id=\"ascript-graph\"") && picture.contains("id=\"ascript-node-1\""));
}

#[test]
fn markup_in_names_notes_and_ports_stays_text() {
    let evil = "</text></svg><script>alert(1)</script>&\"'<!--";
    let nodes = [
        node(evil, "set", 3.4, [0.0, 0.0], json!({})),
        node(
            "Sw",
            "switch",
            3.2,
            [224.0, 0.0],
            json!({ "rules": { "values": [{ "outputKey": evil }] } }),
        ),
        node(
            "N",
            "stickyNote",
            1.0,
            [0.0, -300.0],
            json!({ "content": format!("# {evil}\n<img src=x onerror=alert(1)> [a](javascript:alert(1)) ![i](https://example.com/i.png)"), "width": 900, "color": "red;}</style><script>" }),
        ),
        node("X", evil, 1.0, [448.0, 0.0], json!({})),
    ];
    let mut value = crate::support::document(&nodes, &[]);
    value["name"] = json!(evil);
    let picture = draw(&crate::support::read(&value).workflow);
    let used = elements(&picture);
    assert!(
        !used
            .iter()
            .any(|name| matches!(name.as_str(), "script" | "img" | "style" | "a" | "image"))
    );
    assert!(!picture.contains("javascript:") && !picture.contains("example.com"));
}

#[test]
fn characters_that_hide_or_reorder_text_are_left_out() {
    let nodes = [node(
        "A\u{202e}gpj.exe\u{2066}\u{200b}\u{7}",
        "noOp",
        1.0,
        [0.0, 0.0],
        json!({}),
    )];
    let picture = draw(&workflow(&nodes, &[]));
    assert!(picture.contains("Agpj.exe"));
    assert!(!picture.chars().any(
        |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}')
            || c.is_control()
    ));
}

#[test]
fn names_take_two_lines_at_most_in_any_script() {
    for name in [
        "word ".repeat(60),
        "x".repeat(400),
        "漢字".repeat(100),
        "👩‍👩‍👧‍👦".repeat(40),
        "שלום ".repeat(40),
        "e\u{301}".repeat(300),
    ] {
        let picture = draw(&workflow(
            &[node(&name, "noOp", 1.0, [0.0, 0.0], json!({}))],
            &[],
        ));
        assert_eq!(picture.matches("class=\"wf-label\"").count(), 2, "{name}");
        assert!(picture.contains('…'));
    }
}

#[test]
fn a_note_shows_its_headings_lists_and_bold_words_and_no_more_than_fits() {
    let content = "## Setup\n\nAdd **your key** here\n- first [link](https://example.com)\n1. second\n\n| a | b |\n|---|---|\n@[youtube](abc)\n".to_owned() + &"line\n".repeat(500);
    let picture = draw(&workflow(
        &[node(
            "N",
            "stickyNote",
            1.0,
            [0.0, 0.0],
            json!({ "content": content, "color": 3 }),
        )],
        &[],
    ));
    elements(&picture);
    assert!(picture.contains("wf-sticky wf-sticky--3"));
    assert!(picture.contains("font-weight=\"700\">Setup</text>"));
    assert!(picture.contains("<tspan font-weight=\"700\">your key</tspan>"));
    assert!(picture.contains("• first link") && picture.contains("1. second"));
    assert!(!picture.contains("**") && !picture.contains("##") && !picture.contains("example.com"));
    assert!(picture.matches("<text").count() < 12);
}

#[test]
fn no_font_pushes_the_words_of_a_note_over_its_edge() {
    let content = "Short\n\nA line that goes on and on until it has filled all of the room there is in a note of this width";
    let picture = draw(&workflow(
        &[node(
            "N",
            "stickyNote",
            1.0,
            [0.0, 0.0],
            json!({ "content": content, "width": 300, "height": 300 }),
        )],
        &[],
    ));
    let lengths: Vec<f64> = picture
        .split("textLength=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next()?.parse().ok())
        .collect();
    assert!(!lengths.is_empty(), "{picture}");
    assert!(lengths.iter().all(|&length| length <= 276.0), "{lengths:?}");
    assert!(picture.contains("font-size=\"14\">Short</text>"));
}

#[test]
fn the_same_input_always_gives_the_same_picture() {
    assert_eq!(draw(&an_agent()), draw(&an_agent()));
    assert_eq!(miniature(&an_agent()), miniature(&an_agent()));
    assert_eq!(emblem("mail-sorter"), emblem("mail-sorter"));
    let all: std::collections::HashSet<_> = (0..100)
        .map(|number| emblem(&format!("product-{number}")))
        .collect();
    assert!(all.len() > 95, "emblems differ: {}", all.len());
}

#[test]
fn a_miniature_of_twenty_nodes_is_small_and_has_no_text() {
    let nodes: Vec<_> = (0..20)
        .map(|index| {
            node(
                &format!("N{index}"),
                "httpRequest",
                4.2,
                [f64::from(index) * 224.0, f64::from(index % 3) * 160.0],
                json!({}),
            )
        })
        .collect();
    let names: Vec<String> = (0..20).map(|index| format!("N{index}")).collect();
    let edges: Vec<_> = names
        .windows(2)
        .map(|pair| (pair[0].as_str(), "main", 0, pair[1].as_str(), 0))
        .collect();
    let picture = miniature(&workflow(&nodes, &edges));
    assert!(picture.len() < 6_000, "{} bytes", picture.len());
    assert!(picture.contains("viewBox=\"0 0 320 200\""));
    assert!(
        !elements(&picture)
            .iter()
            .any(|name| name == "text" || name == "title")
    );
}

#[test]
fn emblems_stay_in_their_frame_for_any_seed() {
    for seed in ["", "a", "🦖", "</svg>", &"x".repeat(10_000)] {
        let picture = emblem(seed);
        elements(&picture);
        assert!(picture.len() < 6_000 && picture.contains("viewBox=\"0 0 320 200\""));
    }
}

#[test]
fn hostile_workflows_are_drawn_within_bounds_and_time() {
    let far = json!({ "nodes": [
        { "name": "A", "type": "n8n-nodes-base.stickyNote", "position": [1e300, -1e300], "parameters": { "width": 1e300, "height": "1e300", "content": "x".repeat(100_000) } },
        { "name": "B", "type": "n8n-nodes-base.merge", "typeVersion": 3, "position": [0, 0], "parameters": { "numberInputs": 1e12 } },
        {}, { "position": [0], "type": 5, "name": null, "parameters": "x", "credentials": [1] } ], "connections": { "B": { "main": [[{ "node": "B", "type": "main", "index": 1e18 }]] } } });
    let picture = draw(&crate::support::read(&far).workflow);
    elements(&picture);
    assert!(picture.len() < 200_000 && !picture.contains("inf") && !picture.contains("NaN"));
}

#[test]
fn a_hundred_thousand_edges_and_thousands_of_nodes_in_one_chain_are_survived() {
    let nodes: Vec<_> = (0..3_000)
        .map(|index| json!({ "name": format!("n{index}"), "type": "n8n-nodes-base.noOp" }))
        .collect();
    let mut connections = serde_json::Map::new();
    for index in 0..3_000_usize {
        let targets: Vec<_> = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377].iter().map(|step| json!({ "node": format!("n{}", (index + step) % 3_000), "type": "main", "index": 0 })).collect();
        connections.insert(
            format!("n{index}"),
            json!({ "main": [targets, targets, targets] }),
        );
    }
    let text = json!({ "nodes": nodes, "connections": connections }).to_string();
    assert!(text.len() < workflow::parse::MAX_BYTES, "{}", text.len());
    let workflow = workflow::parse(text.as_bytes()).unwrap().workflow;
    assert!(workflow.edges.len() > 100_000, "{}", workflow.edges.len());
    assert!(draw(&workflow).len() < 20_000_000);
    assert!(miniature(&workflow).len() < 60_000);
    assert_eq!(outline(&workflow, true).len(), 3_000);
    assert_eq!(node_details(&workflow, true).len(), 3_000);
    assert_eq!(requirements(&workflow).node_count, 3_000);
}

#[test]
fn sub_nodes_attached_in_a_circle_are_drawn_once() {
    let nodes = ["A", "B"].map(|name| {
        node(
            name,
            "@n8n/n8n-nodes-langchain.toolVectorStore",
            1.0,
            [0.0, 0.0],
            json!({}),
        )
    });
    let workflow = workflow(
        &nodes,
        &[
            ("A", "ai_vectorStore", 0, "B", 0),
            ("B", "ai_vectorStore", 0, "A", 0),
        ],
    );
    assert_eq!(draw(&workflow).matches("data-node=").count(), 2);
    assert_eq!(outline(&workflow, true).len(), 2);
}
