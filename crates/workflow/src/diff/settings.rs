//! Compares what is set for the workflow as a whole.

use std::collections::BTreeSet;

use serde_json::Value;

use super::writer::Writer;
use super::{Impact, severity};
use crate::names::spelled;
use crate::text::{plain, shortened};

pub(super) fn tell(writer: &mut Writer) {
    let (old, new) = (writer.old.workflow, writer.new.workflow);
    if let (Some(a), Some(b)) = (&old.name, &new.name)
        && a != b
    {
        let sentence = format!(
            "The workflow {} is now called {}.",
            crate::parse::quoted(a),
            crate::parse::quoted(b)
        );
        writer.say("workflow_renamed", Impact::Cosmetic, (None, None), sentence);
    }
    let keys = |source: &Value| -> BTreeSet<String> {
        let settings = source.get("settings").and_then(Value::as_object);
        settings
            .into_iter()
            .flat_map(|settings| settings.keys().cloned())
            .collect()
    };
    let all = &keys(&old.source) | &keys(&new.source);
    let changed: Vec<String> = all
        .iter()
        .filter(|key| !severity::same_setting(old, new, key))
        .take(10)
        .map(|key| shortened(&plain(&spelled(key)), 40))
        .collect();
    if !changed.is_empty() {
        let sentence = format!("The workflow's settings changed: {}.", changed.join(", "));
        writer.say("settings_changed", Impact::Behavior, (None, None), sentence);
    }
}
