//! Compares the fields of one node.

use serde_json::{Map, Value};

use super::version::Version;
use super::writer::Writer;
use super::{Impact, canonical, severity};
use crate::names::{spelled, type_label};
use crate::parse::quoted;

/// The fields n8n compares, sorted.
const FIELDS: [&str; 16] = [
    "alwaysOutputData",
    "continueOnFail",
    "credentials",
    "disabled",
    "executeOnce",
    "maxTries",
    "name",
    "notes",
    "notesInFlow",
    "onError",
    "parameters",
    "retryOnFail",
    "type",
    "typeVersion",
    "waitBetweenTries",
    "webhookId",
];
/// The most parameters that are named in one sentence.
const MOST_NAMED: usize = 5;

/// The fields that differ, literally: absent is null, but not false.
pub(super) fn different(a: &Map<String, Value>, b: &Map<String, Value>) -> Vec<&'static str> {
    let differs = |field: &&str| !canonical::same(a.get(*field), b.get(*field));
    FIELDS.into_iter().filter(differs).collect()
}

pub(super) fn is_moved(old: &Version, new: &Version, a: usize, b: usize) -> bool {
    let (Some((_, a)), Some((_, b))) = (old.node(a), new.node(b)) else {
        return false;
    };
    !canonical::same(a.get("position"), b.get("position"))
}

/// Says what changed about a pair, a sentence for each field that means something else now.
pub(super) fn tell(writer: &mut Writer, a: usize, b: usize) {
    let (Some((old, old_raw)), Some((new, new_raw))) = (writer.old.node(a), writer.new.node(b))
    else {
        return;
    };
    let at = (Some(a), Some(b));
    let called = writer.new.called(b);
    for field in different(old_raw, new_raw) {
        let sentence = match field {
            "name" => {
                let sentence = format!("{} is now called {called}.", writer.old.called(a));
                writer.say("node_renamed", Impact::Cosmetic, at, sentence);
                continue;
            }
            "type" => {
                let (from, to) = (type_label(&old.type_name), type_label(&new.type_name));
                let sentence =
                    format!("{called} was {} and is {} now.", quoted(&from), quoted(&to));
                writer.say("type_changed", severity::of_type(old, new), at, sentence);
                continue;
            }
            "parameters" => parameters(&called, old_raw, new_raw),
            "typeVersion" if (old.type_version - new.type_version).abs() < 1e-9 => continue,
            "typeVersion" => format!(
                "{called} went from version {} to {}.",
                old.type_version, new.type_version
            ),
            "credentials" if severity::same_credential_kinds(old, new) => {
                format!("{called} points at another credential of the same kind.")
            }
            "credentials" => format!("{called} needs other credentials."),
            "disabled" if old.disabled == new.disabled => continue,
            "disabled" if new.disabled => format!("{called} was switched off."),
            "disabled" => format!("{called} was switched on."),
            "notes" if old.notes == new.notes => continue,
            "notes" => format!("{called} has another remark."),
            "notesInFlow" if old.notes_in_flow == new.notes_in_flow => continue,
            "notesInFlow" => format!("{called} shows or hides its remark."),
            "webhookId" => format!("{called} has another webhook id."),
            "onError" | "continueOnFail" if old.on_error == new.on_error => continue,
            "onError" | "continueOnFail" => format!("{called} does something else when it fails."),
            "alwaysOutputData" if old.always_output_data == new.always_output_data => continue,
            "executeOnce" if old.execute_once == new.execute_once => continue,
            "retryOnFail" if old.retry_on_fail == new.retry_on_fail => continue,
            other => format!("{called} has another setting: {}.", spelled(other)),
        };
        let (code, impact) = severity::of_field(field, old, new);
        writer.say(code, impact, at, sentence);
    }
}

fn parameters(called: &str, old: &Map<String, Value>, new: &Map<String, Value>) -> String {
    let (a, b) = (old.get("parameters"), new.get("parameters"));
    let changed = changed_keys(a, b);
    let named: Vec<String> = changed
        .iter()
        .take(MOST_NAMED)
        .map(|key| {
            crate::text::shortened(&crate::text::plain(&spelled(key)), 40) + &lines(a, b, key)
        })
        .collect();
    let more = match changed.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    match named.as_slice() {
        [] => format!("{called} has other parameters."),
        _ => format!("{called} has other parameters: {}{more}.", named.join(", ")),
    }
}

/// The names of parameters that differ, new ones last.
pub(super) fn changed_keys<'v>(old: Option<&'v Value>, new: Option<&'v Value>) -> Vec<&'v str> {
    let keys = |value: Option<&'v Value>| {
        value
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(Map::keys)
    };
    let at = |value: Option<&'v Value>, key: &str| value.and_then(|all| all.get(key));
    let gone_or_changed = keys(old).filter(|key| !canonical::same(at(old, key), at(new, key)));
    let fresh =
        keys(new).filter(|key| at(old, key).is_none() && at(new, key) != Some(&Value::Null));
    gone_or_changed.chain(fresh).map(String::as_str).collect()
}

/// How many lines of a longer text came and went.
fn lines(old: Option<&Value>, new: Option<&Value>, key: &str) -> String {
    let text =
        |value: Option<&'_ Value>| value.and_then(|all| all.get(key)?.as_str().map(str::to_owned));
    let (Some(old), Some(new)) = (text(old), text(new)) else {
        return String::new();
    };
    if !old.contains('\n') && !new.contains('\n') {
        return String::new();
    }
    let mut counts: std::collections::HashMap<&str, i64> = std::collections::HashMap::new();
    old.lines()
        .for_each(|line| *counts.entry(line).or_default() -= 1);
    new.lines()
        .for_each(|line| *counts.entry(line).or_default() += 1);
    let came: i64 = counts.values().filter(|count| **count > 0).sum();
    let went: i64 = -counts.values().filter(|count| **count < 0).sum::<i64>();
    format!(" ({came} new lines, {went} gone)")
}
