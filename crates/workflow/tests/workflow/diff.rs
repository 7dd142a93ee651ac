//! What changed between two versions, and how much it matters.

use crate::support::{document, node, read};
use serde_json::{Value, json};
use workflow::diff::{Impact, Mark};
use workflow::{Diff, Pairing, diff};

fn before() -> Value {
    let mut value = document(
        &[
            node(
                "Hook",
                "webhook",
                2.0,
                [0.0, 0.0],
                json!({ "path": "orders" }),
            ),
            node("If", "if", 2.2, [224.0, 0.0], json!({})),
            node("Yes", "set", 3.4, [448.0, 0.0], json!({ "mode": "raw" })),
            node("No", "slack", 2.3, [448.0, 224.0], json!({ "text": "hi" })),
        ],
        &[
            ("Hook", "main", 0, "If", 0),
            ("If", "main", 0, "Yes", 0),
            ("If", "main", 1, "No", 0),
        ],
    );
    for (index, id) in ["a", "b", "c", "d"].iter().enumerate() {
        value["nodes"][index]["id"] = json!(id);
    }
    value
}

fn compare(a: &Value, b: &Value) -> Diff {
    diff(&read(a).workflow, &read(b).workflow, Pairing::Best)
}

fn told(a: &Value, b: &Value) -> Vec<(&'static str, Impact, String)> {
    let changes = compare(a, b).changes.into_iter();
    changes
        .map(|change| (change.code, change.impact, change.sentence))
        .collect()
}

fn one(a: &Value, b: &Value) -> (&'static str, Impact, String) {
    let all = told(a, b);
    assert_eq!(all.len(), 1, "{all:?}");
    all[0].clone()
}

#[test]
fn what_only_looks_different_is_no_change() {
    let mut after = before();
    after["nodes"][2]["parameters"] = json!({});
    after["nodes"][2]["parameters"]["mode"] = json!("raw");
    after["nodes"][1]["typeVersion"] = json!(2.20);
    after["nodes"][1]["disabled"] = json!(false);
    after["versionId"] = json!("other");
    after["pinData"] = json!({ "If": [{ "json": {} }] });
    assert_eq!(told(&before(), &after), []);
    assert_eq!(compare(&before(), &after).impact(), None);
}

#[test]
fn a_new_name_is_one_change_and_its_connections_are_none() {
    let text = before().to_string().replace("\"If\"", "\"Is it paid?\"");
    let after: Value = serde_json::from_str(&text).unwrap();
    let expected = "“If” is now called “Is it paid?”.".to_owned();
    assert_eq!(
        one(&before(), &after),
        ("node_renamed", Impact::Cosmetic, expected)
    );
    let figures = compare(&before(), &after).figures;
    assert_eq!(
        figures.renamed,
        [("If".to_owned(), "Is it paid?".to_owned())]
    );
    assert_eq!((figures.edges_added, figures.edges_removed), (3, 3));
    assert_eq!(
        (figures.edges_added_renamed, figures.edges_removed_renamed),
        (0, 0)
    );
    assert_eq!(figures.modified, [("Is it paid?".to_owned(), vec!["name"])]);
}

#[test]
fn a_sentence_about_connections_names_no_output_that_its_author_named() {
    let rules = json!({ "rules": { "values": [{ "outputKey": "above 500 EUR" }, { "outputKey": "rest" }] } });
    let nodes = [
        node("Route", "switch", 3.2, [0.0, 0.0], rules),
        node("Ask", "noOp", 1.0, [224.0, 0.0], json!({})),
        node("File", "noOp", 1.0, [224.0, 224.0], json!({})),
    ];
    let before = document(&nodes, &[("Route", "main", 0, "Ask", 0)]);
    let after = document(&nodes, &[("Route", "main", 0, "File", 0)]);
    let sentences: Vec<String> = told(&before, &after)
        .into_iter()
        .map(|told| told.2)
        .collect();
    assert_eq!(
        sentences,
        [
            "“Route” no longer leads by output 0 to “Ask”.",
            "“Route” now leads by output 0 to “File”."
        ]
    );
}

#[test]
fn a_node_in_another_place_is_told_apart_from_one_that_does_something_else() {
    let mut after = before();
    after["nodes"][1]["position"] = json!([500, 500]);
    let result = compare(&before(), &after);
    assert_eq!(result.new_marks[1], Mark::Moved);
    assert_eq!(result.impact(), Some(Impact::Cosmetic));
    after["nodes"][1]["disabled"] = json!(true);
    assert_eq!(compare(&before(), &after).new_marks[1], Mark::Changed);
}

#[test]
fn without_ids_nodes_are_known_by_name_by_parameters_and_by_place() {
    let mut after = before();
    for index in 0..4 {
        after["nodes"][index].as_object_mut().unwrap().remove("id");
    }
    assert_eq!(told(&before(), &after), []);
    // By parameters: another name. By place: another name and other parameters.
    after["nodes"][2]["name"] = json!("Keep");
    after["nodes"][3] = node(
        "Tell",
        "slack",
        2.3,
        [460.0, 224.0],
        json!({ "text": "ho" }),
    );
    let pairs = compare(&before(), &after).pairs;
    assert_eq!(pairs, [(0, 0), (1, 1), (2, 2), (3, 3)]);
    // Too far away to be the same, and of another type altogether.
    after["nodes"][3]["position"] = json!([2000, 2000]);
    after["nodes"][2]["type"] = json!("n8n-nodes-base.noOp");
    let result = compare(&before(), &after);
    assert_eq!(result.pairs, [(0, 0), (1, 1)]);
    assert_eq!(
        result.old_marks,
        [Mark::Same, Mark::Same, Mark::Removed, Mark::Removed]
    );
    assert_eq!(
        result.new_marks,
        [Mark::Same, Mark::Same, Mark::Added, Mark::Added]
    );
}

#[test]
fn with_ids_alone_a_new_id_is_a_new_node() {
    let mut after = before();
    after["nodes"][2]["id"] = json!("z");
    let figures = diff(
        &read(&before()).workflow,
        &read(&after).workflow,
        Pairing::Ids,
    )
    .figures;
    assert_eq!(
        (figures.added, figures.removed),
        (vec!["Yes".to_owned()], vec!["Yes".to_owned()])
    );
    assert_eq!(figures.same, 3);
}

#[test]
fn changes_that_need_someone_to_act_are_breaking() {
    type Edit = fn(&mut Value);
    let cases: [(Edit, &str, &str); 7] = [
        (
            |v| v["nodes"][0]["parameters"]["path"] = json!("paid"),
            "trigger_changed",
            "“Hook” has other parameters: Path.",
        ),
        (
            |v| v["nodes"][0]["disabled"] = json!(true),
            "trigger_changed",
            "“Hook” was switched off.",
        ),
        (
            |v| v["nodes"][0]["type"] = json!("n8n-nodes-base.formTrigger"),
            "type_changed",
            "“Hook” was “Webhook” and is “Form Trigger” now.",
        ),
        (
            |v| drop(v["nodes"].as_array_mut().unwrap().remove(0)),
            "trigger_removed",
            "“Hook” (Webhook) was removed.",
        ),
        (
            |v| {
                v["nodes"][3]["credentials"] =
                    json!({ "slackApi": { "id": "1", "name": "private@example.com" } })
            },
            "credential_added",
            "A new credential is needed: “Slack API”.",
        ),
        (
            |v| v["nodes"][2]["type"] = json!("n8n-nodes-weather.now"),
            "package_added",
            "A new community package is needed: “n8n-nodes-weather”.",
        ),
        (
            |v| v["nodes"][1]["onError"] = json!("stopWorkflow"),
            "output_removed",
            "“If” lost an output.",
        ),
    ];
    for (edit, code, sentence) in cases {
        let mut old = before();
        if code == "output_removed" {
            old["nodes"][1]["onError"] = json!("continueErrorOutput");
        }
        let mut after = old.clone();
        edit(&mut after);
        let all = told(&old, &after);
        assert_eq!(
            all[0],
            (code, Impact::Breaking, sentence.to_owned()),
            "{all:?}"
        );
        assert!(
            !format!("{all:?}").contains("private@"),
            "credential names are never told"
        );
    }
}

#[test]
fn other_changes_are_behavior_or_looks() {
    type Edit = fn(&mut Value);
    let cases: [(Edit, Impact, &str); 8] = [
        (
            |v| v["nodes"][3]["parameters"] = json!({ "text": "ho", "b": 1 }),
            Impact::Behavior,
            "“No” has other parameters: Text, B.",
        ),
        (
            |v| v["nodes"][2]["typeVersion"] = json!(3.5),
            Impact::Behavior,
            "“Yes” went from version 3.4 to 3.5.",
        ),
        (
            |v| v["nodes"][2]["disabled"] = json!(true),
            Impact::Behavior,
            "“Yes” was switched off.",
        ),
        (
            |v| v["nodes"][2]["retryOnFail"] = json!(true),
            Impact::Behavior,
            "“Yes” has another setting: Retry On Fail.",
        ),
        (
            |v| v["settings"] = json!({ "timezone": "Europe/Vienna" }),
            Impact::Behavior,
            "The workflow's settings changed: Timezone.",
        ),
        (
            |v| v["nodes"][2]["notes"] = json!("careful"),
            Impact::Cosmetic,
            "“Yes” has another remark.",
        ),
        (
            |v| v["nodes"][2]["position"] = json!([0, 500]),
            Impact::Cosmetic,
            "“Yes” was moved.",
        ),
        (
            |v| v["name"] = json!("Other"),
            Impact::Cosmetic,
            "The workflow “Test” is now called “Other”.",
        ),
    ];
    for (edit, impact, sentence) in cases {
        let mut after = before();
        edit(&mut after);
        let (_, told_impact, told) = one(&before(), &after);
        assert_eq!((told_impact, told.as_str()), (impact, sentence));
    }
}

#[test]
fn connections_are_told_by_the_names_of_their_outputs() {
    let mut after = before();
    after["connections"]["If"]["main"] = json!([
        [{ "node": "No", "type": "main", "index": 0 }],
        [{ "node": "Yes", "type": "main", "index": 0 }]
    ]);
    let sentences: Vec<String> = told(&before(), &after)
        .into_iter()
        .map(|change| change.2)
        .collect();
    assert_eq!(
        sentences,
        [
            "“If” no longer leads by “true” to “Yes”.",
            "“If” now leads by “true” to “No”.",
            "“If” now leads by “false” to “Yes”.",
            "“If” no longer leads by “false” to “No”.",
        ]
    );
}

#[test]
fn code_is_told_in_lines_and_never_in_words() {
    let code = |text: &str| {
        let mut value = before();
        value["nodes"][2] = node("Yes", "code", 2.0, [448.0, 0.0], json!({ "jsCode": text }));
        value["nodes"][2]["id"] = json!("c");
        value
    };
    let (_, _, sentence) = one(&code("a\nb\nc"), &code("a\nsecret\nc\nd"));
    assert_eq!(
        sentence,
        "“Yes” has other parameters: Js Code (2 new lines, 1 gone)."
    );
}

#[test]
fn five_thousand_nodes_in_one_place_are_compared_in_time() {
    let many = |prefix: &str| {
        let nodes: Vec<Value> = (0..5_000)
            .map(|index| {
                node(
                    &format!("{prefix}{index}"),
                    "noOp",
                    1.0,
                    [0.0, 0.0],
                    json!({}),
                )
            })
            .collect();
        json!({ "nodes": nodes, "connections": {} })
    };
    let (a, b) = (read(&many("a")).workflow, read(&many("b")).workflow);
    let start = std::time::Instant::now();
    let result = diff(&a, &b, Pairing::Best);
    assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
    assert_eq!(result.figures.nodes_b, 5_000);
}
