//! The graph of a workflow, drawn by the server, which a visitor can move, enlarge, search and ask about its nodes.

mod anchor;
mod clipboard;
mod expression;
mod geometry;
mod keys;
mod map;
mod panel;
mod pointers;
mod search;
mod stage;
mod toolbar;
mod viewer;
mod walk;

use leptos::html;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use map::map;
use panel::panel;
use toolbar::toolbar;
use viewer::Viewer;

/// What the panel says about one node. All of it is in the page's HTML for everybody to read,
/// so it holds nothing that is only shown after a purchase.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeCard {
    /// The node's `data-node` in the drawing.
    pub index: usize,
    /// What its author called it.
    pub name: String,
    /// What it is, in words: "Slack", "HTTP request".
    pub type_label: String,
    /// The family that colors it: trigger, ai, logic, data, app, code.
    pub kind: String,
    /// What it does, in a sentence; may be empty.
    pub description: String,
    /// Names and values of its settings; empty while they are not for this visitor.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<(String, String)>,
}

/// What leads from one node to another. Its names are short because a page holds hundreds of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GraphLink {
    /// The `data-node` it leaves.
    #[serde(rename = "f")]
    pub from: usize,
    /// The `data-node` it enters.
    #[serde(rename = "t")]
    pub to: usize,
    /// What the output is called; may be empty.
    #[serde(rename = "p", default, skip_serializing_if = "String::is_empty")]
    pub port: String,
    /// Whether `from` is a part of `to`, as a model is of an agent.
    #[serde(rename = "a", default, skip_serializing_if = "std::ops::Not::not")]
    pub attached: bool,
}

impl GraphLink {
    /// From one `data-node` to another, by an output that may have a name.
    pub fn new(from: usize, to: usize, port: Option<String>, attached: bool) -> Self {
        Self {
            from,
            to,
            port: port.unwrap_or_default(),
            attached,
        }
    }
}

/// Brings the drawing among its children (`svg.wf-graph` with a `g.wf-viewport`) alive.
/// `nodes` are in reading order, which is also the order screen readers count them in. `document` is the address of the workflow's
/// file, for visitors who may see what its nodes are set to; `whole`, whether they may have all of it and not only single nodes.
#[island]
pub fn WorkflowGraph(
    nodes: Vec<NodeCard>,
    links: Vec<GraphLink>,
    document: Option<String>,
    whole: bool,
    children: Children,
) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    let viewer = Viewer::new(element, nodes, links, document);
    Effect::new(move |_| viewer.enliven());

    view! {
        <div
            class="graph-viewer"
            node_ref=element
            data-live=move || viewer.live.get().then_some("true")
            data-full=move || viewer.full.get().then_some("true")
            data-marked=move || viewer.marked()
            on:keydown=move |event| viewer.press_key(&event)
            on:focusin=move |event| viewer.notice_focus(&event)
            on:fullscreenchange=move |_| viewer.notice_full_screen()
        >
            {toolbar(viewer, whole)}
            <div class="graph-viewer__stage">
                <div
                    class="graph-viewer__canvas"
                    tabindex=move || viewer.live.get().then_some("-1")
                    on:pointerdown=move |event| viewer.press(&event)
                    on:pointermove=move |event| viewer.drag(&event)
                    on:pointerup=move |event| viewer.lift(&event)
                    on:pointercancel=move |event| viewer.lift(&event)
                    on:touchmove=move |event| viewer.hold_page(&event)
                    on:wheel=move |event| viewer.turn_wheel(&event)
                    on:click=move |event| viewer.click(&event)
                >
                    <div class="graph-viewer__camera">{children()}</div>
                </div>
                {move || viewer.moved.get().then(|| map(viewer))}
                <p
                    class="graph-viewer__notice"
                    role="status"
                    data-told=move || (!viewer.notice.get().is_empty()).then_some("true")
                >
                    {move || viewer.notice.get()}
                </p>
                {move || viewer.chosen.get().map(|place| panel(viewer, place))}
            </div>
            <p class="graph-viewer__said" aria-live="polite">{move || viewer.said.get()}</p>
        </div>
    }
}
