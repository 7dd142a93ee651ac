//! What can be counted in a file, refused ones included: the figures by which this reader is compared with other programs.
//!
//! Field names and definitions are those of the independent program the corpus' truth was computed with; where the rest of this crate is
//! tolerant, these figures are literal. Of a file with several workflows the first is counted.

mod connections;
mod counts;
mod graph;
mod nodes;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

pub use self::counts::Counts;
use crate::parse::{container, json};
use crate::refusal::NotAWorkflow;

/// What a file holds. `workflow` is flattened into it when there is one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspection {
    /// The file's size.
    pub bytes: usize,
    /// Whether it begins with a byte order mark.
    pub bom: bool,
    /// Whether it has Windows line ends.
    pub crlf: bool,
    /// Whether it is exactly one JSON value.
    pub parse_ok: bool,
    /// Why it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Set when a complete value is followed by something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leading_value_ok: Option<bool>,
    /// Whether that value is a workflow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leading_value_is_workflow: Option<bool>,
    /// Keys that occur twice in one object, sorted, once each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dup_keys: Option<Vec<String>>,
    /// `top`, `workflow`, `workflow.workflow`, `data`, `data.workflow`, `array` or `none`.
    pub container: String,
    /// How many workflows an array holds; 1 otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n_workflows: Option<usize>,
    /// Whether there is an object with a list of nodes and an object of connections.
    pub workflow_ok: bool,
    /// What is in the workflow.
    #[serde(flatten)]
    pub workflow: Option<Counts>,
}

/// Counts what is in a file. Never fails: what cannot be read is said in the answer.
pub fn inspect(bytes: &[u8]) -> Inspection {
    let mut answer = Inspection {
        bytes: bytes.len(),
        bom: bytes.starts_with(b"\xef\xbb\xbf"),
        crlf: bytes.windows(2).any(|pair| pair == b"\r\n"),
        parse_ok: false,
        why: None,
        leading_value_ok: None,
        leading_value_is_workflow: None,
        dup_keys: None,
        container: "none".to_owned(),
        n_workflows: None,
        workflow_ok: false,
        workflow: None,
    };
    let json = match json::read(bytes) {
        Ok(json) => json,
        Err(refusal) => {
            if let NotAWorkflow::TrailingData {
                leads_with_workflow,
                ..
            } = refusal
            {
                answer.leading_value_ok = Some(true);
                answer.leading_value_is_workflow = Some(leads_with_workflow);
            }
            answer.why = Some(refusal.to_string());
            return answer;
        }
    };
    answer.parse_ok = true;
    answer.dup_keys = Some(sorted(json.remarks.twice.into_iter().map(|(_, key)| key)));
    let find = container::find(&json.value);
    answer.n_workflows = Some(find.as_ref().map_or(0, |find| find.count));
    let workflow = find
        .as_ref()
        .and_then(|find| find.in_value(&json.value)?.as_object());
    if let (Some(find), Some(workflow)) = (find.as_ref(), workflow) {
        answer.container = match find.keys {
            _ if find.is_in_list() => "array".to_owned(),
            [] => "top".to_owned(),
            keys => keys.join("."),
        };
        answer.workflow_ok = true;
        answer.workflow = Some(counts(workflow));
    } else {
        answer.why = Some(NotAWorkflow::SomethingElse.to_string());
    }
    answer
}

fn counts(workflow: &Map<String, Value>) -> Counts {
    let mut counts = Counts {
        name: workflow
            .get("name")
            .and_then(Value::as_str)
            .map(str::to_owned),
        top_keys: sorted(workflow.keys().cloned()),
        ..Counts::default()
    };
    let list = workflow
        .get("nodes")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let nodes: Vec<&Map<String, Value>> = list.iter().filter_map(Value::as_object).collect();
    counts.non_object_nodes = list.len() - nodes.len();
    nodes::count(&nodes, &mut counts);
    nodes::count_pins(workflow.get("pinData"), &nodes, &mut counts);
    let names = connections::names(&nodes);
    let edges = connections::count(workflow.get("connections"), &names, &mut counts);
    graph::count(&nodes, &names, &edges, &mut counts);
    counts.n8n_issues = issues(workflow, list, &counts);
    counts
}

/// The codes of n8n-workflow 2.41's check of the structure, sorted.
fn issues(workflow: &Map<String, Value>, list: &[Value], counts: &Counts) -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = list.iter().flat_map(nodes::issues).collect();
    for (applies, code) in [
        (
            !workflow.get("connections").is_some_and(Value::is_object),
            "connections_type",
        ),
        (counts.malformed > 0, "connection_shape"),
        (!counts.duplicate_names.is_empty(), "duplicate_node_name"),
        (!counts.duplicate_ids.is_empty(), "duplicate_node_id"),
        (
            !counts.dangling_sources.is_empty(),
            "unknown_connection_source",
        ),
        (
            counts.dangling.iter().any(|edge| !edge.4),
            "unknown_connection_target",
        ),
    ] {
        codes.extend(applies.then_some(code));
    }
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Sorted, once each.
fn sorted(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = texts.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Those that occur more than once, sorted.
fn repeated<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    counts
        .into_iter()
        .filter(|(_, count)| *count > 1)
        .map(|(text, _)| text.to_owned())
        .collect()
}

/// A node's name.
fn name<'a>(node: &&'a Map<String, Value>) -> Option<&'a str> {
    node.get("name")?.as_str()
}
