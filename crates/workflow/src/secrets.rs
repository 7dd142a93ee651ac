//! Finds secrets and private data in a workflow, and takes them out.
//!
//! A secret in a workflow rarely stands beside its name: a header is `{"name": "X-API-Key", "value": "…"}`. So the document is walked leaf by
//! leaf, and each text is judged together with the node it belongs to, the key or the sibling that names it, and what surrounds it: a
//! header, an address, code, JSON inside a string. Every byte of every text, keys included, is looked at.
//!
//! Rules come in four kinds. *Shapes* know a value by its own form (`ghp_…`). *Named* ones know it by the service in its name and its form.
//! *Contexts* know the place: an authorization header, a cookie, a password inside an address, the secret parameter of a node, a credential
//! written out. The *generic* ones go by a telling name and the entropy of the value. The forms are facts published by the services and by
//! gitleaks' default rules; [`rules`] lists them.
//!
//! Placeholders, expressions, ids, hashes, public keys and prose stay silent. A finding never carries the value.

mod assignment;
mod context;
mod detect;
mod encoded;
mod file;
mod name;
mod named;
mod placeholder;
mod privacy;
mod redact;
mod rule;
mod shapes;
mod sibling;
mod span;
mod value;
mod walk;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use file::scan_file;
pub use redact::{Redacted, STAND_IN, redact, redact_value};
pub use rule::{Rule, rules};

use crate::document::Workflow;

/// What a finding asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Look at it and confirm: it may be a secret, or it is private.
    Warn,
    /// It is a secret; the workflow must not be handed on with it.
    Block,
}

/// A secret or something private in a workflow. It never holds the value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it asks for.
    pub level: Level,
    /// The rule's stable name, such as `github-pat`.
    pub rule: &'static str,
    /// What it is, for people: “GitHub personal access token”.
    pub what: &'static str,
    /// The name of the node it was found in.
    pub node: Option<String>,
    /// Where, such as `nodes[3].parameters.url` (see [`crate::path`]). A text that is itself JSON goes on after a `|`.
    pub path: String,
    /// The first four characters; fewer when that would tell more than a third.
    pub starts: String,
    /// How long it is, in characters.
    pub length: usize,
}

/// Every secret and everything private in a workflow, in document order. At most 5 MB are read in well under two seconds.
pub fn scan(workflow: &Workflow) -> Vec<Finding> {
    scan_value(&workflow.source)
}

/// The same for any JSON: the whole of a file, with its wrapper and all workflows in it. Nodes are recognised wherever they stand.
pub fn scan_value(document: &Value) -> Vec<Finding> {
    walk::findings(document)
}
