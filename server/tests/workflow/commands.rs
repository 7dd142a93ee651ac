//! `autopilot workflow …` as a shell sees it: what it answers, and with which status. Needs nothing but the program.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

struct Answer {
    code: i32,
    out: String,
    err: String,
}

impl Answer {
    fn lines(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

fn ask(folder: &Path, words: &[&str], input: &str) -> Answer {
    let mut child = Command::new(env!("CARGO_BIN_EXE_autopilot"))
        .arg("workflow")
        .args(words)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).ok();
    let done = child.wait_with_output().unwrap();
    Answer {
        code: done.status.code().unwrap(),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

/// A secret put together here, so that nobody takes this file for one that holds it.
fn secret() -> String {
    format!("gh{}_{}", "p", "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8")
}

fn fine(name: &str) -> Value {
    json!({ "name": name, "connections": { "Start": { "main": [[{ "node": "Greet", "type": "main", "index": 0 }]] } }, "nodes": [
        { "id": "1", "name": "Start", "type": "n8n-nodes-base.manualTrigger", "typeVersion": 1, "position": [0, 0], "parameters": {} },
        { "id": "2", "name": "Greet", "type": "n8n-nodes-base.noOp", "typeVersion": 1, "position": [224, 0], "parameters": {} }
    ] })
}

fn leaky() -> Value {
    let mut value = fine("Leaky");
    value["nodes"][1]["parameters"] = json!({ "note": secret() });
    value["meta"] = json!({ "instanceId": "f00d" });
    value
}

/// `a/good.json`, `a/b/leaky.json`, `a/broken.json`, and a file that is none of ours.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::create_dir_all(here.join("a/b")).unwrap();
    fs::write(here.join("a/good.json"), fine("Good").to_string()).unwrap();
    fs::write(here.join("a/b/leaky.JSON"), leaky().to_string()).unwrap();
    fs::write(here.join("a/broken.json"), "{\"nodes\": [").unwrap();
    fs::write(here.join("a/readme.txt"), "no workflow").unwrap();
    folder
}

#[test]
fn the_status_is_that_of_the_worst_file_and_one_failure_does_not_stop_the_rest() {
    let folder = folder();
    let here = folder.path();
    for (words, code) in [
        (vec!["inspect", "a/good.json"], 0),
        (vec!["lint", "a/good.json"], 0),
        (vec!["requirements", "a/good.json"], 0),
        (vec!["scan", "a/good.json"], 0),
        (vec!["scan", "a/b/leaky.JSON"], 1),
        (
            vec!["scan", "a/b/leaky.JSON", "a/broken.json", "a/good.json"],
            2,
        ),
        (vec!["inspect", "nowhere.json"], 2),
        (vec!["draw", "a/good.json"], 0),
        (vec!["draw", "a"], 2),
        (vec!["diff", "a/good.json", "a/good.json"], 0),
        (vec!["diff", "a/good.json", "a/b/leaky.JSON"], 1),
        (vec!["diff", "a/good.json", "a/broken.json"], 2),
        (vec!["lint"], 2),
    ] {
        let answer = ask(here, &words, "");
        assert_eq!(
            answer.code, code,
            "{words:?}: {} {}",
            answer.out, answer.err
        );
    }
    let all = ask(here, &["scan", "a"], "");
    assert!(all.out.contains("github-pat") && all.out.contains("no secrets found"));
    assert!(
        all.err.contains("broken.json") && all.err.contains("line 1"),
        "{}",
        all.err
    );
}

#[test]
fn a_folder_gives_one_line_for_each_file_by_its_path_below_it() {
    let folder = folder();
    let answer = ask(folder.path(), &["inspect", "--json", "a"], "");
    let lines = answer.lines();
    let files: Vec<_> = lines
        .iter()
        .map(|line| line["file"].as_str().unwrap())
        .collect();
    assert_eq!(files, ["b/leaky.JSON", "broken.json", "good.json"]);
    assert_eq!(
        (
            lines[1]["parse_ok"].clone(),
            lines[1]["workflow_ok"].clone()
        ),
        (json!(false), json!(false))
    );
    assert_eq!(
        (
            lines[2]["nodes"].clone(),
            lines[2]["edges_valid"].clone(),
            lines[2]["set"].clone()
        ),
        (json!(2), json!(1), json!("a"))
    );
    assert_eq!(lines[2]["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(
        answer.err, "",
        "nobody watches, so there is no progress bar"
    );
    let refused = ask(folder.path(), &["lint", "--json", "a/broken.json"], "").lines();
    assert_eq!(refused[0]["code"], "not_json");
}

#[test]
fn a_dash_is_standard_input() {
    let folder = folder();
    let answer = ask(
        folder.path(),
        &["scan", "--json", "-"],
        &leaky().to_string(),
    );
    let line = answer.lines().remove(0);
    assert_eq!((answer.code, line["file"].as_str()), (1, Some("-")));
    let finding = &line["findings"][0];
    assert_eq!(
        (
            finding["rule"].as_str(),
            finding["level"].as_str(),
            finding["node"].as_str()
        ),
        (Some("github-pat"), Some("block"), Some("Greet"))
    );
    assert_eq!(
        (
            finding["path"].as_str(),
            finding["starts"].as_str(),
            finding["length"].as_u64()
        ),
        (Some("nodes[1].parameters.note"), Some("ghp_"), Some(40))
    );
    assert!(!answer.out.contains(&secret()[6..]));
}

#[test]
fn the_wrapper_and_what_a_repeated_key_hides_are_scanned_too() {
    let folder = folder();
    let wrapped = json!({ "workflow": fine("Inner"), "user": { "note": secret() } }).to_string();
    assert_eq!(ask(folder.path(), &["scan", "-"], &wrapped).code, 1);
    let twice = fine("Twice").to_string().replacen(
        "{\"name\"",
        &format!("{{\"x\":\"{}\",\"x\":\"\",\"name\"", secret()),
        1,
    );
    let answer = ask(folder.path(), &["scan", "-"], &twice);
    assert_eq!(
        (answer.code, answer.out.contains("github-pat")),
        (1, true),
        "{}",
        answer.out
    );
}

#[test]
fn cleaned_files_go_to_standard_output_or_into_a_folder_and_the_list_beside_it() {
    let folder = folder();
    let here = folder.path();
    let once = ask(here, &["sanitise", "a/b/leaky.JSON"], "");
    assert_eq!(once.code, 0);
    assert!(!once.out.contains(&secret()) && !once.out.contains("f00d"));
    assert!(
        once.err.contains("meta.instanceId") && once.err.contains("github-pat"),
        "{}",
        once.err
    );
    let twice = ask(here, &["sanitise", "-"], &once.out);
    assert_eq!(
        (twice.out.as_str(), twice.err.as_str()),
        (once.out.as_str(), "")
    );
    assert_eq!(ask(here, &["scan", "-"], &once.out).code, 0);
    assert!(
        ask(here, &["sanitise", "--keep-secrets", "a/b/leaky.JSON"], "")
            .out
            .contains(&secret())
    );
    assert_eq!(
        ask(here, &["sanitise", "--output", "clean", "a"], "").code,
        2,
        "one of them is broken"
    );
    assert!(here.join("clean/b/leaky.json").is_file() && here.join("clean/good.json").is_file());
    assert_eq!(
        ask(here, &["draw", "--output", "pictures", "a"], "").code,
        2
    );
    assert!(
        fs::read_to_string(here.join("pictures/good.svg"))
            .unwrap()
            .starts_with("<svg")
    );
    let lines = ask(here, &["sanitise", "--json", "a/b/leaky.JSON"], "").lines();
    assert_eq!(lines[0]["replaced"][0]["rule"], "github-pat");
    assert_eq!(lines[0]["workflow"]["active"], json!(false));
}

#[test]
fn two_versions_are_compared_by_the_fields_other_programs_use() {
    let folder = folder();
    let here = folder.path();
    let mut new = fine("Good");
    new["nodes"][1]["parameters"] = json!({ "a": 1 });
    fs::write(here.join("new.json"), new.to_string()).unwrap();
    let answer = ask(
        here,
        &["diff", "--match", "id", "--json", "a/good.json", "new.json"],
        "",
    );
    let line = answer.lines().remove(0);
    assert_eq!(
        (answer.code, &line["modified"]),
        (1, &json!([["Greet", ["parameters"]]]))
    );
    assert_eq!(
        (&line["added"], &line["edges_added"], &line["impact"]),
        (&json!([]), &json!(0), &json!("behavior"))
    );
    assert!(
        ask(here, &["diff", "a/good.json", "new.json"], "")
            .out
            .contains("behavior: ")
    );
}
