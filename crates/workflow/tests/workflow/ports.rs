//! Which inputs and outputs nodes have.

use crate::support::{an_agent, node, workflow};
use serde_json::{Value, json};
use workflow::ports::{self, Ports};
use workflow::{EdgeKind, Workflow};

fn ports_of(kind: &str, version: f64, parameters: Value) -> Ports {
    ports::of(&workflow(
        &[node("N", kind, version, [0.0, 0.0], parameters)],
        &[],
    ))
    .remove(0)
}

fn outputs(kind: &str, version: f64, parameters: Value) -> Vec<String> {
    ports_of(kind, version, parameters)
        .outputs
        .into_iter()
        .map(|port| port.label.unwrap_or_default())
        .collect()
}

fn bottom(kind: &str, version: f64, parameters: Value) -> Vec<String> {
    let star = |required| if required { "*" } else { "" };
    let ports = ports_of(
        &format!("@n8n/n8n-nodes-langchain.{kind}"),
        version,
        parameters,
    )
    .ai_inputs;
    ports
        .into_iter()
        .map(|port| port.label.unwrap_or_default() + star(port.required))
        .collect()
}

#[test]
fn branching_nodes_name_their_outputs() {
    let nothing = || json!({});
    assert_eq!(outputs("if", 2.2, nothing()), ["true", "false"]);
    assert_eq!(outputs("filter", 2.2, nothing()), ["Kept"]);
    assert_eq!(outputs("splitInBatches", 1.0, nothing()), [""]);
    assert_eq!(outputs("splitInBatches", 2.0, nothing()), ["loop", "done"]);
    assert_eq!(outputs("splitInBatches", 3.0, nothing()), ["done", "loop"]);
    assert_eq!(
        outputs("compareDatasets", 2.3, nothing()),
        ["In A only", "Same", "Different", "In B only"]
    );
    assert_eq!(
        outputs("webhook", 2.0, json!({ "httpMethod": ["GET", "POST"] })),
        ["GET", "POST"]
    );
    assert_eq!(outputs("webhook", 2.0, nothing()), [""]);
    assert_eq!(
        outputs("respondToWebhook", 1.3, nothing()),
        ["Input Data", "Response"]
    );
    assert_eq!(outputs("respondToWebhook", 1.4, nothing()), [""]);
    assert_eq!(
        outputs(
            "respondToWebhook",
            1.4,
            json!({ "enableResponseOutput": true })
        ),
        ["Input Data", "Response"]
    );
    assert!(outputs("stopAndError", 1.0, nothing()).is_empty());
}

#[test]
fn a_switch_has_the_outputs_its_version_and_rules_give_it() {
    assert_eq!(outputs("switch", 1.0, json!({})), ["0", "1", "2", "3"]);
    assert_eq!(
        outputs(
            "switch",
            2.0,
            json!({ "mode": "expression", "outputsAmount": 2 })
        ),
        ["0", "1"]
    );
    assert_eq!(
        outputs("switch", 3.2, json!({ "mode": "expression" })),
        ["0", "1", "2", "3"]
    );
    let rules = json!({ "rules": { "values": [{ "outputKey": "Paid" }, {}] }, "options": { "fallbackOutput": "extra" } });
    assert_eq!(outputs("switch", 3.2, rules), ["Paid", "1", "Fallback"]);
    let renamed = json!({ "rules": { "values": [] }, "options": { "fallbackOutput": "extra", "renameFallbackOutput": "Else" } });
    assert_eq!(outputs("switch", 3.2, renamed), ["Else"]);
}

#[test]
fn classifiers_have_an_output_for_each_category() {
    let kind = "@n8n/n8n-nodes-langchain.textClassifier";
    let parameters = json!({ "categories": { "categories": [{ "category": "Bug" }, { "category": "Praise" }] }, "options": { "fallback": "other" } });
    assert_eq!(outputs(kind, 1.0, parameters), ["Bug", "Praise", "Other"]);
    let kind = "@n8n/n8n-nodes-langchain.sentimentAnalysis";
    assert_eq!(
        outputs(kind, 1.0, json!({})),
        ["Positive", "Neutral", "Negative"]
    );
    assert_eq!(
        outputs(
            kind,
            1.0,
            json!({ "options": { "categories": "Good, Bad" } })
        ),
        ["Good", "Bad"]
    );
    assert_eq!(
        outputs("@n8n/n8n-nodes-langchain.guardrails", 1.0, json!({})),
        ["Pass", "Fail"]
    );
}

#[test]
fn an_error_output_is_added_and_the_only_other_one_becomes_success() {
    let with_error = |kind: &str| {
        let mut value = node("N", kind, 2.0, [0.0, 0.0], json!({}));
        value["onError"] = json!("continueErrorOutput");
        let outputs = ports::of(&workflow(&[value], &[])).remove(0).outputs;
        outputs
            .into_iter()
            .filter_map(|port| port.label)
            .collect::<Vec<_>>()
    };
    assert_eq!(with_error("httpRequest"), ["Success", "Error"]);
    assert_eq!(with_error("if"), ["true", "false", "Error"]);
}

#[test]
fn merging_nodes_have_the_inputs_they_were_set_to() {
    let inputs = |version, parameters| ports_of("merge", version, parameters).inputs.len();
    assert_eq!(inputs(2.1, json!({ "numberInputs": 5 })), 2);
    assert_eq!(inputs(3.1, json!({})), 2);
    assert_eq!(inputs(3.1, json!({ "numberInputs": 5 })), 5);
    assert_eq!(inputs(3.1, json!({ "numberInputs": 1e18 })), 2);
    assert!(ports_of("webhook", 2.0, json!({})).inputs.is_empty());
}

#[test]
fn agents_and_chains_have_the_bottom_ports_of_their_version() {
    assert_eq!(
        bottom("agent", 2.2, json!({})),
        ["Chat Model*", "Memory", "Tool"]
    );
    assert_eq!(
        bottom(
            "agent",
            3.0,
            json!({ "needsFallback": true, "hasOutputParser": true })
        ),
        [
            "Chat Model*",
            "Fallback Model*",
            "Memory",
            "Tool",
            "Output Parser"
        ]
    );
    assert_eq!(
        bottom("agent", 1.5, json!({})),
        ["Chat Model*", "Memory", "Tool", "Output Parser"]
    );
    assert_eq!(
        bottom("agent", 1.7, json!({})),
        ["Chat Model*", "Memory", "Tool*", "Output Parser"]
    );
    assert_eq!(
        bottom("agent", 1.7, json!({ "agent": "sqlAgent" })),
        ["Chat Model*", "Memory"]
    );
    assert_eq!(
        bottom("chainLlm", 1.5, json!({ "hasOutputParser": false })),
        ["Model*"]
    );
    assert_eq!(
        bottom("chainRetrievalQa", 1.4, json!({})),
        ["Model*", "Retriever*"]
    );
    assert_eq!(
        bottom("vectorStorePinecone", 1.0, json!({ "mode": "insert" })),
        ["Embedding*", "Document*"]
    );
    assert_eq!(
        bottom(
            "documentDefaultDataLoader",
            1.1,
            json!({ "textSplittingMode": "simple" })
        ),
        [""; 0]
    );
    assert_eq!(bottom("mcpTrigger", 1.0, json!({})), ["Tools"]);
}

#[test]
fn sub_nodes_are_known_by_their_edges_or_their_names() {
    let ports = ports::of(&an_agent());
    assert_eq!(ports[2].ai_outputs, [EdgeKind::LanguageModel]);
    assert_eq!(ports[3].ai_outputs, [EdgeKind::Tool]);
    assert!(ports[3].inputs.is_empty() && ports[3].outputs.is_empty());
    assert_eq!(
        ports_of("@n8n/n8n-nodes-langchain.embeddingsOpenAi", 1.0, json!({})).ai_outputs,
        [EdgeKind::Embedding]
    );
    assert!(!ports_of("@n8n/n8n-nodes-langchain.memoryManager", 1.0, json!({})).is_sub_node());
    let store = "@n8n/n8n-nodes-langchain.vectorStoreInMemory";
    assert!(!ports_of(store, 1.0, json!({ "mode": "load" })).is_sub_node());
    assert_eq!(
        ports_of(store, 1.0, json!({ "mode": "retrieve-as-tool" })).ai_outputs,
        [EdgeKind::Tool]
    );
}

#[test]
fn ports_that_edges_use_are_drawn_even_if_the_type_does_not_know_them() {
    let nodes = [
        node("A", "noOp", 1.0, [0.0, 0.0], json!({})),
        node("B", "noOp", 1.0, [224.0, 0.0], json!({})),
    ];
    let used =
        |output, input| -> Workflow { workflow(&nodes, &[("A", "main", output, "B", input)]) };
    let ports = ports::of(&used(3, 2));
    assert_eq!((ports[0].outputs.len(), ports[1].inputs.len()), (4, 3));
    let absurd = ports::of(&used(4_000, 4_000));
    assert_eq!(
        (absurd[0].outputs.len(), absurd[1].inputs.len()),
        (ports::MOST, ports::MOST)
    );
}
