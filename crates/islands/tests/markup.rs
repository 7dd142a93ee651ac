//! The server's half of the tests in `browser.rs`: what they begin with is what a server sends.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use islands::{GraphLink, NodeCard, WorkflowGraph};
use leptos::prelude::*;

/// Two nodes in a drawing of 400 by 200 units, with the names the server's drawings have.
const DRAWING: &str = concat!(
    r#"<svg class="wf-graph" viewBox="0 0 400 200" width="400" height="200" role="img">"#,
    r#"<g class="wf-viewport">"#,
    r#"<g data-node="0"><title>When a ticket comes in · A node</title><rect x="40" y="80" width="80" height="40"></rect></g>"#,
    r#"<g data-node="1"><title>Tell the team · A node</title><rect x="280" y="80" width="80" height="40"></rect></g>"#,
    "</g></svg>",
);

#[test]
fn the_browsers_tests_begin_with_what_a_server_sends() {
    let sent = sent();
    assert_eq!(
        sent,
        include_str!("workflow_graph.html").trim_end(),
        "if the change is meant, tests/workflow_graph.html becomes:\n{sent}\n"
    );
}

/// The island's own function has a number behind its name that changes with its source; the page is kept without it.
fn sent() -> String {
    let html = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands()))).with(rendered);
    let (before, after) = html
        .split_once("data-component=\"WorkflowGraph_")
        .expect("an island");
    let (_number, after) = after.split_once('"').expect("the end of its name");
    format!("{before}data-component=\"WorkflowGraph\"{after}")
}

fn rendered() -> String {
    let nodes = vec![
        card(0, "When a ticket comes in", "trigger"),
        card(1, "Tell the team", "app"),
    ];
    let links = vec![GraphLink {
        from: 0,
        to: 1,
        ..Default::default()
    }];
    view! {
        <WorkflowGraph nodes=nodes links=links document=None whole=false>
            <div inner_html=DRAWING></div>
        </WorkflowGraph>
    }
    .to_html()
}

fn card(index: usize, name: &str, kind: &str) -> NodeCard {
    NodeCard {
        index,
        name: name.to_owned(),
        type_label: "A node".to_owned(),
        kind: kind.to_owned(),
        description: String::new(),
        parameters: Vec::new(),
    }
}
