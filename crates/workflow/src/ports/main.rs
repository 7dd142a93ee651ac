//! The ports that items flow through, left and right.

use serde_json::Value;

use super::{MOST, Port};
use crate::document::{Node, OnError};
use crate::text::{plain, shortened};

pub(super) fn inputs(node: &Node) -> Vec<Port> {
    match node.short_type() {
        "merge" => {
            let count = if node.type_version < 3.0 {
                2
            } else {
                count(node.parameter(&["numberInputs"]), 2)
            };
            (1..=count)
                .map(|number| Port::named(format!("Input {number}")))
                .collect()
        }
        "compareDatasets" => vec![Port::named("Input A"), Port::named("Input B")],
        "mcpTrigger" => Vec::new(),
        _ => vec![Port::plain()],
    }
}

pub(super) fn outputs(node: &Node) -> Vec<Port> {
    let mut ports = regular_outputs(node);
    if node.on_error == OnError::ErrorOutput && !ports.is_empty() {
        if let [only] = ports.as_mut_slice() {
            *only = Port::named("Success");
        }
        ports.push(Port::named("Error"));
    }
    ports
}

fn regular_outputs(node: &Node) -> Vec<Port> {
    let named = |labels: &[&str]| labels.iter().map(|label| Port::named(*label)).collect();
    match node.short_type() {
        "if" => named(&["true", "false"]),
        "switch" => switch(node),
        "splitInBatches" if node.type_version >= 3.0 => named(&["done", "loop"]),
        "splitInBatches" if node.type_version >= 2.0 => named(&["loop", "done"]),
        "filter" => named(&["Kept"]),
        "compareDatasets" => named(&["In A only", "Same", "Different", "In B only"]),
        "textClassifier" => text_classifier(node),
        "sentimentAnalysis" => sentiments(node),
        "guardrails" if matches!(node.text(&["operation"]), None | Some("classify")) => {
            named(&["Pass", "Fail"])
        }
        "evaluation" if node.text(&["operation"]) == Some("checkIfEvaluating") => {
            named(&["Evaluation", "Normal"])
        }
        "respondToWebhook" if responds_twice(node) => named(&["Input Data", "Response"]),
        "webhook" => webhook(node),
        "stopAndError" | "mcpTrigger" => Vec::new(),
        _ => vec![Port::plain()],
    }
}

fn switch(node: &Node) -> Vec<Port> {
    let numbered = |count: usize| {
        (0..count)
            .map(|number| Port::named(number.to_string()))
            .collect()
    };
    if node.type_version < 2.0 {
        return numbered(4);
    }
    let (amount, rules) = if node.type_version < 3.0 {
        ("outputsAmount", ["rules", "rules"])
    } else {
        ("numberOutputs", ["rules", "values"])
    };
    if node.text(&["mode"]) == Some("expression") {
        return numbered(count(node.parameter(&[amount]), 4));
    }
    let rules = node
        .parameter(&rules)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let key = |rule: &Value| {
        rule.get("outputKey")
            .and_then(Value::as_str)
            .filter(|key| !key.is_empty())
            .map(label)
            .map(Port::authored)
    };
    let mut ports: Vec<_> = rules
        .iter()
        .take(MOST)
        .enumerate()
        .map(|(number, rule)| key(rule).unwrap_or_else(|| Port::named(number.to_string())))
        .collect();
    if node.text(&["options", "fallbackOutput"]) == Some("extra") {
        ports.push(node.text(&["options", "renameFallbackOutput"]).map_or_else(
            || Port::named("Fallback"),
            |name| Port::authored(label(name)),
        ));
    }
    ports
}

fn text_classifier(node: &Node) -> Vec<Port> {
    let categories = node
        .parameter(&["categories", "categories"])
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let name = |category: &Value| {
        label(
            category
                .get("category")
                .and_then(Value::as_str)
                .unwrap_or_default(),
        )
    };
    let mut ports: Vec<_> = categories
        .iter()
        .take(MOST)
        .map(|category| Port::authored(name(category)))
        .collect();
    if node.text(&["options", "fallback"]) == Some("other") {
        ports.push(Port::named("Other"));
    }
    ports
}

fn sentiments(node: &Node) -> Vec<Port> {
    let own = node.text(&["options", "categories"]);
    own.unwrap_or("Positive, Neutral, Negative")
        .split(',')
        .take(MOST)
        .map(|category| Port {
            authored: own.is_some(),
            ..Port::named(label(category.trim()))
        })
        .collect()
}

fn responds_twice(node: &Node) -> bool {
    (node.type_version - 1.3).abs() < 0.01
        || (node.type_version > 1.35 && node.flag(&["enableResponseOutput"]))
}

fn webhook(node: &Node) -> Vec<Port> {
    match node.parameter(&["httpMethod"]) {
        Some(Value::Array(methods)) if methods.len() > 1 => methods
            .iter()
            .take(MOST)
            .map(|method| Port::authored(label(method.as_str().unwrap_or_default())))
            .collect(),
        _ => vec![Port::plain()],
    }
}

/// A number of ports; expressions and nonsense count as the default.
fn count(value: Option<&Value>, default: usize) -> usize {
    let number = value
        .and_then(Value::as_f64)
        .filter(|number| (1.0..=MOST as f64).contains(number));
    number.map_or(default, |number| number as usize)
}

fn label(text: &str) -> String {
    shortened(&plain(text), 80)
}
