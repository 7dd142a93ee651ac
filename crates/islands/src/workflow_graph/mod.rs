//! The graph of a workflow, drawn by the server, which a visitor can move, enlarge and ask about its nodes.

mod geometry;
mod keys;
mod panel;
mod pointers;
mod stage;
mod viewer;

use leptos::html;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use panel::panel;
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
    pub parameters: Vec<(String, String)>,
}

/// Brings the drawing among its children (`svg.wf-graph` with a `g.wf-viewport`) alive.
/// `nodes` are in reading order, which is also the order screen readers count them in.
#[island]
pub fn WorkflowGraph(nodes: Vec<NodeCard>, children: Children) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    let viewer = Viewer::new(element, nodes);
    Effect::new(move |_| viewer.enliven());

    view! {
        <div
            class="graph-viewer"
            node_ref=element
            data-live=move || viewer.live.get().then_some("true")
            data-full=move || viewer.full.get().then_some("true")
            on:keydown=move |event| viewer.press_key(&event)
            on:focusin=move |event| viewer.notice_focus(&event)
            on:fullscreenchange=move |_| viewer.notice_full_screen()
        >
            {toolbar(viewer)}
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
                {children()}
            </div>
            <p class="graph-viewer__said" aria-live="polite">{move || viewer.said.get()}</p>
            {move || viewer.chosen_card().map(|card| panel(card, move || viewer.notice_panel(), move || viewer.close()))}
        </div>
    }
}

/// Hidden until there is a script to serve the buttons.
fn toolbar(viewer: Viewer) -> impl IntoView {
    view! {
        <div class="graph-viewer__tools" role="group" aria-label="View" hidden=move || !viewer.live.get()>
            <button type="button" aria-label="Zoom out" on:click=move |_| viewer.zoom_out()>"−"</button>
            <button type="button" aria-label="Zoom in" on:click=move |_| viewer.zoom_in()>"+"</button>
            <button type="button" aria-label="Fit the whole graph" on:click=move |_| viewer.fit()>"Fit"</button>
            <button
                type="button"
                hidden=move || !viewer.fillable.get()
                aria-pressed=move || if viewer.full.get() { "true" } else { "false" }
                on:click=move |_| viewer.toggle_full_screen()
            >
                "Full screen"
            </button>
            <p class="graph-viewer__hint">
                "Drag to move, Ctrl + wheel or pinch to zoom, choose a node for its details."
            </p>
        </div>
    }
}
