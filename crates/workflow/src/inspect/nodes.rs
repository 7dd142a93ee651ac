//! Counts nodes, their types, credentials, triggers and pinned data.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{Counts, name, repeated, sorted};
use crate::document::STICKY_NOTE;

/// Types that start a workflow without the word in their name.
const TRIGGERS: [&str; 5] = [
    "n8n-nodes-base.webhook",
    "n8n-nodes-base.cron",
    "n8n-nodes-base.emailReadImap",
    "n8n-nodes-base.start",
    "n8n-nodes-base.interval",
];
const OWN: [&str; 3] = [
    "n8n-nodes-base.",
    "@n8n/n8n-nodes-langchain.",
    "n8n-nodes-internal.",
];

pub(super) fn count(nodes: &[&Map<String, Value>], counts: &mut Counts) {
    counts.nodes = nodes.len();
    counts.duplicate_names = repeated(nodes.iter().filter_map(name));
    let ids = || nodes.iter().map(|node| node.get("id"));
    counts.duplicate_ids = repeated(
        ids()
            .filter_map(|id| id?.as_str())
            .filter(|id| !id.is_empty()),
    );
    let missing = |id: &Option<&Value>| id.is_none_or(|id| id.is_null() || id.as_str() == Some(""));
    counts.missing_ids = ids().filter(missing).count();
    let mut colors = Vec::new();
    let mut kinds = Vec::new();
    let mut params = Vec::new();
    for node in nodes {
        let kind = node.get("type").and_then(Value::as_str);
        let off = node.get("disabled") == Some(&Value::Bool(true));
        counts.disabled += usize::from(off);
        counts.on_error_output += usize::from(text(node, "onError") == Some("continueErrorOutput"));
        *counts
            .node_types
            .entry(as_python(node.get("type")))
            .or_default() += 1;
        if kind == Some(STICKY_NOTE) {
            counts.stickies += 1;
            let parameters = node.get("parameters").and_then(Value::as_object);
            colors.extend(parameters.map(|parameters| as_python(parameters.get("color"))));
        } else if let Some(kind) = kind.filter(|kind| is_trigger(kind)) {
            counts
                .triggers
                .push((as_python(node.get("name")), kind.to_owned(), off));
        }
        for (kind, value) in node
            .get("credentials")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            kinds.push(kind.clone());
            counts.legacy_string_credentials += usize::from(value.is_string());
        }
        for key in ["nodeCredentialType", "genericAuthType"] {
            let value = node
                .get("parameters")
                .and_then(|all| all.get(key)?.as_str());
            params.extend(
                value
                    .filter(|value| !value.is_empty() && !value.starts_with('='))
                    .map(str::to_owned),
            );
        }
    }
    counts.sticky_colors = sorted(colors.into_iter());
    counts.credentials = sorted(kinds.into_iter());
    counts.cred_params = sorted(params.into_iter());
    counts.triggers.sort();
    let community = |kind: &&str| !OWN.iter().any(|own| kind.starts_with(own));
    let types = nodes.iter().filter_map(|node| text(node, "type"));
    counts.community_types = sorted(types.filter(community).map(str::to_owned));
    count_positions(nodes, counts);
}

fn count_positions(nodes: &[&Map<String, Value>], counts: &mut Counts) {
    let corners: Vec<(&Value, &Value)> = nodes
        .iter()
        .filter_map(|node| corner(node.get("position")))
        .collect();
    counts.bad_positions = nodes.len() - corners.len();
    let by = |a: &&Value, b: &&Value| {
        a.as_f64()
            .unwrap_or_default()
            .total_cmp(&b.as_f64().unwrap_or_default())
    };
    let (xs, ys) = (
        || corners.iter().map(|at| at.0),
        || corners.iter().map(|at| at.1),
    );
    counts.bbox = (|| {
        Some(
            [
                xs().min_by(by)?,
                ys().min_by(by)?,
                xs().max_by(by)?,
                ys().max_by(by)?,
            ]
            .map(Value::clone),
        )
    })();
}

fn corner(position: Option<&Value>) -> Option<(&Value, &Value)> {
    match position?.as_array()?.as_slice() {
        [x, y] if x.is_number() && y.is_number() => Some((x, y)),
        _ => None,
    }
}

pub(super) fn count_pins(pins: Option<&Value>, nodes: &[&Map<String, Value>], counts: &mut Counts) {
    let Some(Value::Object(pins)) = pins else {
        return;
    };
    let names: HashSet<&str> = nodes.iter().filter_map(name).collect();
    counts.has_pin_data = pins.values().any(is_true);
    counts.pin_nodes = sorted(pins.keys().cloned());
    counts.pin_dangling = sorted(
        pins.keys()
            .filter(|key| !names.contains(key.as_str()))
            .cloned(),
    );
}

pub(super) fn issues(entry: &Value) -> Vec<&'static str> {
    let Value::Object(node) = entry else {
        return vec!["invalid_type"];
    };
    let filled = |key| text(node, key).is_some_and(|text| !text.is_empty());
    let wrong =
        |key: &str, right: fn(&Value) -> bool| node.get(key).is_some_and(|value| !right(value));
    let all = [
        (!filled("name"), "node_name"),
        (!filled("type"), "node_type"),
        (corner(node.get("position")).is_none(), "node_position"),
        (wrong("parameters", Value::is_object), "node_parameters"),
        (wrong("id", Value::is_string), "node_id"),
        (wrong("typeVersion", Value::is_number), "node_typeVersion"),
        (wrong("disabled", Value::is_boolean), "node_disabled"),
    ];
    all.into_iter()
        .filter(|(applies, _)| *applies)
        .map(|(_, code)| code)
        .collect()
}

fn text<'a>(node: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    node.get(key)?.as_str()
}

fn is_trigger(kind: &str) -> bool {
    TRIGGERS.contains(&kind) || kind.to_lowercase().contains("trigger")
}

/// What Python calls true: the truth was computed in it.
fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    }
}

/// Text as it is, everything else as Python's `str` writes it (lists and objects as JSON).
fn as_python(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "None".to_owned(),
        Some(Value::Bool(value)) => if *value { "True" } else { "False" }.to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}
