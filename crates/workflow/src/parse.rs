//! Reads a file's bytes into a [`Workflow`], tolerantly: it refuses only what cannot be a workflow.

mod connections;
pub(crate) mod container;
mod credentials;
mod fields;
pub(crate) mod json;
mod keys;
mod nodes;
mod surrogates;
mod survey;

use serde_json::Value;

use crate::document::Workflow;
use crate::problem::{Problem, Problems};
use crate::refusal::NotAWorkflow;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;
/// The most nodes a workflow may have, sticky notes included.
pub const MAX_NODES: usize = 5_000;
/// The deepest nesting of JSON values.
pub const MAX_DEPTH: usize = 128;

/// A workflow, and what its reader should know about the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// What was read.
    pub workflow: Workflow,
    /// What was odd about the file: at most 200 remarks, and one more that counts the others.
    pub problems: Vec<Problem>,
    /// Where in the file's JSON the workflow stands, such as `data.workflow` or `[0]`; empty when it is the whole. Together with a path in
    /// the workflow this is what [`crate::place::places`] asks for.
    pub root: String,
}

/// Reads a workflow from an export, a clipboard copy, a list of workflows (the first is taken), an API answer or a template.
///
/// Refuses with [`NotAWorkflow`] what is too large, is not JSON, or is something else than a workflow. Never panics.
pub fn parse(bytes: &[u8]) -> Result<Parsed, NotAWorkflow> {
    read(json::read(bytes)?)
}

/// Reads a workflow that something else follows: text pasted twice, an answer's last sentence. For those who were told of
/// [`NotAWorkflow::TrailingData`] and want to go on with what comes first; refuses everything else as [`parse`] does.
pub fn parse_leading(bytes: &[u8]) -> Result<Parsed, NotAWorkflow> {
    read(json::read_leading(bytes)?)
}

fn read(json: json::Json) -> Result<Parsed, NotAWorkflow> {
    let json::Json {
        value,
        text,
        remarks,
    } = json;
    let mut problems = Problems::default();
    let found = container::unwrap(value, &text)?;
    let (source, root) = (found.workflow, found.root);
    remarks.report(&root, &mut problems);
    if found.count > 1 {
        let message = format!(
            "The file holds {} workflows; only the first was read.",
            found.count
        );
        problems.warn("several_workflows", String::new(), message);
    }
    let workflow = workflow(source, &mut problems)?;
    Ok(Parsed {
        problems: problems.placed(&text, &root),
        workflow,
        root,
    })
}

fn workflow(source: Value, problems: &mut Problems) -> Result<Workflow, NotAWorkflow> {
    let nodes = nodes::read(&source, problems)?;
    let edges = connections::read(&source, &nodes, problems);
    fields::check_top(&source, problems);
    Ok(Workflow {
        name: source
            .get("name")
            .and_then(Value::as_str)
            .map(str::to_owned),
        error_workflow: source
            .pointer("/settings/errorWorkflow")
            .and_then(Value::as_str)
            .filter(|id| !id.is_empty() && *id != "DEFAULT")
            .map(str::to_owned),
        nodes,
        edges,
        source,
    })
}

/// Text from the file, made short and harmless enough to stand in a message.
pub(crate) fn quoted(text: &str) -> String {
    let mut short: String = text
        .chars()
        .filter(|c| !crate::text::is_invisible(*c))
        .take(60)
        .collect();
    if text.chars().nth(60).is_some() {
        short.push('…');
    }
    format!("“{short}”")
}
