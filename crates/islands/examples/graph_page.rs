//! Writes the graph of a workflow file as a page's server sends it, for `scripts/bench-graph`:
//!   graph_page WORKFLOW.json > GRAPH.html

use std::error::Error;
use std::sync::Arc;

use hydration_context::SsrSharedContext;
use islands::{GraphLink, NodeCard, WorkflowGraph};
use leptos::prelude::*;
use workflow::Workflow;
use workflow::draw::{DrawOptions, svg};

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args_os()
        .nth(1)
        .ok_or("usage: graph_page WORKFLOW.json")?;
    let parsed = workflow::parse(&std::fs::read(file)?)?;
    let shared = Arc::new(SsrSharedContext::new_islands());
    println!(
        "{}",
        Owner::new_root(Some(shared)).with(|| graph(&parsed.workflow))
    );
    Ok(())
}

fn graph(workflow: &Workflow) -> String {
    let drawing = svg(workflow, &DrawOptions::default());
    view! {
        <WorkflowGraph nodes=cards(workflow) links=links(workflow) document=None whole=false>
            <div inner_html=drawing></div>
        </WorkflowGraph>
    }
    .to_html()
}

fn cards(workflow: &Workflow) -> Vec<NodeCard> {
    let details = workflow::node_details(workflow, false);
    let cards = details.into_iter().map(|node| NodeCard {
        index: node.index,
        name: node.name,
        type_label: node.type_label,
        kind: node.kind,
        description: node.description,
        parameters: node.parameters,
    });
    cards.collect()
}

fn links(workflow: &Workflow) -> Vec<GraphLink> {
    let links = workflow::links(workflow, true).into_iter();
    links
        .map(|link| GraphLink::new(link.from, link.to, link.port, link.attached))
        .collect()
}
