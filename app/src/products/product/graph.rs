//! The picture of a product: its live graph, or the emblem of one that carries no workflow.

use islands::{NodeCard, WorkflowGraph};
use leptos::prelude::*;
use market::catalog::Preview;

use crate::ui::Disclosure;
use crate::web::IslandScripts;

/// The graph is complete as drawn by the server; the island lets it be moved and asked about its nodes.
pub(super) fn picture(title: &str, preview: &Preview) -> AnyView {
    let Some(graph) = preview.graph.clone() else {
        let emblem = preview.miniature.clone();
        return view! { <div class="product-layout__picture product-graph product-emblem" aria-hidden="true" inner_html=emblem></div> }.into_any();
    };
    view! {
        <section class="product-layout__picture" aria-label=format!("The workflow of {title}")>
            <IslandScripts/>
            <WorkflowGraph nodes=node_cards(preview)>
                <div inner_html=graph></div>
            </WorkflowGraph>
        </section>
    }
    .into_any()
}

fn node_cards(preview: &Preview) -> Vec<NodeCard> {
    let cards = preview.nodes.iter().map(|node| NodeCard {
        index: node.index,
        name: node.name.clone(),
        type_label: node.type_label.clone(),
        kind: node.kind.clone(),
        description: node.description.clone(),
        parameters: node.parameters.clone(),
    });
    cards.collect()
}

/// The workflow as a list, for those who would rather read it.
pub(super) fn outline(preview: &Preview) -> impl IntoView + use<> {
    let steps = &preview.outline;
    let summary = format!("Read the workflow as a list of {} steps", steps.len());
    let lines: Vec<_> = steps
        .iter()
        .map(|step| {
            let depth = step.depth.min(4);
            let place = place_of(step.part_of.as_deref(), &step.from);
            view! {
                <li class=format!("outline__step outline__step--{depth}")>
                    <span>
                        <span class="outline__name">{step.name.clone()}</span>
                        <span class="outline__kind">{format!(" · {}{place}", step.what)}</span>
                    </span>
                </li>
            }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <div class="outline">
                <Disclosure summary=summary>
                    <ol class="outline__list">{lines}</ol>
                </Disclosure>
            </div>
        }
    })
}

fn place_of(part_of: Option<&str>, from: &[String]) -> String {
    match (part_of, from) {
        (Some(parent), _) => format!(", part of {parent}"),
        (None, []) => String::new(),
        (None, from) => format!(", after {}", from.join(", ")),
    }
}
