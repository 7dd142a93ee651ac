//! What a look-over says, and what it must not say.

use serde_json::{Value, json};
use workflow::lint::{Lint, WEIGHTS, lint};
use workflow::{Severity, parse};

use crate::support::{ai_node, an_agent, document, node, read};

fn of(nodes: &[Value], edges: &[(&str, &str, usize, &str, usize)]) -> Lint {
    lint(&read(&document(nodes, edges)))
}

fn codes(lint: &Lint) -> Vec<&'static str> {
    lint.remarks.iter().map(|remark| remark.code).collect()
}

fn start() -> Value {
    node("When asked", "manualTrigger", 1.0, [0.0, 0.0], json!({}))
}

fn note() -> Value {
    node(
        "Note",
        "stickyNote",
        1.0,
        [0.0, -300.0],
        json!({ "content": "This sends a greeting to everybody on the list." }),
    )
}

fn step(name: &str) -> Value {
    node(name, "noOp", 1.0, [224.0, 0.0], json!({}))
}

#[test]
fn a_workflow_without_fault_has_a_hundred_points() {
    let fine = of(
        &[start(), step("Greet"), note()],
        &[("When asked", "main", 0, "Greet", 0)],
    );
    assert_eq!((fine.score, codes(&fine)), (100, vec![]));
}

#[test]
fn what_starts_nothing_or_is_not_reached_is_named() {
    let none = of(&[step("A"), step("B"), note()], &[("A", "main", 0, "B", 0)]);
    assert_eq!((none.score, codes(&none)), (75, vec!["no_trigger"]));
    let mut off = start();
    off["disabled"] = json!(true);
    let switched = of(
        &[off, step("B"), note()],
        &[("When asked", "main", 0, "B", 0)],
    );
    assert_eq!(codes(&switched), ["no_trigger", "disabled_node"]);
    assert!(switched.remarks[0].message.contains("switched off"));
    let stray = of(
        &[start(), step("A"), step("B"), step("C"), step("D"), note()],
        &[("When asked", "main", 0, "A", 0), ("B", "main", 0, "C", 0)],
    );
    assert_eq!(
        codes(&stray),
        ["unreachable_node", "unreachable_node", "isolated_node"]
    );
    assert_eq!(stray.remarks[2].node.as_deref(), Some("D"));
    assert_eq!(stray.remarks[2].path, "nodes[4]");
    let empty = of(&[note()], &[]);
    assert_eq!((empty.score, codes(&empty)), (40, vec!["nothing_to_run"]));
    let alone = of(&[start()], &[]);
    assert_eq!(
        alone.score,
        100,
        "a node alone is not isolated: {:?}",
        codes(&alone)
    );
}

#[test]
fn ai_nodes_need_what_they_need_and_sub_nodes_a_parent() {
    let fine = lint(&read(&an_agent().to_json()));
    assert!(
        !codes(&fine).contains(&"missing_ai_input"),
        "{:?}",
        codes(&fine)
    );
    let agent = ai_node("Agent", "agent", 2.2);
    let model = ai_node("Model", "lmChatOpenAi", 1.2);
    let bare = of(
        &[start(), agent, model, note()],
        &[("When asked", "main", 0, "Agent", 0)],
    );
    assert_eq!(
        codes(&bare),
        ["missing_ai_input", "sub_node_without_parent"]
    );
    assert_eq!(bare.remarks[0].severity, Severity::Error);
    assert!(bare.remarks[0].message.contains("Chat Model"));
    let old = ai_node("Agent", "agent", 1.7);
    let model = ai_node("Model", "lmChatOpenAi", 1.2);
    let without = of(
        &[start(), old, model, note()],
        &[
            ("When asked", "main", 0, "Agent", 0),
            ("Model", "ai_languageModel", 0, "Agent", 0),
        ],
    );
    assert_eq!(
        (without.score, codes(&without)),
        (98, vec!["missing_ai_tool"])
    );
    let mcp = ai_node("MCP", "mcpTrigger", 1.0);
    let tool = |name: &str| {
        node(
            name,
            "@n8n/n8n-nodes-langchain.toolCalculator",
            1.0,
            [0.0, 224.0],
            json!({}),
        )
    };
    let tools = of(
        &[mcp, tool("Sum"), tool("Product"), note()],
        &[
            ("Sum", "ai_tool", 0, "MCP", 0),
            ("Product", "ai_tool", 0, "MCP", 0),
        ],
    );
    assert_eq!(
        codes(&tools),
        [""; 0],
        "an MCP trigger has nothing but tools, and any number of them"
    );
}

#[test]
fn outputs_beyond_those_a_node_has_are_named_unless_nobody_knows_them() {
    let wired = |kind: &str, version: f64, parameters: Value, output: usize| {
        let found = of(
            &[
                start(),
                node("From", kind, version, [224.0, 0.0], parameters),
                step("To"),
                note(),
            ],
            &[
                ("When asked", "main", 0, "From", 0),
                ("From", "main", output, "To", 0),
            ],
        );
        codes(&found).contains(&"output_out_of_range")
    };
    assert!(wired("set", 3.4, json!({}), 1));
    assert!(wired("if", 2.0, json!({}), 2) && !wired("if", 2.0, json!({}), 1));
    let mut safe = json!({ "rules": { "values": [{}, {}] } });
    assert!(wired("switch", 3.2, safe.clone(), 2) && !wired("switch", 3.2, safe.clone(), 1));
    safe["options"] = json!({ "fallbackOutput": "extra" });
    assert!(!wired("switch", 3.2, safe, 2));
    assert!(!wired(
        "switch",
        3.2,
        json!({ "mode": "expression", "numberOutputs": "={{ 9 }}" }),
        8
    ));
    assert!(!wired("switch", 3.2, json!({}), 3));
    assert!(!wired("@acme/n8n-nodes-pine.pineCone", 1.0, json!({}), 5));
    assert!(!wired(
        "webhook",
        2.0,
        json!({ "httpMethod": ["GET", "POST"] }),
        1
    ));
}

#[test]
fn references_to_nodes_that_do_not_exist_are_named() {
    let reads = node(
        "Reads",
        "set",
        3.4,
        [224.0, 0.0],
        json!({ "a": "={{ $('When asked').item.json.x }}", "b": "={{ $node[\"Gone\"].json.y }}" }),
    );
    let found = of(
        &[start(), reads, note()],
        &[("When asked", "main", 0, "Reads", 0)],
    );
    assert_eq!(codes(&found), ["unknown_node_reference"]);
    assert_eq!(found.remarks[0].path, "nodes[1].parameters.b");
    assert!(found.remarks[0].message.contains("Gone"));
}

#[test]
fn things_of_the_authors_are_named_once_for_each_node() {
    let sheet = |value: Value| {
        node(
            "Rows",
            "googleSheets",
            4.5,
            [224.0, 0.0],
            json!({ "documentId": { "__rl": true, "mode": "list", "value": value }, "sheetName": { "__rl": true, "mode": "list", "value": "gid=0" } }),
        )
    };
    let found = |value: Value| {
        codes(&of(
            &[start(), sheet(value), note()],
            &[("When asked", "main", 0, "Rows", 0)],
        ))
        .contains(&"hard_coded_id")
    };
    assert!(found(json!("1aBcD2eFgH3iJkL4mNoP5qRsT6uVwX7yZ")));
    assert!(
        !found(json!("={{ $json.id }}")) && !found(json!("")) && !found(json!("YOUR_SHEET_ID"))
    );
    let model = node(
        "Model",
        "@n8n/n8n-nodes-langchain.lmChatOpenAi",
        1.2,
        [160.0, 224.0],
        json!({ "model": { "__rl": true, "mode": "list", "value": "gpt-4o-mini" } }),
    );
    assert!(
        !codes(&of(&[start(), model], &[])).contains(&"hard_coded_id"),
        "everybody has the same models"
    );
}

#[test]
fn names_types_and_notes_are_looked_at() {
    let nodes = [
        start(),
        node("HTTP Request1", "httpRequest", 4.2, [224.0, 0.0], json!({})),
        node("Old", "function", 1.0, [448.0, 0.0], json!({})),
        node("Older", "start", 1.0, [672.0, 0.0], json!({})),
        node(
            "Pine",
            "@acme/n8n-nodes-pine.pineCone",
            1.0,
            [896.0, 0.0],
            json!({}),
        ),
    ];
    let edges = [
        ("When asked", "main", 0, "HTTP Request1", 0),
        ("HTTP Request1", "main", 0, "Old", 0),
        ("Old", "main", 0, "Pine", 0),
    ];
    let found = of(&nodes, &edges);
    for code in [
        "missing_documentation",
        "default_name",
        "legacy_node",
        "removed_node",
        "community_node",
    ] {
        assert!(codes(&found).contains(&code), "{code}: {:?}", codes(&found));
    }
    assert!(found.score < 90);
}

#[test]
fn circles_are_legal_and_only_those_without_an_exit_are_noted() {
    let found = |kind: &str| {
        let nodes = [
            start(),
            step("A"),
            node("B", kind, 2.0, [448.0, 0.0], json!({})),
            note(),
        ];
        codes(&of(
            &nodes,
            &[
                ("When asked", "main", 0, "A", 0),
                ("A", "main", 0, "B", 0),
                ("B", "main", 0, "A", 0),
            ],
        ))
    };
    assert_eq!(found("noOp"), ["loop_without_exit"]);
    for kind in ["if", "splitInBatches", "code", "filter"] {
        assert_eq!(found(kind), [""; 0], "{kind}");
    }
    let itself = of(
        &[start(), step("A"), note()],
        &[("When asked", "main", 0, "A", 0), ("A", "main", 0, "A", 0)],
    );
    assert_eq!(codes(&itself), ["loop_without_exit"]);
}

#[test]
fn what_the_reader_noticed_counts_too() {
    let text = json!({ "name": "X", "nodes": [start(), step("A"), step("A"), note()], "connections": { "When asked": { "main": [[{ "node": "Gone", "type": "main", "index": 0 }]], "wrong": [[{ "node": "A", "type": "main", "index": 0 }]] } } }).to_string();
    let found = lint(&parse(text.as_bytes()).unwrap());
    for code in [
        "dangling_target",
        "duplicate_node_name",
        "unknown_connection_kind",
    ] {
        assert!(codes(&found).contains(&code), "{code}");
    }
    assert_eq!(
        found.remarks[0].severity,
        Severity::Error,
        "errors come first"
    );
}

#[test]
fn a_code_takes_no_more_points_than_its_most() {
    let nodes: Vec<Value> = std::iter::once(start())
        .chain((0..60).map(|number| step(&format!("Lonely {number}"))))
        .chain([note()])
        .collect();
    let found = of(&nodes, &[]);
    let (_, _, most) = WEIGHTS
        .iter()
        .find(|(code, ..)| *code == "isolated_node")
        .unwrap();
    assert_eq!(u32::from(found.score), 100 - most);
    assert_eq!(
        codes(&found)
            .iter()
            .filter(|code| **code == "isolated_node")
            .count(),
        61
    );
}
