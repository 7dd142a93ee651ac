//! How much each kind of change matters.

use std::collections::{BTreeSet, HashMap};

use super::{Impact, canonical};
use crate::document::{Node, Workflow};
use crate::family::is_trigger;
use crate::ports;

/// Triggers are where others reach the workflow: an address, a form, a schedule, a caller.
fn is_live_trigger(node: &Node) -> bool {
    is_trigger(node) && !node.disabled
}

pub(super) fn of_addition(node: &Node) -> Impact {
    if node.is_sticky() || node.disabled {
        Impact::Cosmetic
    } else {
        Impact::Behavior
    }
}

pub(super) fn of_removal(node: &Node) -> (&'static str, Impact) {
    if is_live_trigger(node) {
        ("trigger_removed", Impact::Breaking)
    } else {
        ("node_removed", of_addition(node))
    }
}

pub(super) fn of_type(old: &Node, new: &Node) -> Impact {
    match (old.is_sticky() && new.is_sticky(), is_live_trigger(old)) {
        (true, _) => Impact::Cosmetic,
        (false, true) => Impact::Breaking,
        (false, false) => Impact::Behavior,
    }
}

/// The code and impact of a change in one of the fields n8n compares.
pub(super) fn of_field(field: &str, old: &Node, new: &Node) -> (&'static str, Impact) {
    let cosmetic = match field {
        "notes" | "notesInFlow" | "webhookId" => true,
        "credentials" => same_credential_kinds(old, new),
        "disabled" => false,
        _ => new.is_sticky() || (old.disabled && new.disabled),
    };
    let trigger = is_live_trigger(old) && matches!(field, "parameters" | "disabled");
    match (cosmetic, trigger) {
        (true, _) => ("node_changed", Impact::Cosmetic),
        (false, true) => ("trigger_changed", Impact::Breaking),
        (false, false) => ("node_changed", Impact::Behavior),
    }
}

/// Whether two nodes need credentials of the same types, whichever they are.
pub(super) fn same_credential_kinds(old: &Node, new: &Node) -> bool {
    let kinds = |node: &Node| -> BTreeSet<String> {
        node.credentials
            .iter()
            .map(|credential| credential.kind.clone())
            .collect()
    };
    kinds(old) == kinds(new)
}

/// How many outputs a node lost, by its index in the new version. Sub-nodes and nodes that changed their type beyond comparison are left
/// out: of them more is said elsewhere.
pub(super) fn lost_outputs(
    old: &Workflow,
    new: &Workflow,
    pairs: &[(usize, usize)],
) -> HashMap<usize, usize> {
    let (before, after) = (ports::of(old), ports::of(new));
    let lost = |&(a, b): &(usize, usize)| {
        let same_type = old.nodes.get(a)?.type_name == new.nodes.get(b)?.type_name;
        let (a, after) = (before.get(a)?, after.get(b)?);
        let lost = a.outputs.len().saturating_sub(after.outputs.len());
        (same_type && lost > 0).then_some((b, lost))
    };
    pairs.iter().filter_map(lost).collect()
}

/// Whether a setting of the workflow means something to whoever runs it.
pub(super) fn same_setting(old: &Workflow, new: &Workflow, key: &str) -> bool {
    let at = |workflow: &Workflow| {
        workflow
            .source
            .get("settings")
            .and_then(|all| all.get(key))
            .cloned()
    };
    canonical::same(at(old).as_ref(), at(new).as_ref())
}
