//! Earlier versions of the demo's workflows. Each is written as what was different from the version after it, so that one sees at a
//! glance what its vendor changed.

use anyhow::{Context, anyhow};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::catalog;

/// What was different in a version, told from the one after it.
#[derive(Deserialize)]
struct Difference {
    /// By its name in the later version: nothing for a node that was not there, a whole one with its type for one that is no longer,
    /// else the fields that were different, where nothing is a field that was not there.
    #[serde(default)]
    nodes: Map<String, Value>,
    /// By source, the targets of each output; nothing for a node that led nowhere.
    #[serde(default)]
    connections: Map<String, Value>,
}

/// The workflow as it was in version `number`, made of the one after it. Most versions change nothing but what their notes say.
pub(super) fn version_before(slug: &str, number: &str, later: &Value) -> anyhow::Result<Value> {
    let path = format!("workflows/earlier/{slug}/{number}.json");
    let Ok(bytes) = catalog::bytes(&path) else {
        return Ok(later.clone());
    };
    let difference: Difference =
        serde_json::from_slice(bytes).with_context(|| format!("demo/{path}"))?;
    let mut workflow = later.clone();
    apply(&mut workflow, &difference).with_context(|| format!("demo/{path}"))?;
    Ok(workflow)
}

fn apply(workflow: &mut Value, difference: &Difference) -> anyhow::Result<()> {
    for (name, change) in &difference.nodes {
        change_node(workflow, name, change)?;
    }
    for (source, outputs) in &difference.connections {
        let targets = connections(workflow)?;
        match outputs {
            Value::Null => drop(targets.shift_remove(source)),
            outputs => drop(targets.insert(source.clone(), written_out(outputs)?)),
        }
    }
    for (name, change) in &difference.nodes {
        if let Some(before) = change.get("name").and_then(Value::as_str) {
            rename(workflow, name, before);
        }
    }
    Ok(())
}

fn connections(workflow: &mut Value) -> anyhow::Result<&mut Map<String, Value>> {
    let connections = workflow
        .get_mut("connections")
        .and_then(Value::as_object_mut);
    connections.ok_or_else(|| anyhow!("a workflow without connections"))
}

fn change_node(workflow: &mut Value, name: &str, change: &Value) -> anyhow::Result<()> {
    let nodes = workflow.get_mut("nodes").and_then(Value::as_array_mut);
    let nodes = nodes.ok_or_else(|| anyhow!("a workflow without nodes"))?;
    let place = nodes.iter().position(|node| node["name"] == name);
    match (place, change) {
        (Some(place), Value::Null) => {
            nodes.remove(place);
            disconnect(workflow, name)?;
        }
        (Some(place), change) => merge(&mut nodes[place], change),
        (None, change) if change.get("type").is_some() => {
            let mut node = change.clone();
            node["name"] = json!(name);
            nodes.push(node);
        }
        (None, _) => return Err(anyhow!("there is no node {name:?}")),
    }
    Ok(())
}

/// As in RFC 7396: objects by field, nothing takes away, everything else replaces.
fn merge(into: &mut Value, change: &Value) {
    let (Some(fields), Some(changes)) = (into.as_object_mut(), change.as_object()) else {
        *into = change.clone();
        return;
    };
    for (key, change) in changes {
        if change.is_null() {
            fields.shift_remove(key);
        } else {
            merge(fields.entry(key.clone()).or_insert(Value::Null), change);
        }
    }
}

fn disconnect(workflow: &mut Value, name: &str) -> anyhow::Result<()> {
    let all = connections(workflow)?;
    all.shift_remove(name);
    for bucket in all
        .values_mut()
        .filter_map(Value::as_object_mut)
        .flat_map(Map::values_mut)
    {
        for output in bucket.as_array_mut().into_iter().flatten() {
            if let Some(targets) = output.as_array_mut() {
                targets.retain(|target| target["node"] != name);
            }
        }
    }
    Ok(())
}

/// `{"main": [["A"], ["B", "C"]]}`, the way n8n writes it.
fn written_out(outputs: &Value) -> anyhow::Result<Value> {
    let outputs: Map<String, Value> = serde_json::from_value(outputs.clone())?;
    let written = outputs.into_iter().map(|(kind, buckets)| {
        let buckets: Vec<Vec<String>> = serde_json::from_value(buckets)?;
        let entry = |target: String| json!({ "node": target, "type": kind, "index": 0 });
        let buckets: Vec<Vec<Value>> = buckets
            .into_iter()
            .map(|targets| targets.into_iter().map(entry).collect())
            .collect();
        Ok((kind.clone(), json!(buckets)))
    });
    written
        .collect::<anyhow::Result<Map<_, _>>>()
        .map(Value::Object)
}

/// Connections and expressions call a node by its name.
fn rename(value: &mut Value, name: &str, before: &str) {
    match value {
        Value::String(text) if text == name => before.clone_into(text),
        Value::String(text) => {
            *text = text.replace(&format!("$('{name}')"), &format!("$('{before}')"));
        }
        Value::Array(list) => list
            .iter_mut()
            .for_each(|value| rename(value, name, before)),
        Value::Object(fields) => {
            *fields = std::mem::take(fields)
                .into_iter()
                .map(|(key, mut value)| {
                    rename(&mut value, name, before);
                    (if key == name { before.to_owned() } else { key }, value)
                })
                .collect();
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn later() -> Value {
        json!({
            "nodes": [
                { "name": "A", "type": "t", "parameters": { "url": "x", "more": 1 } },
                { "name": "B", "type": "t", "parameters": { "text": "={{ $('A').item.json.b }}" } },
                { "name": "C", "type": "t", "parameters": {} },
            ],
            "connections": {
                "A": { "main": [[{ "node": "B", "type": "main", "index": 0 }]] },
                "B": { "main": [[{ "node": "C", "type": "main", "index": 0 }]] },
            },
        })
    }

    fn before(difference: Value) -> anyhow::Result<Value> {
        let mut workflow = later();
        apply(&mut workflow, &serde_json::from_value(difference)?)?;
        Ok(workflow)
    }

    #[test]
    fn a_node_that_was_not_there_takes_its_connections_along() {
        let connections = json!({ "A": { "main": [["C"]] } });
        let before = before(json!({ "nodes": { "B": null }, "connections": connections })).unwrap();
        assert_eq!(before["nodes"].as_array().unwrap().len(), 2);
        let lead = json!({ "main": [[{ "node": "C", "type": "main", "index": 0 }]] });
        assert_eq!(before["connections"], json!({ "A": lead }));
    }

    #[test]
    fn a_node_keeps_what_is_not_said_to_be_different_and_is_called_by_its_name_everywhere() {
        let difference = json!({ "nodes": { "A": { "name": "Z", "parameters": { "more": null, "url": "y" } } } });
        let before = before(difference).unwrap();
        assert_eq!(
            before["nodes"][0],
            json!({ "name": "Z", "type": "t", "parameters": { "url": "y" } })
        );
        assert_eq!(
            before["nodes"][1]["parameters"]["text"],
            "={{ $('Z').item.json.b }}"
        );
        assert!(before["connections"]["Z"].is_object() && before["connections"]["A"].is_null());
    }

    #[test]
    fn a_difference_about_a_node_nobody_knows_is_a_mistake() {
        assert!(before(json!({ "nodes": { "D": { "notes": "?" } } })).is_err());
    }
}
