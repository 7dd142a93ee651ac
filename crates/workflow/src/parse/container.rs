//! Finds the workflow inside whatever it was exported in.

use serde_json::Value;

use crate::path::with_key;
use crate::place::{Place, places};
use crate::refusal::NotAWorkflow;

/// Where a workflow may be inside an object. The template API has a list of node types called `nodes` further out, so inner comes first.
const WRAPPERS: [&[&str]; 5] = [
    &[],
    &["workflow", "workflow"],
    &["workflow"],
    &["data", "workflow"],
    &["data"],
];

/// A workflow in its wrapper.
pub(crate) struct Find {
    /// Which entry, if the file is a list.
    index: Option<usize>,
    /// The keys on the way to it from there.
    pub(crate) keys: &'static [&'static str],
    /// How many workflows the file has.
    pub(crate) count: usize,
}

impl Find {
    /// The first workflow of a list, else the value's own.
    pub(crate) fn is_in_list(&self) -> bool {
        self.index.is_some()
    }

    /// What was found.
    pub(crate) fn in_value<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        let value = match self.index {
            Some(index) => value.get(index)?,
            None => value,
        };
        self.keys
            .iter()
            .try_fold(value, |value, key| value.get(key))
    }

    fn take(&self, mut value: Value) -> Option<Value> {
        let value = match self.index {
            Some(index) => value.get_mut(index)?,
            None => &mut value,
        };
        let place = self
            .keys
            .iter()
            .try_fold(value, |value, key| value.get_mut(key))?;
        Some(place.take())
    }

    fn root(&self) -> String {
        let start = self
            .index
            .map_or(String::new(), |index| format!("[{index}]"));
        self.keys
            .iter()
            .fold(start, |path, key| with_key(&path, key))
    }
}

/// Where the first workflow of a file is. A workflow has a list of nodes and an object of connections (or an empty list, as PHP writes it).
pub(crate) fn find(value: &Value) -> Option<Find> {
    let Value::Array(list) = value else {
        return inside(value).map(|keys| Find {
            index: None,
            keys,
            count: 1,
        });
    };
    let first = |keys: &dyn Fn(&Value) -> Option<&'static [&'static str]>| {
        let mut all = list
            .iter()
            .enumerate()
            .filter_map(|(index, value)| Some((index, keys(value)?)));
        let (index, keys) = all.next()?;
        Some(Find {
            index: Some(index),
            keys,
            count: 1 + all.count(),
        })
    };
    first(&|value| is_workflow(value).then_some(&[] as &[_])).or_else(|| first(&inside))
}

fn inside(value: &Value) -> Option<&'static [&'static str]> {
    let at = |keys: &&[&str]| keys.iter().try_fold(value, |value, key| value.get(key));
    WRAPPERS
        .into_iter()
        .find(|keys| value.is_object() && at(keys).is_some_and(is_workflow))
}

fn is_workflow(value: &Value) -> bool {
    let connections = value.get("connections");
    value.get("nodes").is_some_and(Value::is_array)
        && connections.is_some_and(|c| c.is_object() || c.as_array().is_some_and(Vec::is_empty))
}

/// A workflow taken out of its wrapper.
pub(super) struct Unwrapped {
    pub(super) workflow: Value,
    pub(super) root: String,
    pub(super) count: usize,
}

/// Takes the first workflow out; refuses by name what is none.
pub(super) fn unwrap(value: Value, text: &str) -> Result<Unwrapped, NotAWorkflow> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    if list.iter().any(is_credential) || is_credential(&value) || holds_credentials(&value) {
        return Err(NotAWorkflow::CredentialExport);
    }
    match find(&value) {
        Some(find) => Ok(Unwrapped {
            root: find.root(),
            count: find.count,
            workflow: find.take(value).unwrap_or_default(),
        }),
        None if is_execution(&value)
            || list
                .iter()
                .filter(|value| value.is_object())
                .any(is_execution) =>
        {
            Err(NotAWorkflow::ExecutionExport)
        }
        None => without_connections(value, text),
    }
}

/// What is left: a workflow somebody cut the connections from, or something else that deserves to be named.
fn without_connections(value: Value, text: &str) -> Result<Unwrapped, NotAWorkflow> {
    match value.get("nodes") {
        Some(Value::Array(nodes)) if nodes.iter().any(looks_like_a_node) => Ok(Unwrapped {
            workflow: value,
            root: String::new(),
            count: 1,
        }),
        Some(nodes) if !nodes.is_array() => {
            let place = places(text, "", &["nodes"]).pop();
            Err(NotAWorkflow::NodesNotAList(
                place.unwrap_or(Place { line: 1, column: 1 }),
            ))
        }
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

/// An API's answer with a list of them.
fn holds_credentials(value: &Value) -> bool {
    let data = value.get("data").and_then(Value::as_array);
    data.is_some_and(|list| list.iter().any(is_credential))
}

fn is_execution(value: &Value) -> bool {
    let runs = ["/data/resultData", "/resultData", "/data/data/resultData"];
    let answer = |value: &Value| value.get("workflowData").is_some() && value.get("data").is_some();
    runs.iter().any(|pointer| value.pointer(pointer).is_some())
        || answer(value)
        || value.get("data").is_some_and(answer)
}
