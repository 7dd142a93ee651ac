//! Reads what a node says about its credentials.

use serde_json::Value;

use super::fields::Fields;
use super::quoted;
use crate::document::Credential;
use crate::path::with_key;
use crate::problem::{Problems, Severity};

/// The fields of a reference; whatever else stands there is the secret itself.
const REFERENCE: [&str; 3] = ["id", "name", "__aiGatewayManaged"];

pub(super) fn read(fields: &Fields, problems: &mut Problems) -> Vec<Credential> {
    let path = fields.path_to("credentials");
    match fields.get("credentials") {
        Some(Value::Object(kinds)) => kinds
            .iter()
            .map(|(kind, value)| one(kind, value, &path, problems))
            .collect(),
        None => Vec::new(),
        // PHP's empty object.
        Some(Value::Array(list)) if list.is_empty() => Vec::new(),
        Some(_) => {
            let message = "A node's credentials are not an object and were not read.";
            problems.warn("bad_credentials", path, message);
            Vec::new()
        }
    }
}

fn one(kind: &str, value: &Value, path: &str, problems: &mut Problems) -> Credential {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let inline = value
        .as_object()
        .is_some_and(|fields| fields.keys().any(|key| !REFERENCE.contains(&key.as_str())));
    if inline {
        let message = format!(
            "The node holds the secret of a {} credential itself, not a reference to it.",
            quoted(kind)
        );
        let path = with_key(path, kind);
        problems.add(Severity::Error, "inline_credential", path, message);
    } else if !(value.is_object() || value.is_string() || value.is_null()) {
        let message = "A credential is neither a reference nor a name and was not read.";
        problems.warn("bad_credentials", with_key(path, kind), message);
    }
    let id = value.get("id");
    let number = id.filter(|id| id.is_number()).map(Value::to_string);
    Credential {
        kind: kind.to_owned(),
        id: text("id").or(number).filter(|id| !id.is_empty()),
        name: value.as_str().map(str::to_owned).or_else(|| text("name")),
        inline,
    }
}
