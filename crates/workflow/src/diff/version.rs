//! One of the two versions, as it is compared.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::document::{Node, Workflow};
use crate::family::community_package;
use crate::outline::shown_name;
use crate::parse::quoted;

/// A version with the raw objects its nodes were read from.
pub(super) struct Version<'w> {
    pub(super) workflow: &'w Workflow,
    raw: Vec<&'w Map<String, Value>>,
}

impl<'w> Version<'w> {
    pub(super) fn of(workflow: &'w Workflow) -> Self {
        let list = workflow.source.get("nodes").and_then(Value::as_array);
        Self {
            workflow,
            raw: list
                .into_iter()
                .flatten()
                .filter_map(Value::as_object)
                .collect(),
        }
    }

    pub(super) fn nodes(&self) -> &'w [Node] {
        &self.workflow.nodes
    }

    pub(super) fn node(&self, index: usize) -> Option<(&'w Node, &'w Map<String, Value>)> {
        self.workflow
            .nodes
            .get(index)
            .zip(self.raw.get(index).copied())
    }

    /// A node's name in quotes, as it may stand in a sentence.
    pub(super) fn called(&self, index: usize) -> String {
        quoted(&shown_name(self.workflow, index))
    }

    pub(super) fn credential_kinds(&self) -> BTreeSet<&'w str> {
        let on = self.nodes().iter().filter(|node| !node.disabled);
        on.flat_map(|node| {
            node.credentials
                .iter()
                .map(|credential| credential.kind.as_str())
        })
        .collect()
    }

    pub(super) fn packages(&self) -> BTreeSet<&'w str> {
        let on = self.nodes().iter().filter(|node| !node.disabled);
        on.filter_map(community_package).collect()
    }
}
