//! Reads the entries of `nodes`.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::fields::{Fields, number};
use super::{MAX_NODES, credentials, quoted};
use crate::document::{Node, OnError, Point, STICKY_NOTE};
use crate::path::with_index;
use crate::problem::Problems;
use crate::refusal::NotAWorkflow;

/// Positions further out than this are taken for damage: nobody could find the node on a canvas.
const FARTHEST: f64 = 200_000.0;

/// The fields [`Node`] has a name for.
const KNOWN: [&str; 18] = [
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
];

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
    // Where each node stands in the list, which may hold other things as well.
    let mut places = Vec::with_capacity(list.len());
    for (index, value) in list.iter().enumerate() {
        if let Value::Object(map) = value {
            nodes.push(node(&Fields::of_node(map, index), map, pins, problems));
            places.push(index);
        } else {
            let message = "An entry of “nodes” is not an object and was left out.";
            problems.warn("invalid_node", with_index("nodes", index), message);
        }
    }
    report_duplicates(&nodes, &places, problems);
    Ok(nodes)
}

fn node(
    fields: &Fields,
    map: &Map<String, Value>,
    pins: Option<&Map<String, Value>>,
    problems: &mut Problems,
) -> Node {
    let name = fields.text("name", problems).unwrap_or_default().to_owned();
    let type_name = fields.text("type", problems).unwrap_or_default().to_owned();
    for (missing, key) in [(name.is_empty(), "name"), (type_name.is_empty(), "type")] {
        if missing {
            let message = format!("A node has no {key}.");
            problems.warn("incomplete_node", fields.path_to(key), message);
        }
    }
    if type_name == STICKY_NOTE {
        check_color(fields, problems);
    }
    let text = |key, problems: &mut _| fields.text(key, problems).map(str::to_owned);
    Node {
        id: text("id", problems).filter(|id| !id.is_empty()),
        type_version: version(fields, problems),
        position: position(fields, problems),
        parameters: parameters(fields, problems),
        disabled: fields.flag("disabled", problems),
        notes: text("notes", problems).filter(|notes| !notes.is_empty()),
        notes_in_flow: fields.flag("notesInFlow", problems),
        on_error: on_error(fields, problems),
        retry_on_fail: fields.flag("retryOnFail", problems),
        max_tries: fields.count("maxTries", problems),
        wait_between_tries: fields.count("waitBetweenTries", problems),
        always_output_data: fields.flag("alwaysOutputData", problems),
        execute_once: fields.flag("executeOnce", problems),
        credentials: credentials::read(fields, problems),
        webhook_id: text("webhookId", problems),
        pinned: pins.and_then(|pins| pins.get(&name)).is_some_and(is_pinned),
        other: map
            .iter()
            .filter(|(key, _)| !KNOWN.contains(&key.as_str()))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect(),
        name,
        type_name,
    }
}

/// A sticky note's color is one of seven, or written in hex.
fn check_color(fields: &Fields, problems: &mut Problems) {
    let color = fields.get("parameters").and_then(|all| all.get("color"));
    let Some(color) = color else {
        return;
    };
    let hex = color.as_str().and_then(|text| text.strip_prefix('#'));
    let hex = hex.is_some_and(|digits| {
        matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|b| b.is_ascii_hexdigit())
    });
    let preset = number(color).is_some_and(|number| (1.0..=7.0).contains(&number));
    if !hex && !preset {
        let path = crate::path::with_key(&fields.path_to("parameters"), "color");
        let message = "A sticky note has a color n8n does not know; it is drawn in the first.";
        problems.warn("bad_note_color", path, message);
    }
}

fn version(fields: &Fields, problems: &mut Problems) -> f64 {
    let value = fields.get("typeVersion");
    if value.is_some_and(|value| !value.is_number()) {
        let message = "A node's “typeVersion” is not a number; n8n would not read it.";
        problems.warn("bad_field", fields.path_to("typeVersion"), message);
    }
    value.and_then(number).unwrap_or(1.0)
}

fn position(fields: &Fields, problems: &mut Problems) -> Option<Point> {
    let value = fields.get("position");
    let mut say =
        |message: &str| problems.warn("bad_position", fields.path_to("position"), message);
    let pair = match value {
        Some(Value::Array(pair)) => match pair.as_slice() {
            [x, y] => Some((x, y)),
            _ => None,
        },
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
        None => say("A node has no usable position and was placed by us."),
        Some(at) if at.x.abs().max(at.y.abs()) > FARTHEST => {
            say("A node lies absurdly far away and was placed by us.");
            return None;
        }
        Some(_) if !plain => {
            say("A position is not a list of two numbers; n8n would not read it.");
        }
        Some(_) => {}
    }
    point
}

fn parameters(fields: &Fields, problems: &mut Problems) -> Map<String, Value> {
    match fields.get("parameters") {
        Some(Value::Object(parameters)) => parameters.clone(),
        None => Map::new(),
        // PHP's empty object.
        Some(Value::Array(list)) if list.is_empty() => Map::new(),
        Some(_) => {
            let message = "A node's parameters are not an object and were not read.";
            problems.warn("bad_parameters", fields.path_to("parameters"), message);
            Map::new()
        }
    }
}

fn on_error(fields: &Fields, problems: &mut Problems) -> OnError {
    let older = fields.flag("continueOnFail", problems);
    match fields.text("onError", problems) {
        Some("continueErrorOutput") => OnError::ErrorOutput,
        Some("continueRegularOutput") => OnError::Continue,
        Some("stopWorkflow") => OnError::Stop,
        Some(_) => {
            let message = "A node's “onError” is a word n8n does not know; it stops on errors.";
            problems.warn("bad_field", fields.path_to("onError"), message);
            OnError::Stop
        }
        None if older => OnError::Continue,
        None => OnError::Stop,
    }
}

fn is_pinned(items: &Value) -> bool {
    items.as_array().is_some_and(|items| !items.is_empty())
}

fn report_duplicates(nodes: &[Node], places: &[usize], problems: &mut Problems) {
    let mut names = HashMap::new();
    let mut ids = HashMap::new();
    for (node, &index) in nodes.iter().zip(places) {
        let path = |key| crate::path::with_key(&with_index("nodes", index), key);
        if !node.name.is_empty() && names.insert(node.name.as_str(), index).is_some() {
            let message = format!(
                "Two nodes are called {}; connections go to the last one.",
                quoted(&node.name)
            );
            problems.warn("duplicate_node_name", path("name"), message);
        }
        if let Some(id) = &node.id
            && ids.insert(id.as_str(), index).is_some()
        {
            problems.warn(
                "duplicate_node_id",
                path("id"),
                "Two nodes have the same id.",
            );
        }
    }
}
