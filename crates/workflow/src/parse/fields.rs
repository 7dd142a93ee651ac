//! Reads the plain fields of nodes, and says so when one holds something it cannot.

use serde_json::{Map, Value};

use super::quoted;
use crate::path::{with_index, with_key};
use crate::problem::Problems;

/// The fields of one node.
pub(super) struct Fields<'a> {
    map: &'a Map<String, Value>,
    pub(super) path: String,
}

impl<'a> Fields<'a> {
    pub(super) fn of_node(map: &'a Map<String, Value>, index: usize) -> Self {
        Self {
            map,
            path: with_index("nodes", index),
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }

    pub(super) fn path_to(&self, key: &str) -> String {
        with_key(&self.path, key)
    }

    pub(super) fn text(&self, key: &str, problems: &mut Problems) -> Option<&'a str> {
        self.read(key, "text", problems, Value::as_str)
    }

    pub(super) fn flag(&self, key: &str, problems: &mut Problems) -> bool {
        self.read(key, "true or false", problems, Value::as_bool)
            .unwrap_or(false)
    }

    pub(super) fn count(&self, key: &str, problems: &mut Problems) -> Option<u64> {
        self.read(key, "a whole number", problems, |value| {
            let whole = value.as_f64().filter(|number| number.fract() == 0.0);
            value
                .as_u64()
                .or(whole.filter(|n| *n >= 0.0).map(|n| n as u64))
        })
    }

    fn read<T>(
        &self,
        key: &str,
        wanted: &str,
        problems: &mut Problems,
        read: impl Fn(&'a Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.get(key)?;
        let read = read(value);
        if read.is_none() {
            let message = format!("A node's “{key}” is not {wanted}; n8n would not read it.");
            problems.warn("bad_field", self.path_to(key), message);
        }
        read
    }
}

/// A number, also when it was written as text.
pub(super) fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::String(text) => text.trim().parse().ok()?,
        value => value.as_f64()?,
    };
    number.is_finite().then_some(number)
}

/// Checks the fields of the workflow itself.
pub(super) fn check_top(source: &Value, problems: &mut Problems) {
    type Holds = fn(&Value) -> bool;
    let kinds: [(&str, &str, Holds); 4] = [
        ("name", "text", Value::is_string),
        ("settings", "an object", Value::is_object),
        ("pinData", "an object", Value::is_object),
        ("meta", "an object", Value::is_object),
    ];
    for (key, wanted, holds) in kinds {
        let empty_list = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
        if let Some(value) = source.get(key).filter(|value| !value.is_null())
            && !holds(value)
            && !empty_list(value)
        {
            let message = format!("The workflow's “{key}” is not {wanted} and was not read.");
            problems.warn("bad_field", key.to_owned(), message);
        }
    }
    let names: std::collections::HashSet<&str> = source
        .get("nodes")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|node| node.get("name")?.as_str())
        .collect();
    let pins = source.get("pinData").and_then(Value::as_object);
    for (name, _) in pins.into_iter().flatten() {
        if !names.contains(name.as_str()) {
            let message = format!("There is test data for {}, but no such node.", quoted(name));
            problems.note("pin_without_node", with_key("pinData", name), message);
        }
    }
}
