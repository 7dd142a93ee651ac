//! What parameters hold: things of the author's, and references to nodes.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use super::Looker;
use crate::document::Node;
use crate::family::is_langchain;
use crate::names::spelled;
use crate::path::{with_index, with_key};
use crate::problem::Severity::{Note, Warning};
use crate::text::{plain, shortened};

pub(super) fn look(looker: &mut Looker) {
    let names: HashSet<&str> = looker
        .workflow
        .nodes
        .iter()
        .map(|node| node.name.as_str())
        .collect();
    for (index, node) in looker.nodes().filter(|(_, node)| !node.disabled) {
        let mut found = Found {
            ids: Vec::new(),
            missing: BTreeSet::new(),
            names: &names,
            is_model: is_model(node),
        };
        for (key, value) in &node.parameters {
            found.value(key, value, &with_key("", key));
        }
        let (ids, missing) = (found.ids, found.missing);
        if let Some((path, _)) = ids.first() {
            let labels: BTreeSet<String> = ids.iter().map(|(_, key)| spelled(key)).collect();
            let what = labels.into_iter().take(6).collect::<Vec<_>>().join(", ");
            looker.node(
                Note,
                "hard_coded_id",
                index,
                &format!(".parameters.{path}"),
                |name| {
                    format!(
                        "{name} points at something of the author's, to be chosen anew: {what}."
                    )
                },
            );
        }
        for (path, reference) in missing {
            let reference = shortened(&plain(&reference), 60);
            looker.node(
                Warning,
                "unknown_node_reference",
                index,
                &format!(".parameters.{path}"),
                |name| format!("{name} reads “{reference}”, but no node has that name."),
            );
        }
    }
}

/// A model is chosen from a list too, but everybody has the same list.
fn is_model(node: &Node) -> bool {
    is_langchain(node)
        && (node.short_type().starts_with("lm") || node.short_type().starts_with("embeddings"))
}

struct Found<'a> {
    /// Path and key of parameters that hold an id.
    ids: Vec<(String, String)>,
    /// Path and name of nodes that are read and do not exist.
    missing: BTreeSet<(String, String)>,
    names: &'a HashSet<&'a str>,
    is_model: bool,
}

impl Found<'_> {
    fn value(&mut self, key: &str, value: &Value, path: &str) {
        match value {
            Value::Object(fields) if fields.contains_key("__rl") => {
                if self.is_chosen(key, fields.get("value")) {
                    self.ids.push((path.to_owned(), key.to_owned()));
                }
                self.text(
                    key,
                    fields
                        .get("value")
                        .and_then(Value::as_str)
                        .unwrap_or_default(),
                    path,
                    false,
                );
            }
            Value::Object(fields) => {
                for (key, value) in fields {
                    self.value(key, value, &with_key(path, key));
                }
            }
            Value::Array(list) => {
                for (index, value) in list.iter().enumerate() {
                    self.value(key, value, &with_index(path, index));
                }
            }
            Value::String(text) => self.text(key, text, path, true),
            _ => {}
        }
    }

    /// Whether a resource locator names something only its author has.
    fn is_chosen(&self, key: &str, value: Option<&Value>) -> bool {
        let literal = match value {
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(Value::Number(number)) => number.to_string(),
            _ => return false,
        };
        let common = matches!(
            literal.as_str(),
            "" | "gid=0" | "0" | "primary" | "me" | "root" | "My Drive" | "sharedWithMe"
        );
        let model = self.is_model || key.to_ascii_lowercase().contains("model");
        !common && !model && !literal.starts_with('=') && !is_placeholder(&literal)
    }

    fn text(&mut self, key: &str, text: &str, path: &str, plain: bool) {
        if plain && PLAIN.contains(&key) && is_id(text) {
            self.ids.push((path.to_owned(), key.to_owned()));
        }
        for name in references(text) {
            if !self.names.contains(name.as_str()) {
                self.missing.insert((path.to_owned(), name));
            }
        }
    }
}

fn is_placeholder(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["your", "replace", "example", "<", "[", "xxx"]
        .iter()
        .any(|part| lower.contains(part))
}

/// Older nodes keep ids as plain text.
const PLAIN: &[&str] = &[
    "sheetId",
    "documentId",
    "spreadsheetId",
    "databaseId",
    "pageId",
    "blockId",
    "boardId",
    "listId",
    "folderId",
    "fileId",
    "baseId",
    "application",
    "chatId",
    "channelId",
    "guildId",
    "workspaceId",
    "teamId",
    "phoneNumberId",
    "projectId",
    "calendarId",
    "collectionId",
    "organizationId",
    "assistantId",
    "workflowId",
];

/// Long enough, with a digit, and written out.
fn is_id(text: &str) -> bool {
    text.len() >= 6
        && text.bytes().any(|b| b.is_ascii_digit())
        && !text.contains(char::is_whitespace)
        && !text.contains("{{")
        && !text.starts_with('=')
        && !is_placeholder(text)
}

/// The nodes a text reads by name: `$('Name')`, `$node["Name"]`, `$items("Name")`.
fn references(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in text.match_indices('$') {
        let rest = text.get(at + 1..).unwrap_or_default();
        let rest = ["(", "node[", "items("]
            .iter()
            .find_map(|open| rest.strip_prefix(open))
            .map(str::trim_start);
        let Some((quote, rest)) =
            rest.and_then(|rest| Some((rest.chars().next()?, rest.get(1..)?)))
        else {
            continue;
        };
        if !matches!(quote, '\'' | '"' | '`') {
            continue;
        }
        names.extend(quoted(rest, quote));
    }
    names
}

/// A name up to its closing quote; `None` when it is put together at run time, or no name at all.
fn quoted(rest: &str, quote: char) -> Option<String> {
    let mut name = String::new();
    let mut escaped = false;
    for c in rest.chars().take(400) {
        match c {
            c if escaped => {
                name.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            c if c == quote => {
                let put_together = quote == '`' && name.contains("${");
                return (!name.is_empty() && !put_together).then_some(name);
            }
            '\n' => return None,
            c => name.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_as_expressions_write_them() {
        let text = r#"={{ $('A b').item.json.x + $node["C"].json + $items("D") + $("E\"f") + $('`') + $json.g + $(`h${i}`) }} $( 'J' )"#;
        assert_eq!(references(text), ["A b", "C", "D", "E\"f", "`", "J"]);
        assert!(references("costs $(12) or $('unclosed").is_empty());
    }
}
