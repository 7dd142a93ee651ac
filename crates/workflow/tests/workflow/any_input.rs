//! Whatever comes in, an answer comes out.

use proptest::prelude::*;
use serde_json::{Value, json};
use workflow::{
    Pairing, diff, draw, geometry, inspect, lint, node_details, outline, parse, parse_leading,
    path, place, requirements, sanitise, secrets,
};

/// Values of the kinds and keys a workflow has, in places where it has others.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop_oneof![
            Just("A"),
            Just("main"),
            Just("ai_tool"),
            Just("={{ $env.X }}"),
            Just("https://a@b.example:1/x"),
            Just("#abcdef"),
            Just("expression"),
            Just("n8n-nodes-base.stickyNote"),
            Just("n8n-nodes-base.switch"),
            Just("n8n-nodes-base.merge"),
            Just("n8n-nodes-base.httpRequest"),
            Just("@n8n/n8n-nodes-langchain.agent"),
            Just("@n8n/n8n-nodes-langchain.vectorStoreX"),
            Just("# **a** [b](c"),
            Just("**|`<!--"),
        ]
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        let key = prop_oneof![
            Just("A"),
            Just("main"),
            Just("node"),
            Just("type"),
            Just("index"),
            Just("name"),
            Just("content"),
            Just("color"),
            Just("width"),
            Just("numberInputs"),
            Just("rules"),
            Just("values"),
            Just("outputKey"),
            Just("mode"),
            Just("options"),
            Just("agent"),
            Just("value"),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::vec((key, inner), 0..5).prop_map(|fields| fields
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect()),
        ]
    })
}

fn node() -> impl Strategy<Value = Value> {
    (value(), value(), value(), value(), value()).prop_map(|(name, kind, version, position, parameters)| {
        json!({ "name": name, "type": kind, "typeVersion": version, "position": position, "parameters": parameters, "onError": "continueErrorOutput" })
    })
}

fn try_everything(bytes: &[u8]) {
    let counted = inspect(bytes);
    let Ok(parsed) = parse(bytes) else {
        let _ = parse_leading(bytes);
        return;
    };
    assert!(counted.parse_ok);
    for problem in &parsed.problems {
        assert!(problem.line >= 1 && problem.column >= 1, "{problem:?}");
        assert_eq!(path::written(&path::steps(&problem.path)), problem.path);
    }
    let looked = lint(&parsed);
    assert!(
        looked.score <= 100
            && looked
                .remarks
                .iter()
                .all(|remark| remark.message.ends_with('.'))
    );
    let workflow = parsed.workflow;
    // What was read and is written again is read as the same, key order included.
    let written = workflow.to_json().to_string();
    let again = parse(written.as_bytes()).unwrap();
    assert_eq!(again.workflow, workflow);
    assert_eq!(again.workflow.to_json().to_string(), written);
    assert_eq!(geometry::scene(&workflow), geometry::scene(&again.workflow));
    assert_eq!(diff(&workflow, &again.workflow, Pairing::Best).changes, []);
    let picture = draw::svg(&workflow, &draw::DrawOptions::default());
    assert!(!picture.contains("NaN") && picture.ends_with("</g></svg>"));
    assert_eq!(outline(&workflow, true).len(), workflow.node_count());
    assert_eq!(node_details(&workflow, true).len(), workflow.node_count());
    draw::miniature(&workflow);
    requirements(&workflow);
    let redacted = secrets::redact(&workflow);
    assert_eq!(
        redacted.replaced.is_empty(),
        secrets::scan(&workflow).is_empty()
    );
    assert_eq!(secrets::scan_value(&redacted.json), []);
    let once = sanitise(&workflow).json;
    let again = parse(once.to_string().as_bytes()).map(|parsed| sanitise(&parsed.workflow).removed);
    assert!(again.is_ok_and(|removed| removed.is_empty()));
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        try_everything(&bytes);
    }

    #[test]
    fn any_text_with_backslashes_and_surrogates_is_read_or_refused(text in "(\\\\|u|d8|00|dc|\"|é|\\{|\\[|\\PC){0,40}") {
        try_everything(format!("{{\"nodes\":[],\"connections\":{{}},\"name\":\"{text}\"}}").as_bytes());
    }

    #[test]
    fn any_values_in_a_workflow_are_drawn_and_understood(nodes in prop::collection::vec(node(), 0..6), connections in value(), pins in value()) {
        let connections = if connections.is_object() { connections } else { json!({ "A": connections }) };
        try_everything(json!({ "nodes": nodes, "connections": connections, "pinData": pins }).to_string().as_bytes());
    }

    #[test]
    fn any_two_workflows_are_compared_and_nothing_is_lost(old in prop::collection::vec(node(), 0..6), new in prop::collection::vec(node(), 0..6), a in value(), b in value()) {
        let read = |nodes: &[Value], connections: &Value| {
            let text = json!({ "nodes": nodes, "connections": { "A": connections } }).to_string();
            parse(text.as_bytes()).unwrap().workflow
        };
        let (old, new) = (read(&old, &a), read(&new, &b));
        for pairing in [Pairing::Ids, Pairing::Best] {
            let there = diff(&old, &new, pairing);
            let back = diff(&new, &old, pairing);
            let figures = &there.figures;
            prop_assert_eq!(figures.added.len() + there.pairs.len(), new.nodes.len());
            prop_assert_eq!(figures.removed.len() + there.pairs.len(), old.nodes.len());
            prop_assert_eq!(figures.modified.len() + figures.moved.len() + figures.same, there.pairs.len());
            prop_assert_eq!(figures.edges_added, back.figures.edges_removed);
            prop_assert_eq!((there.old_marks.len(), there.new_marks.len()), (old.nodes.len(), new.nodes.len()));
        }
    }

    #[test]
    fn any_paths_are_looked_for_in_any_text(text in "[\\[\\]{}\",:\\\\ a0\n]{0,60}", root in "[a\\[\\]\"0.]{0,8}", wanted in "[a\\[\\]\"0.\\\\]{0,12}") {
        let places = place::places(&text, &root, &[&wanted, ""]);
        prop_assert!(places.len() == 2 && places[0].line <= 1 + text.matches('\n').count());
    }

    #[test]
    fn any_seed_makes_an_emblem(seed in "\\PC{0,40}") {
        prop_assert!(draw::emblem(&seed).ends_with("</svg>"));
    }
}
