//! What the tool says about files, without a browser.

use serde_json::{Value, json};
use workbench::reading::{Answer, Compared, Examined, Report, Stage, read};
use workflow::diff::Impact;
use workflow::secrets::Level;

/// Put together here, so that no scanner takes this file for one that leaks.
fn token() -> String {
    ["ghp", "_", "R4nd0mLetters", "AndDigits77", "OfALength9zz"].concat()
}

fn leaky() -> Value {
    json!({
        "id": "Zk3abc", "name": "Tell the team", "active": true, "pinData": { "Every morning": [{ "json": {} }] },
        "nodes": [
            7,
            { "id": "a", "name": "Every morning", "type": "n8n-nodes-base.scheduleTrigger", "typeVersion": 1, "position": [0, 0], "parameters": {} },
            { "id": "b", "name": "Ask GitHub", "type": "n8n-nodes-base.httpRequest", "typeVersion": 4, "position": [220, 0],
              "parameters": { "url": "https://api.github.com/user", "headerParameters": { "parameters": [
                  { "name": "Authorization", "value": format!("token {}", token()) }] } } },
        ],
        "connections": { "Every morning": { "main": [[{ "node": "Ask GitHub", "type": "main", "index": 0 }]] } },
    })
}

fn answer(files: &[Vec<u8>], leading: bool) -> (Answer, Vec<Stage>) {
    let mut stages = Vec::new();
    let answer = read(files, leading, &mut |stage| stages.push(stage));
    (answer, stages)
}

fn examined(file: &Value) -> (Examined, Answer) {
    let (answer, _) = answer(&[file.to_string().into_bytes()], false);
    match &answer.report {
        Report::Examined(found) => (found.as_ref().clone(), answer.clone()),
        other => panic!("not examined: {other:?}"),
    }
}

#[test]
fn a_secret_is_named_by_place_and_beginning_and_stands_nowhere_in_the_answer() {
    let (found, answer) = examined(&leaky());
    let line = found.secrets.lines.first().expect("a secret");
    assert_eq!(line.level, Level::Block);
    assert_eq!((line.starts.as_str(), line.length), ("ghp_", token().len()));
    assert_eq!(line.within, "Ask GitHub");
    let report = serde_json::to_string(&answer.report).expect("JSON");
    let shown = [&report, &answer.drawings[0], &answer.cleaned[0]];
    assert!(shown.iter().all(|text| !text.contains(&token())));
    assert!(
        answer.cleaned[1].contains(&token()),
        "left only where asked for"
    );
}

#[test]
fn an_entry_that_is_no_node_does_not_shift_the_places_of_the_others() {
    let (found, answer) = examined(&leaky());
    let line = found.secrets.lines.first().expect("a secret");
    assert!(line.path.starts_with("nodes[2]."), "{}", line.path);
    assert_eq!(line.node, Some(1));
    assert!(answer.drawings[0].contains("data-node=\"1\""));
}

#[test]
fn a_place_in_a_wrapped_workflow_leads_to_its_node() {
    let (found, _) = examined(&json!({ "data": leaky() }));
    let line = found.secrets.lines.first().expect("a secret");
    assert!(line.path.starts_with("data.nodes[2]."), "{}", line.path);
    assert_eq!(line.node, Some(1));
}

#[test]
fn what_is_cleaned_is_said_and_cleaning_it_again_takes_out_nothing() {
    let (found, answer) = examined(&leaky());
    assert!(
        found
            .removed
            .lines
            .iter()
            .any(|line| line.path == "pinData")
    );
    let cleaned: Value = serde_json::from_str(&answer.cleaned[0]).expect("JSON");
    let (again, _) = examined(&cleaned);
    assert_eq!((again.removed.count, again.secrets.count), (0, 0));
}

#[test]
fn a_refusal_names_the_file_and_offers_the_workflow_that_comes_first() {
    let good = leaky().to_string().into_bytes();
    let followed = [good.clone(), b"\nHope this helps!".to_vec()].concat();
    let (answer, _) = answer(&[good.clone(), followed.clone()], false);
    let Report::Refused(refused) = answer.report else {
        panic!("not refused")
    };
    assert_eq!((refused.file, refused.leads_with_workflow), (1, true));
    assert!(
        refused.sentence.contains("line 2, column 1"),
        "{}",
        refused.sentence
    );
    let (answer, _) = self::answer(&[followed], true);
    assert!(matches!(answer.report, Report::Examined(_)));
}

#[test]
fn no_file_at_all_is_refused() {
    assert!(matches!(answer(&[], false).0.report, Report::Refused(_)));
}

#[test]
fn changes_lead_to_their_nodes_in_both_versions() {
    let mut new = leaky();
    new["nodes"][2]["parameters"]["url"] = json!("https://api.example.com/user");
    new["nodes"][1]["disabled"] = json!(true);
    let files = [leaky(), new].map(|file| file.to_string().into_bytes());
    let (answer, stages) = answer(&files, false);
    let Report::Compared(found) = &answer.report else {
        panic!("not compared")
    };
    let Compared {
        impact, changes, ..
    } = found.as_ref();
    assert_eq!(*impact, Some(Impact::Breaking));
    assert!(
        changes
            .lines
            .iter()
            .any(|change| change.nodes == [Some(1), Some(1)])
    );
    assert_eq!((answer.drawings.len(), answer.cleaned.len()), (2, 0));
    assert_eq!(stages, [Stage::Reading, Stage::Comparing, Stage::Drawing]);
}

#[test]
fn a_long_list_is_cut_and_says_how_long_it_was() {
    let nodes: Vec<Value> = (0..900)
        .map(|nth| json!({ "name": format!("Node {nth}"), "type": "n8n-nodes-base.noOp", "typeVersion": 1, "position": [nth * 200, 0], "parameters": {}, "webhookId": format!("hook-{nth}") }))
        .collect();
    let (found, _) = examined(&json!({ "nodes": nodes, "connections": {} }));
    assert_eq!(found.removed.lines.len(), 200);
    assert_eq!(found.removed.rest(), found.removed.count - 200);
    assert!(found.removed.count >= 900);
}
