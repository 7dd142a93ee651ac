//! `inspect` and `requirements`: what a workflow is and what it needs.

use std::fmt::Write;

use ::workflow::{Requirements, Severity, inspect as counted, outline, requirements as needed};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::files::File;
use super::outcome::{Outcome, Report};

/// The counts of a file, its checksum and the folder it is from.
#[derive(Serialize)]
struct Counted {
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<String>,
    sha256: String,
    #[serde(flatten)]
    counts: ::workflow::Inspection,
}

pub(super) fn inspect(file: &File, json: bool) -> Report {
    let parsed = file.parsed(json);
    let outcome = match &parsed {
        Err(_) => Outcome::Unreadable,
        Ok(parsed) => Outcome::found(
            parsed
                .problems
                .iter()
                .any(|problem| problem.severity >= Severity::Warning),
        ),
    };
    if json {
        let sha256 = hex::encode(Sha256::digest(&file.bytes));
        let counts = Counted {
            set: file.folder.clone(),
            sha256,
            counts: counted(&file.bytes),
        };
        return Report::new(outcome, file.line(counts));
    }
    let parsed = match parsed {
        Ok(parsed) => parsed,
        Err(report) => return report,
    };
    let workflow = &parsed.workflow;
    let mut text = String::new();
    let name = workflow.name.as_deref().unwrap_or("(without a name)");
    let _ = writeln!(text, "{}", ::workflow::shown(name));
    let _ = writeln!(
        text,
        "{} nodes, {} notes, {} connections",
        workflow.node_count(),
        workflow.sticky_count(),
        workflow.edges.len()
    );
    needs(&mut text, &needed(workflow));
    text.push_str("steps:\n");
    for step in outline(workflow, true) {
        let _ = writeln!(
            text,
            "  {:indent$}{} ({})",
            "",
            step.name,
            step.what,
            indent = step.depth * 2
        );
    }
    for problem in &parsed.problems {
        let _ = writeln!(
            text,
            "{}:{}: {} [{}]",
            problem.line, problem.column, problem.message, problem.code
        );
    }
    Report::new(outcome, text)
}

pub(super) fn requirements(file: &File, json: bool) -> Report {
    let parsed = match file.parsed(json) {
        Ok(parsed) => parsed,
        Err(report) => return report,
    };
    let found = needed(&parsed.workflow);
    if json {
        return Report::new(Outcome::Clean, file.line(found));
    }
    let mut text = String::new();
    needs(&mut text, &found);
    list(
        &mut text,
        "node types",
        found
            .node_types
            .iter()
            .map(|kind| format!("{} {}", kind.label, kind.versions.join("/"))),
    );
    Report::new(Outcome::Clean, text)
}

fn needs(text: &mut String, needs: &Requirements) {
    let _ = writeln!(
        text,
        "{}, about {} minutes to set up",
        needs.complexity.label(),
        needs.setup_minutes
    );
    list(
        text,
        "starts with",
        needs.triggers.iter().map(|trigger| trigger.label.clone()),
    );
    list(
        text,
        "works with",
        needs.integrations.iter().map(|app| app.label.clone()),
    );
    list(
        text,
        "credentials",
        needs
            .credential_types
            .iter()
            .map(|credential| credential.label.clone()),
    );
    list(
        text,
        "community packages",
        needs.community_packages.iter().cloned(),
    );
    list(
        text,
        "other workflows",
        needs.sub_workflows.iter().map(|other| {
            other
                .name
                .clone()
                .unwrap_or_else(|| "one without a name".to_owned())
        }),
    );
    list(
        text,
        "environment variables",
        needs.environment_variables.iter().cloned(),
    );
    list(text, "variables", needs.variables.iter().cloned());
    list(text, "hosts", needs.hosts.iter().cloned());
    list(
        text,
        "addresses known only when it runs",
        needs.built_addresses.iter().cloned(),
    );
    list(
        text,
        "AI models",
        needs.ai_models.iter().map(|model| {
            model.model.as_ref().map_or_else(
                || model.provider.clone(),
                |name| format!("{} {name}", model.provider),
            )
        }),
    );
    list(
        text,
        "AI tools",
        needs.ai_tools.iter().map(|tool| tool.name.clone()),
    );
    list(text, "n8n at least", needs.minimum_n8n.iter().cloned());
    list(
        text,
        "can",
        needs
            .capabilities
            .iter()
            .map(|capability| capability.label().to_owned()),
    );
    if !needs.shell_path.is_empty() {
        let _ = writeln!(
            text,
            "a request from outside reaches a command line: {}",
            needs.shell_path.join(" → ")
        );
    }
}

fn list(text: &mut String, name: &str, items: impl Iterator<Item = String>) {
    let items: Vec<_> = items.collect();
    if !items.is_empty() {
        let _ = writeln!(text, "{name}: {}", items.join(", "));
    }
}
