//! Names, types and notes: what helps the next reader.

use super::Looker;
use crate::document::Node;
use crate::family::{community_package, is_core, is_sub_node_by_name, is_trigger};
use crate::names::type_label;
use crate::problem::Severity::{Note, Warning};

/// Types n8n no longer has.
const REMOVED: &[&str] = &["start", "automizy", "kitemaker", "spontit"];

/// Types n8n hides because another took their place.
const LEGACY: &[(&str, &str)] = &[
    ("function", "Code"),
    ("functionItem", "Code"),
    ("cron", "Schedule Trigger"),
    ("interval", "Schedule Trigger"),
    ("htmlExtract", "HTML"),
    ("readBinaryFile", "Read/Write Files from Disk"),
    ("readBinaryFiles", "Read/Write Files from Disk"),
    ("writeBinaryFile", "Read/Write Files from Disk"),
    ("moveBinaryData", "Convert to File or Extract from File"),
    ("spreadsheetFile", "Convert to File or Extract from File"),
];

/// A workflow of fewer nodes explains itself.
const SMALL: usize = 3;

pub(super) fn look(looker: &mut Looker) {
    if looker
        .workflow
        .name
        .as_deref()
        .is_none_or(|name| name.trim().is_empty())
    {
        looker.whole(Note, "unnamed_workflow", "The workflow has no name.");
    }
    if looker.workflow.nodes.iter().any(|node| node.pinned) {
        looker.whole(
            Note,
            "pinned_data",
            "Pinned test data travels with the workflow.",
        );
    }
    if looker.workflow.node_count() >= SMALL && !is_explained(&looker.workflow.nodes) {
        looker.whole(Warning, "missing_documentation", "No sticky note or node note explains what the workflow does and what has to be set up.");
    }
    for (index, node) in looker.nodes() {
        types(looker, index, node);
        if has_default_name(node) {
            looker.node(Note, "default_name", index, ".name", |name| {
                format!("{name} still has the name n8n gave it.")
            });
        }
    }
}

fn types(looker: &mut Looker, index: usize, node: &Node) {
    let short = node.short_type();
    if let Some(package) = community_package(node) {
        let package = crate::text::shortened(&crate::text::plain(package), 120);
        looker.node(Note, "community_node", index, ".type", |name| {
            format!("{name} needs the community package {package}.")
        });
    } else if is_core(node) && REMOVED.contains(&short) {
        looker.node(Warning, "removed_node", index, ".type", |name| {
            format!("n8n no longer knows the type of {name} ({short}).")
        });
    } else if let Some((_, instead)) = LEGACY
        .iter()
        .find(|(legacy, _)| is_core(node) && *legacy == short)
    {
        looker.node(Note, "legacy_node", index, ".type", |name| {
            format!("{name} is of a type n8n only keeps for old workflows; today it is {instead}.")
        });
    }
}

/// Twenty letters on a note are an explanation.
fn is_explained(nodes: &[Node]) -> bool {
    let long = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count() >= 20;
    nodes.iter().any(|node| {
        node.notes.as_deref().is_some_and(long)
            || (node.is_sticky() && node.text(&["content"]).is_some_and(long))
    })
}

/// The type's own name, with or without a number. A trigger or sub-node is what its type says, so its name may stay.
fn has_default_name(node: &Node) -> bool {
    if is_trigger(node) || is_sub_node_by_name(node) {
        return false;
    }
    let name = node
        .name
        .trim()
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end();
    let label = type_label(&node.type_name);
    let also: &[&str] = match node.short_type() {
        "set" => &["Edit Fields", "Set"],
        "if" => &["IF"],
        "splitInBatches" => &["Loop Over Items", "SplitInBatches", "Split In Batches"],
        "noOp" => &["No Operation, do nothing", "NoOp"],
        "functionItem" => &["FunctionItem"],
        _ => &[],
    };
    !name.is_empty()
        && (name.eq_ignore_ascii_case(&label)
            || also.iter().any(|also| name.eq_ignore_ascii_case(also)))
}
