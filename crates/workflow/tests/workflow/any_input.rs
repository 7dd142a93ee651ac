//! Whatever comes in, an answer comes out.

use proptest::prelude::*;
use serde_json::{Value, json};
use workflow::{draw, node_details, outline, parse, requirements, sanitise};

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
    let Ok(parsed) = parse(bytes) else { return };
    let workflow = parsed.workflow;
    let picture = draw::svg(&workflow, &draw::DrawOptions::default());
    assert!(!picture.contains("NaN") && picture.ends_with("</g></svg>"));
    assert_eq!(outline(&workflow).len(), workflow.node_count());
    assert_eq!(node_details(&workflow, true).len(), workflow.node_count());
    draw::miniature(&workflow);
    requirements(&workflow);
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
    fn any_seed_makes_an_emblem(seed in "\\PC{0,40}") {
        prop_assert!(draw::emblem(&seed).ends_with("</svg>"));
    }
}
