//! Reads a file's bytes into a [`Workflow`], tolerantly: it refuses only what cannot be a workflow.

mod connections;
mod container;
mod json;
mod nodes;

use serde_json::Value;

use crate::document::Workflow;
use crate::problem::{NotAWorkflow, Problem, Problems};

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
    /// What was odd about the file, at most 200 remarks.
    pub problems: Vec<Problem>,
}

/// Reads a workflow from an export, a clipboard copy, a list of workflows (the first is taken), an API answer or a template.
///
/// Refuses with [`NotAWorkflow`] what is too large, is not JSON, or is something else than a workflow. Never panics.
pub fn parse(bytes: &[u8]) -> Result<Parsed, NotAWorkflow> {
    let mut problems = Problems::default();
    let value = json::read(bytes, &mut problems)?;
    let source = container::unwrap(value, &mut problems)?;
    let workflow = read(source, &mut problems)?;
    Ok(Parsed {
        workflow,
        problems: problems.into_vec(),
    })
}

fn read(source: Value, problems: &mut Problems) -> Result<Workflow, NotAWorkflow> {
    let nodes = nodes::read(&source, problems)?;
    let edges = connections::read(&source, &nodes, problems);
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
fn quoted(text: &str) -> String {
    let mut short: String = text
        .chars()
        .filter(|c| !crate::text::is_invisible(*c))
        .take(60)
        .collect();
    if short.chars().count() < text.chars().count().min(61) && text.chars().count() > 60 {
        short.push('…');
    }
    format!("“{short}”")
}
