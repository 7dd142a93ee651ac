//! Real workflows, compared with what an independent program counted in them. The folder is not part of the repository.

use std::path::PathBuf;
use std::{env, fs};

use serde_json::Value;
use workflow::{
    Pairing, diff, draw, inspect, node_details, outline, parse, requirements, sanitise,
};

fn folder() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/n8n");
    // The only setting of the tests; the crate itself reads none.
    #[expect(clippy::disallowed_methods, reason = "a test finds its data here")]
    let folder = env::var_os("N8N_CORPUS").map_or(beside, PathBuf::from);
    if folder.join("truth.jsonl").is_file() {
        return Some(folder);
    }
    eprintln!(
        "SKIPPED: no workflows in {}; set N8N_CORPUS to a folder that has truth.jsonl",
        folder.display()
    );
    None
}

fn truth(file: &str) -> Vec<Value> {
    let Some(folder) = folder() else {
        return Vec::new();
    };
    let text = fs::read_to_string(folder.join(file)).unwrap();
    // Half a character pair is no text here; the reader replaces it, so the truth is read likewise.
    let text = text.replace("\\ud800", "\u{fffd}");
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn bytes(row: &Value) -> Vec<u8> {
    let path = folder()
        .unwrap()
        .join(row["set"].as_str().unwrap())
        .join(row["file"].as_str().unwrap());
    fs::read(path).unwrap()
}

fn number(row: &Value, key: &str) -> usize {
    row[key].as_u64().unwrap() as usize
}

#[test]
fn real_workflows_have_the_nodes_notes_edges_and_triggers_that_were_counted_in_them() {
    for row in truth("truth.jsonl") {
        let workflow = parse(&bytes(&row)).unwrap().workflow;
        let file = &row["file"];
        assert_eq!(workflow.nodes.len(), number(&row, "nodes"), "{file}");
        assert_eq!(workflow.sticky_count(), number(&row, "stickies"), "{file}");
        assert_eq!(workflow.edges.len(), number(&row, "edges_valid"), "{file}");
        let triggers = workflow
            .nodes
            .iter()
            .filter(|node| workflow::family::is_trigger(node))
            .count();
        assert_eq!(
            triggers,
            row["triggers"].as_array().unwrap().len(),
            "{file}"
        );
        assert_eq!(
            workflow.nodes.iter().filter(|node| node.disabled).count(),
            number(&row, "disabled"),
            "{file}"
        );
    }
}

#[test]
fn real_workflows_are_drawn_listed_and_sanitised_whole() {
    for row in truth("truth.jsonl") {
        let workflow = parse(&bytes(&row)).unwrap().workflow;
        let file = &row["file"];
        let picture = draw::svg(&workflow, &draw::DrawOptions::default());
        assert_eq!(
            picture.matches(" data-node=").count(),
            workflow.nodes.len(),
            "{file}"
        );
        assert_eq!(
            picture.matches("class=\"wf-sticky ").count(),
            workflow.sticky_count(),
            "{file}"
        );
        let small = draw::miniature(&workflow);
        assert!(
            small.len() < 20_000 && (workflow.node_count() > 20 || small.len() < 6_000),
            "{file} {}",
            small.len()
        );
        assert_eq!(
            outline(&workflow, true).len(),
            workflow.node_count(),
            "{file}"
        );
        assert_eq!(
            node_details(&workflow, true).len(),
            workflow.node_count(),
            "{file}"
        );
        assert_eq!(
            requirements(&workflow).node_count,
            workflow.node_count(),
            "{file}"
        );
        let once = sanitise(&workflow);
        let again = sanitise(&parse(once.json.to_string().as_bytes()).unwrap().workflow);
        assert_eq!(once.json, again.json, "{file}");
        assert!(again.removed.is_empty(), "{file}: {:?}", again.removed);
    }
}

#[test]
fn every_document_comes_back_as_it_was_read() {
    for row in truth("truth.jsonl") {
        let bytes = bytes(&row);
        let Ok(original) =
            serde_json::from_slice::<Value>(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes))
        else {
            continue;
        };
        if original.get("nodes").is_some() {
            assert_eq!(
                parse(&bytes).unwrap().workflow.to_json().to_string(),
                original.to_string(),
                "{}",
                row["file"]
            );
        }
    }
}

#[test]
fn strange_files_are_read_or_refused_as_they_should_be() {
    let Some(folder) = folder() else { return };
    let text = fs::read_to_string(folder.join("edge-cases/expected.jsonl")).unwrap();
    for row in text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
    {
        let bytes = fs::read(
            folder
                .join("edge-cases")
                .join(row["file"].as_str().unwrap()),
        )
        .unwrap();
        let outcome = match parse(&bytes) {
            Err(_) => "reject",
            Ok(parsed) if parsed.problems.is_empty() => "ok",
            Ok(parsed) => {
                draw::svg(&parsed.workflow, &draw::DrawOptions::default());
                "ok-with-warnings"
            }
        };
        assert_eq!(outcome, row["expect"].as_str().unwrap(), "{row}");
    }
}

/// The fields of the truth that are told of every file; `why` and `top` are words for people, `sha256` needs no reader.
fn agrees(truth: &Value, told: &Value) -> Vec<String> {
    let apart = ["set", "file", "sha256", "why", "top"];
    let same = |a: &Value, b: &Value| match (a, b) {
        // 100 and 100.0 are one position.
        (Value::Array(a), Value::Array(b)) if a.iter().all(Value::is_number) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.as_f64() == b.as_f64())
        }
        _ => a == b,
    };
    truth
        .as_object()
        .unwrap()
        .iter()
        .filter(|(key, value)| !apart.contains(&key.as_str()) && !same(value, &told[key.as_str()]))
        .map(|(key, value)| format!("{}: {key} is {value}, not {}", truth["file"], told[key]))
        .collect()
}

#[test]
fn everything_that_is_counted_agrees_with_the_truth() {
    let mut wrong = Vec::new();
    let mut files = 0;
    for row in [truth("truth.jsonl"), truth("edge_truth.jsonl")].concat() {
        let told = serde_json::to_value(inspect(&bytes(&row))).unwrap();
        wrong.extend(agrees(&row, &told));
        files += 1;
    }
    assert!(wrong.is_empty(), "of {files} files:\n{}", wrong.join("\n"));
    assert!(files == 0 || files == 126, "{files}");
}

#[test]
fn what_changed_between_real_versions_agrees_with_the_truth() {
    let Some(folder) = folder() else { return };
    let read = |pair: &Value, version: &str| {
        let file = format!("{:03}-{version}.json", pair.as_u64().unwrap());
        parse(&fs::read(folder.join("diff-pairs").join(file)).unwrap())
            .unwrap()
            .workflow
    };
    let mut wrong = Vec::new();
    let pairs = truth("diff_truth.jsonl");
    for row in &pairs {
        let (a, b) = (read(&row["pair"], "a"), read(&row["pair"], "b"));
        let told = serde_json::to_value(diff(&a, &b, Pairing::Ids).figures).unwrap();
        for (key, value) in row.as_object().unwrap() {
            let apart = ["pair", "repo", "path", "commit_a", "commit_b", "note"];
            if !apart.contains(&key.as_str()) && told[key] != *value {
                wrong.push(format!(
                    "{}: {key} is {value}, not {}",
                    row["pair"], told[key]
                ));
            }
        }
        let best = diff(&a, &b, Pairing::Best);
        assert!(best.pairs.len() >= diff(&a, &b, Pairing::Ids).pairs.len());
        assert!(
            best.changes
                .iter()
                .all(|change| change.sentence.ends_with('.'))
        );
        // A version is no change to itself.
        assert_eq!(diff(&b, &b, Pairing::Best).changes, []);
    }
    assert!(
        wrong.is_empty(),
        "of {} pairs:\n{}",
        pairs.len(),
        wrong.join("\n")
    );
    assert_eq!(pairs.len(), 62);
}
