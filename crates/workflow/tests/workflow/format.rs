//! What counts as a workflow, and what is said about odd ones.

use crate::support::{document, node, read};
use serde_json::{Value, json};
use workflow::{NotAWorkflow, Place, Severity, parse, parse_leading};

fn plain() -> Value {
    document(
        &[
            node("T", "manualTrigger", 1.0, [0.0, 0.0], json!({})),
            node("A", "noOp", 1.0, [224.0, 0.0], json!({})),
        ],
        &[("T", "main", 0, "A", 0)],
    )
}

fn at(line: usize, column: usize) -> Place {
    Place { line, column }
}

fn refused(text: &str) -> NotAWorkflow {
    parse(text.as_bytes()).unwrap_err()
}

fn codes(value: &Value) -> Vec<&'static str> {
    read(value)
        .problems
        .iter()
        .map(|problem| problem.code)
        .collect()
}

#[test]
fn a_workflow_is_found_in_every_wrapper_it_comes_in() {
    let catalogue = json!([{ "name": "noOp", "displayName": "No Operation" }]);
    let wrapped = [
        plain(),
        json!([plain()]),
        json!({ "data": plain() }),
        json!({ "workflow": plain() }),
        json!({ "workflow": { "id": 1, "workflow": plain(), "nodes": catalogue } }),
        json!([{ "workflow": plain() }]),
    ];
    for value in wrapped {
        let parsed = read(&value);
        assert_eq!(
            (parsed.workflow.nodes.len(), parsed.workflow.edges.len()),
            (2, 1),
            "{value}"
        );
        assert_eq!(parsed.workflow.to_json(), plain());
        assert!(parsed.problems.is_empty());
    }
}

#[test]
fn of_several_workflows_the_first_is_taken_and_that_is_said() {
    assert_eq!(codes(&json!([plain(), plain()])), ["several_workflows"]);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_do_no_harm() {
    let text = format!(
        "\u{feff}{}",
        serde_json::to_string_pretty(&plain())
            .unwrap()
            .replace('\n', "\r\n")
    );
    assert_eq!(parse(text.as_bytes()).unwrap().workflow.nodes.len(), 2);
}

#[test]
fn unknown_fields_and_the_order_of_keys_survive_a_round_trip() {
    let text = r#"{"zeta":1,"nodes":[{"type":"n8n-nodes-base.noOp","name":"A","future":{"b":1,"a":[null,1.5]},"position":[0,0]}],"connections":{},"alpha":{"y":1,"x":2}}"#;
    let workflow = parse(text.as_bytes()).unwrap().workflow;
    assert_eq!(workflow.to_json().to_string(), text);
    assert!(workflow.nodes[0].other.contains_key("future"));
}

#[test]
fn what_is_not_json_is_refused_with_its_place() {
    assert_eq!(refused(""), NotAWorkflow::Empty);
    assert_eq!(refused(" \n\t "), NotAWorkflow::Empty);
    assert_eq!(refused("```json\n{}\n```"), NotAWorkflow::Fenced);
    assert_eq!(
        refused("{\n  \"nodes\": [NaN]\n}"),
        NotAWorkflow::NotANumber(at(2, 13))
    );
    assert_eq!(
        refused("{\"a\": -Infinity}").to_string(),
        "The file has NaN or Infinity for a number, which JSON does not allow (line 1, column 8)."
    );
    assert_eq!(
        refused("{\"é\": [1,]}").to_string(),
        "The file is not JSON: there is a comma before a closing bracket (line 1, column 10)."
    );
    assert!(matches!(
        refused("{\"nodes\": ["),
        NotAWorkflow::NotJson { .. }
    ));
    assert_eq!(
        refused("{}\n```"),
        NotAWorkflow::TrailingData {
            place: at(2, 1),
            leads_with_workflow: false
        }
    );
    assert_eq!(
        parse(&[b'{', 0xff, b'}', 0]).unwrap_err(),
        NotAWorkflow::NotUtf8 { offset: 1 }
    );
}

#[test]
fn other_exports_are_refused_by_name() {
    let credential = r#"[{"id":"1","name":"Mail","type":"smtp","data":"U2FsdGVkX1"}]"#;
    assert_eq!(refused(credential), NotAWorkflow::CredentialExport);
    assert_eq!(
        refused(&format!("{{\"data\":{credential}}}")),
        NotAWorkflow::CredentialExport
    );
    for execution in [
        r#"{"data":{"resultData":{"runData":{}}}}"#,
        r#"[{"id":1,"data":"[{}]","workflowData":{"nodes":[],"connections":{}}}]"#,
    ] {
        assert_eq!(refused(execution), NotAWorkflow::ExecutionExport);
    }
    assert_eq!(
        refused("{\"connections\":{},\n \"nodes\":{\"a\":1}}"),
        NotAWorkflow::NodesNotAList(at(2, 10))
    );
    for other in [
        "[]",
        "{}",
        "1",
        "null",
        "\"text\"",
        r#"{"nodes":[],"links":[]}"#,
        r#"{"data":null}"#,
    ] {
        assert_eq!(refused(other), NotAWorkflow::SomethingElse, "{other}");
    }
}

#[test]
fn limits_are_kept_and_every_refusal_is_a_sentence() {
    let nodes = vec![json!({}); 5_001];
    let many = json!({ "nodes": nodes, "connections": {} }).to_string();
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    let large = " ".repeat(5 * 1024 * 1024 + 1);
    let all = [
        refused(&many),
        refused(&deep),
        refused(&large),
        refused("x"),
        refused("{}x"),
    ];
    assert_eq!(all[0], NotAWorkflow::TooManyNodes { count: 5_001 });
    assert_eq!(all[1], NotAWorkflow::TooDeep(at(1, 129)));
    assert!(matches!(all[2], NotAWorkflow::TooLarge { .. }));
    for refusal in all {
        assert!(refusal.to_string().ends_with('.'), "{refusal}");
    }
}

#[test]
fn nesting_inside_strings_does_not_count() {
    let mut value = plain();
    value["nodes"][0]["notes"] = json!("[".repeat(500));
    assert_eq!(read(&value).workflow.nodes.len(), 2);
}

#[test]
fn connections_that_lead_nowhere_are_errors_and_the_rest_is_kept() {
    let value = document(
        &plain()["nodes"].as_array().unwrap().clone(),
        &[
            ("T", "main", 0, "A", 0),
            ("T", "main", 0, "Gone", 0),
            ("Ghost", "main", 0, "A", 0),
        ],
    );
    let parsed = read(&value);
    assert_eq!(parsed.workflow.edges.len(), 1);
    let errors: Vec<_> = parsed
        .problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| problem.code)
        .collect();
    assert_eq!(errors, ["dangling_target", "dangling_source"]);
}

#[test]
fn odd_connections_are_read_as_far_as_they_make_sense() {
    let mut value = plain();
    value["connections"] = json!({ "T": { "main": [null, [{ "node": "A", "type": "main", "index": 0 }], 7, [[]]], "onError": [[{ "node": "A", "type": "main", "index": 0 }]] }, "A": null });
    let parsed = read(&value);
    assert_eq!(parsed.workflow.edges.len(), 2);
    assert_eq!(parsed.workflow.edges[0].output, 1);
    assert_eq!(
        codes(&value),
        [
            "malformed_connection",
            "malformed_connection",
            "unknown_connection_kind",
            "connection_mismatch",
            "malformed_connection"
        ]
    );
    value["connections"] = json!([]);
    assert!(read(&value).workflow.edges.is_empty());
}

#[test]
fn connections_keyed_by_id_are_understood() {
    let mut value = plain();
    value["nodes"][0]["id"] = json!("one");
    value["nodes"][1]["id"] = json!("two");
    value["connections"] =
        json!({ "one": { "main": [[{ "node": "two", "type": "main", "index": 0 }]] } });
    assert_eq!(read(&value).workflow.edges.len(), 1);
    assert!(codes(&value).contains(&"connection_by_id"));
}

#[test]
fn of_two_nodes_with_one_name_the_last_gets_the_connections() {
    let mut value = plain();
    value["nodes"]
        .as_array_mut()
        .unwrap()
        .push(node("A", "set", 3.4, [448.0, 0.0], json!({})));
    assert_eq!(read(&value).workflow.edges[0].to, 2);
    assert_eq!(codes(&value), ["duplicate_node_name"]);
}

#[test]
fn old_credentials_are_a_name_and_inline_secrets_are_reported() {
    let mut value = plain();
    value["nodes"][0]["credentials"] = json!({ "slackApi": "My Slack" });
    value["nodes"][1]["credentials"] =
        json!({ "httpBasicAuth": { "user": "alice", "password": "correct-horse" } });
    let parsed = read(&value);
    assert_eq!(
        parsed.workflow.nodes[0].credentials[0].name.as_deref(),
        Some("My Slack")
    );
    assert!(parsed.workflow.nodes[1].credentials[0].inline);
    assert_eq!(parsed.problems[0].code, "inline_credential");
    assert!(!format!("{:?}", parsed.problems).contains("correct-horse"));
}

#[test]
fn half_a_character_pair_and_a_key_that_occurs_twice_are_mended_and_mentioned() {
    let parsed = parse(br#"{"name":"\ud83d\ude00 \ud800","name":"\ud800\ud83d\ude00","nodes":[],"connections":{}}"#).unwrap();
    assert_eq!(parsed.workflow.name.as_deref(), Some("\u{fffd}😀"));
    let codes: Vec<_> = parsed.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["lone_surrogate", "duplicate_key", "no_nodes"]);
}

#[test]
fn positions_in_other_notations_are_read_and_absurd_ones_are_not() {
    let mut value = plain();
    value["nodes"][0]["position"] = json!({ "x": 10, "y": "20" });
    value["nodes"][1]["position"] = json!([1e9, -1e9]);
    let nodes = read(&value).workflow.nodes;
    assert_eq!(nodes[0].position.map(|at| (at.x, at.y)), Some((10.0, 20.0)));
    assert_eq!(nodes[1].position, None);
    assert_eq!(codes(&value), ["bad_position", "bad_position"]);
}

#[test]
fn what_leads_a_file_can_be_read_by_those_who_ask_for_it() {
    let text = format!("{}\nI hope this helps!", plain());
    let refusal = refused(&text);
    assert_eq!(refusal.code(), "trailing_data");
    assert_eq!(refusal.place(), Some(at(2, 1)));
    assert!(refusal.to_string().starts_with("A complete workflow"));
    let leading = parse_leading(text.as_bytes()).unwrap();
    assert_eq!(leading, read(&plain()));
    assert_eq!(parse_leading(b"x{}").unwrap_err().code(), "not_json");
}

#[test]
fn every_problem_tells_its_path_its_line_and_its_column() {
    let text = r#"{"data": {
  "nodes": [
    {"name": "A", "type": "x.a", "position": [0, 0], "disabled": "yes", "é": 1,
     "typeVersion": 12345678901234567890123, "notes": "é\ud800"},
    7,
    {"name": "A b", "type": "x.b", "name": "B", "position": "here"}
  ],
  "connections": {
    "A": {"main": [[{"node": "Gone", "type": "main", "index": 0}]]},
    "x.y": {"main": []}
  },
  "pinData": {"Nobody": []}
}}"#;
    let parsed = parse(text.as_bytes()).unwrap();
    assert_eq!(parsed.root, "data");
    let told: Vec<_> = parsed
        .problems
        .iter()
        .map(|p| (p.code, p.path.as_str(), p.line, p.column))
        .collect();
    assert_eq!(
        told,
        [
            ("lone_surrogate", "nodes[0].notes", 4, 55),
            ("duplicate_key", "nodes[2].name", 6, 44),
            ("number_rounded", "nodes[0].typeVersion", 4, 21),
            ("bad_field", "nodes[0].disabled", 3, 66),
            ("invalid_node", "nodes[1]", 5, 5),
            ("bad_position", "nodes[2].position", 6, 61),
            ("dangling_target", "connections.A.main[0][0].node", 9, 30),
            ("dangling_source", "connections[\"x.y\"]", 10, 12),
            ("pin_without_node", "pinData.Nobody", 12, 25),
        ]
    );
}

#[test]
fn a_field_that_holds_something_else_is_said_and_kept() {
    let wrong = [
        ("id", json!(5)),
        ("typeVersion", json!("1")),
        ("disabled", json!(1)),
        ("notes", json!([])),
        ("onError", json!("explode")),
        ("maxTries", json!(-1)),
        ("credentials", json!("mine")),
        ("parameters", json!("none")),
        ("webhookId", json!({})),
    ];
    for (key, value) in wrong {
        let mut document = plain();
        document["nodes"][1][key] = value;
        let parsed = read(&document);
        let told: Vec<_> = parsed.problems.iter().map(|p| p.path.as_str()).collect();
        assert_eq!(told, [format!("nodes[1].{key}")], "{key}");
        assert_eq!(parsed.workflow.to_json(), document);
    }
}

#[test]
fn more_problems_than_can_be_listed_are_counted() {
    let mut value = plain();
    value["nodes"] = json!(vec![json!(1); 300]);
    let problems = read(&value).problems;
    assert_eq!(problems.len(), 201);
    // Three hundred entries and a source that is gone.
    assert_eq!(
        problems[200].message,
        "There are 101 more remarks than are listed here."
    );
}
