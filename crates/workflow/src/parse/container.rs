//! Finds the workflow inside whatever it was exported in.

use serde_json::Value;

use crate::problem::{NotAWorkflow, Problems};

/// Where a workflow may be inside an object. The template API has a list of node types called `nodes` further out, so inner comes first.
const WRAPPERS: [&str; 5] = [
    "",
    "/workflow/workflow",
    "/workflow",
    "/data/workflow",
    "/data",
];

pub(super) fn unwrap(value: Value, problems: &mut Problems) -> Result<Value, NotAWorkflow> {
    match value {
        Value::Array(list) => first_of(list, problems),
        value => match place(&value) {
            Some(pointer) => Ok(take(value, pointer)),
            None => without_connections(value, problems),
        },
    }
}

fn first_of(list: Vec<Value>, problems: &mut Problems) -> Result<Value, NotAWorkflow> {
    if list.iter().any(is_credential) {
        return Err(NotAWorkflow::CredentialExport);
    }
    let places: Vec<_> = list.iter().map(place).collect();
    let count = places.iter().flatten().count();
    if count > 1 {
        let message = format!("The file holds {count} workflows; only the first was read.");
        problems.warn("several_workflows", String::new(), message);
    }
    let found = list
        .into_iter()
        .zip(places)
        .find_map(|(value, place)| Some(take(value, place?)));
    found.ok_or(NotAWorkflow::SomethingElse)
}

fn place(value: &Value) -> Option<&'static str> {
    WRAPPERS
        .into_iter()
        .find(|pointer| value.pointer(pointer).is_some_and(is_workflow))
}

fn take(mut value: Value, pointer: &str) -> Value {
    value
        .pointer_mut(pointer)
        .map(Value::take)
        .unwrap_or_default()
}

/// PHP writes an empty object as `[]`, so that is accepted too.
fn is_workflow(value: &Value) -> bool {
    let connections = value.get("connections");
    value.get("nodes").is_some_and(Value::is_array)
        && connections.is_some_and(|c| c.is_object() || c.as_array().is_some_and(Vec::is_empty))
}

/// What is left: a workflow somebody cut the connections from, or something else that deserves to be named.
fn without_connections(value: Value, problems: &mut Problems) -> Result<Value, NotAWorkflow> {
    if is_credential(&value) {
        return Err(NotAWorkflow::CredentialExport);
    }
    if is_execution(&value) {
        return Err(NotAWorkflow::ExecutionExport);
    }
    match value.get("nodes") {
        Some(Value::Array(nodes)) if nodes.iter().any(looks_like_a_node) => {
            problems.warn(
                "no_connections",
                "connections".into(),
                "The file has no usable connections, so the nodes stand alone.",
            );
            Ok(value)
        }
        Some(nodes) if !nodes.is_array() => Err(NotAWorkflow::NodesNotAList),
        _ => Err(NotAWorkflow::SomethingElse),
    }
}

fn looks_like_a_node(value: &Value) -> bool {
    value.get("type").is_some_and(Value::is_string)
        && value.get("name").is_some_and(Value::is_string)
}

fn is_credential(value: &Value) -> bool {
    let has = |key| value.get(key).is_some_and(Value::is_string);
    has("name")
        && has("type")
        && value.get("nodes").is_none()
        && value.get("position").is_none()
        && value.get("data").is_some()
}

fn is_execution(value: &Value) -> bool {
    ["/data/resultData", "/resultData", "/data/data/resultData"]
        .iter()
        .any(|pointer| value.pointer(pointer).is_some())
        || (value.get("workflowData").is_some() && value.get("data").is_some())
}
