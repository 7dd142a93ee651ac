//! `autopilot workflow`: reads a file and says or draws what is in it.

use std::fs;
use std::path::Path;

use ::workflow::draw::{DrawOptions, svg};
use ::workflow::{Parsed, outline, parse, requirements};
use anyhow::{Context, Result, anyhow};

use super::WorkflowAct;

pub fn run(act: &WorkflowAct) -> Result<()> {
    match act {
        WorkflowAct::Inspect { file } => inspect(&read(file)?),
        WorkflowAct::Draw { file } => {
            println!("{}", svg(&read(file)?.workflow, &DrawOptions::default()))
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<Parsed> {
    let bytes = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    parse(&bytes).map_err(|why| anyhow!("{}: {why}", file.display()))
}

fn inspect(parsed: &Parsed) {
    let needs = requirements(&parsed.workflow);
    println!(
        "{} nodes, about {} minutes to set up",
        needs.node_count, needs.setup_minutes
    );
    list(
        "starts with",
        needs.triggers.iter().map(|trigger| trigger.label.clone()),
    );
    list(
        "credentials",
        needs
            .credential_types
            .iter()
            .map(|credential| credential.label.clone()),
    );
    list(
        "community packages",
        needs.community_packages.iter().cloned(),
    );
    list(
        "can",
        needs
            .capabilities
            .iter()
            .map(|capability| capability.label().to_owned()),
    );
    println!("steps:");
    for step in outline(&parsed.workflow) {
        println!(
            "  {:indent$}{} ({})",
            "",
            step.name,
            step.what,
            indent = step.depth * 2
        );
    }
    if !parsed.problems.is_empty() {
        println!("{} remarks about the file", parsed.problems.len());
    }
}

fn list(name: &str, items: impl Iterator<Item = String>) {
    let items: Vec<_> = items.collect();
    if !items.is_empty() {
        println!("{name}: {}", items.join(", "));
    }
}
