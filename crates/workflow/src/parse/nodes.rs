//! Reads the entries of `nodes`.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{MAX_NODES, quoted};
use crate::document::{Credential, Node, OnError, Point, STICKY_NOTE};
use crate::problem::{NotAWorkflow, Problems, Severity};

/// Positions further out than this are taken for damage: nobody could find the node on a canvas.
const FARTHEST: f64 = 200_000.0;

pub(super) fn read(source: &Value, problems: &mut Problems) -> Result<Vec<Node>, NotAWorkflow> {
    let list = source
        .get("nodes")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    if list.len() > MAX_NODES {
        return Err(NotAWorkflow::TooManyNodes { count: list.len() });
    }
    if list.is_empty() {
        problems.warn("no_nodes", "nodes".into(), "The workflow has no nodes.");
    }
    let pins = source.get("pinData").and_then(Value::as_object);
    let mut nodes = Vec::with_capacity(list.len());
    for (index, value) in list.iter().enumerate() {
        match value {
            Value::Object(fields) => nodes.push(node(fields, pins, index, problems)),
            _ => problems.warn(
                "invalid_node",
                format!("nodes[{index}]"),
                "An entry of “nodes” is not an object and was left out.",
            ),
        }
    }
    report_duplicates(&nodes, problems);
    Ok(nodes)
}

fn node(
    fields: &Map<String, Value>,
    pins: Option<&Map<String, Value>>,
    index: usize,
    problems: &mut Problems,
) -> Node {
    let text = |key: &str| fields.get(key).and_then(Value::as_str).map(str::to_owned);
    let flag = |key: &str| fields.get(key).and_then(Value::as_bool).unwrap_or(false);
    let name = text("name").unwrap_or_default();
    let type_name = text("type").unwrap_or_default();
    for (missing, key) in [(name.is_empty(), "name"), (type_name.is_empty(), "type")] {
        if missing {
            problems.warn(
                "incomplete_node",
                format!("nodes[{index}].{key}"),
                format!("A node has no {key}."),
            );
        }
    }
    if type_name == STICKY_NOTE {
        check_color(fields, index, problems);
    }
    Node {
        id: text("id").filter(|id| !id.is_empty()),
        type_version: fields.get("typeVersion").and_then(number).unwrap_or(1.0),
        position: position(fields.get("position"), index, problems),
        parameters: parameters(fields.get("parameters"), index, problems),
        disabled: flag("disabled"),
        notes: text("notes").filter(|notes| !notes.is_empty()),
        notes_in_flow: flag("notesInFlow"),
        on_error: on_error(fields),
        retry_on_fail: flag("retryOnFail"),
        max_tries: fields.get("maxTries").and_then(Value::as_u64),
        wait_between_tries: fields.get("waitBetweenTries").and_then(Value::as_u64),
        always_output_data: flag("alwaysOutputData"),
        execute_once: flag("executeOnce"),
        credentials: credentials(fields.get("credentials"), index, problems),
        webhook_id: text("webhookId"),
        pinned: pins.and_then(|pins| pins.get(&name)).is_some_and(is_pinned),
        other: fields
            .iter()
            .filter(|(key, _)| !KNOWN.contains(&key.as_str()))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect(),
        name,
        type_name,
    }
}

/// A sticky note's color is one of seven, or written in hex.
fn check_color(fields: &Map<String, Value>, index: usize, problems: &mut Problems) {
    let Some(color) = fields
        .get("parameters")
        .and_then(|parameters| parameters.get("color"))
    else {
        return;
    };
    let hex = color.as_str().and_then(|text| text.strip_prefix('#'));
    let hex = hex.is_some_and(|digits| {
        matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|b| b.is_ascii_hexdigit())
    });
    let preset = number(color).is_some_and(|number| (1.0..=7.0).contains(&number));
    if !hex && !preset {
        let path = format!("nodes[{index}].parameters.color");
        problems.warn(
            "bad_note_color",
            path,
            "A sticky note has a color n8n does not know; it is drawn in the first.",
        );
    }
}

const KNOWN: [&str; 19] = [
    "id",
    "name",
    "type",
    "typeVersion",
    "position",
    "parameters",
    "disabled",
    "notes",
    "notesInFlow",
    "onError",
    "continueOnFail",
    "retryOnFail",
    "maxTries",
    "waitBetweenTries",
    "alwaysOutputData",
    "executeOnce",
    "credentials",
    "webhookId",
    "pinned",
];

fn position(value: Option<&Value>, index: usize, problems: &mut Problems) -> Option<Point> {
    let path = || format!("nodes[{index}].position");
    let pair = match value {
        Some(Value::Array(pair)) if pair.len() == 2 => Some((&pair[0], &pair[1])),
        Some(Value::Object(pair)) => pair.get("x").zip(pair.get("y")),
        _ => None,
    };
    let point = pair.and_then(|(x, y)| {
        Some(Point {
            x: number(x)?,
            y: number(y)?,
        })
    });
    let plain = matches!(value, Some(Value::Array(pair)) if pair.iter().all(Value::is_number));
    match point {
        None => problems.warn(
            "bad_position",
            path(),
            "A node has no usable position and was placed by us.",
        ),
        Some(at) if at.x.abs().max(at.y.abs()) > FARTHEST => {
            problems.warn(
                "bad_position",
                path(),
                "A node lies absurdly far away and was placed by us.",
            );
            return None;
        }
        Some(_) if !plain => problems.warn(
            "bad_position",
            path(),
            "A position is not a list of two numbers; n8n would not read it.",
        ),
        Some(_) => {}
    }
    point
}

/// A number, also when it was written as text.
fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::String(text) => text.trim().parse().ok()?,
        value => value.as_f64()?,
    };
    number.is_finite().then_some(number)
}

fn parameters(value: Option<&Value>, index: usize, problems: &mut Problems) -> Map<String, Value> {
    match value {
        Some(Value::Object(parameters)) => parameters.clone(),
        None | Some(Value::Null) => Map::new(),
        // PHP's empty object.
        Some(Value::Array(list)) if list.is_empty() => Map::new(),
        Some(_) => {
            problems.warn(
                "bad_parameters",
                format!("nodes[{index}].parameters"),
                "A node's parameters are not an object and were not read.",
            );
            Map::new()
        }
    }
}

fn on_error(fields: &Map<String, Value>) -> OnError {
    match fields.get("onError").and_then(Value::as_str) {
        Some("continueErrorOutput") => OnError::ErrorOutput,
        Some("continueRegularOutput") => OnError::Continue,
        Some(_) => OnError::Stop,
        None if fields.get("continueOnFail").and_then(Value::as_bool) == Some(true) => {
            OnError::Continue
        }
        None => OnError::Stop,
    }
}

fn credentials(value: Option<&Value>, index: usize, problems: &mut Problems) -> Vec<Credential> {
    let Some(Value::Object(kinds)) = value else {
        return Vec::new();
    };
    let read = |(kind, value): (&String, &Value)| {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let reference = ["id", "name", "__aiGatewayManaged"];
        let inline = value
            .as_object()
            .is_some_and(|fields| fields.keys().any(|key| !reference.contains(&key.as_str())));
        if inline {
            let message = format!(
                "The node holds the secret of a {} credential itself, not a reference to it.",
                quoted(kind)
            );
            problems.add(
                Severity::Error,
                "inline_credential",
                format!("nodes[{index}].credentials"),
                message,
            );
        }
        let name = value.as_str().map(str::to_owned).or_else(|| text("name"));
        Credential {
            kind: kind.clone(),
            id: text("id").filter(|id| !id.is_empty()),
            name,
            inline,
        }
    };
    kinds.iter().map(read).collect()
}

fn is_pinned(items: &Value) -> bool {
    items.as_array().is_some_and(|items| !items.is_empty())
}

fn report_duplicates(nodes: &[Node], problems: &mut Problems) {
    let mut names = HashMap::new();
    let mut ids = HashMap::new();
    for (index, node) in nodes.iter().enumerate() {
        if !node.name.is_empty() && names.insert(node.name.as_str(), index).is_some() {
            let message = format!(
                "Two nodes are called {}; connections go to the last one.",
                quoted(&node.name)
            );
            problems.warn(
                "duplicate_node_name",
                format!("nodes[{index}].name"),
                message,
            );
        }
        if let Some(id) = &node.id
            && ids.insert(id.as_str(), index).is_some()
        {
            problems.warn(
                "duplicate_node_id",
                format!("nodes[{index}].id"),
                "Two nodes have the same id.",
            );
        }
    }
}
