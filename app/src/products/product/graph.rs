//! The picture of a product: its live graph, or the emblem of one that carries no workflow.

use html_escape::encode_text;
use islands::{GraphLink, NodeCard, WorkflowGraph};
use leptos::prelude::*;
use market::catalog::{OutlineStep, Preview, Product};
use market::vendors::Vendor;

use crate::ui::Disclosure;
use crate::web::{IslandScripts, paths};

/// The graph is complete as drawn by the server; the island lets it be moved and asked about its nodes.
pub(super) fn picture(product: &Product, vendor: &Vendor, preview: &Preview) -> AnyView {
    let Some(graph) = preview.graph.clone() else {
        let emblem = preview.miniature.clone();
        return view! { <div class="product-layout__picture product-graph product-emblem" aria-hidden="true" inner_html=emblem></div> }.into_any();
    };
    let file = |ending| paths::workflow_file(&vendor.handle, &product.slug, ending);
    let nodes_from = preview.parameters_shown.then(|| file("json"));
    let whole = preview.file_offered.then(|| file("json"));
    view! {
        <section class="product-layout__picture" aria-label=format!("The workflow of {}", product.title)>
            <IslandScripts/>
            <WorkflowGraph nodes=node_cards(preview) links=links(preview) document=nodes_from whole=whole.is_some()>
                <div inner_html=graph></div>
            </WorkflowGraph>
            {files(file("svg"), file("png"), whole)}
        </section>
    }
    .into_any()
}

/// What can be taken along, with and without scripts.
fn files(svg: String, png: String, document: Option<String>) -> impl IntoView {
    let document = document.map(|document| {
        view! { <li><a href=document download="">"Download the workflow file as JSON"</a></li> }
    });
    view! {
        <ul class="graph-files">
            <li><a href=svg download="">"Download the picture as SVG"</a></li>
            <li><a href=png download="">"as PNG"</a></li>
            {document}
        </ul>
    }
}

/// In the order of the outline, which is that of execution.
fn node_cards(preview: &Preview) -> Vec<NodeCard> {
    let nodes = &preview.nodes;
    let told = preview.outline.iter().filter_map(|step| {
        nodes
            .binary_search_by_key(&step.node, |node| node.index)
            .ok()
    });
    let cards = told.filter_map(|at| nodes.get(at)).map(|node| NodeCard {
        index: node.index,
        name: node.name.clone(),
        type_label: node.type_label.clone(),
        kind: node.kind.clone(),
        description: node.description.clone(),
        parameters: node.parameters.clone(),
    });
    cards.collect()
}

fn links(preview: &Preview) -> Vec<GraphLink> {
    let links = preview.links.iter();
    links
        .map(|link| GraphLink::new(link.from, link.to, link.port.clone(), link.attached))
        .collect()
}

/// The workflow as a list, for those who would rather read it. Each step leads to its node in the picture. As one text: a large
/// workflow has hundreds of steps.
pub(super) fn outline(preview: &Preview) -> impl IntoView + use<> {
    let steps = &preview.outline;
    let summary = format!("Read the workflow as a list of {} steps", steps.len());
    let lines: String = steps.iter().map(line).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <div class="outline">
                <Disclosure summary=summary>
                    <ol class="outline__list" inner_html=lines></ol>
                </Disclosure>
            </div>
        }
    })
}

fn line(step: &OutlineStep) -> String {
    let place = place_of(step.part_of.as_deref(), &step.from);
    format!(
        r##"<li class="outline__step outline__step--{}"><span><a class="outline__name" href="#workflow-node-{}">{}</a><span class="outline__kind"> · {}{}</span></span></li>"##,
        step.depth.min(4),
        step.node,
        encode_text(&step.name),
        encode_text(&step.what),
        encode_text(&place)
    )
}

fn place_of(part_of: Option<&str>, from: &[String]) -> String {
    match (part_of, from) {
        (Some(parent), _) => format!(", part of {parent}"),
        (None, []) => String::new(),
        (None, from) => format!(", after {}", from.join(", ")),
    }
}
