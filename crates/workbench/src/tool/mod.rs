//! The island: takes files, has the worker read them, shows what it says.

mod assistant;
mod browser;
mod desk;
mod drawing;
mod intake;
mod shown;
mod words;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use desk::{Desk, Phase};

/// Where the tool's own files lie on this server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolFiles {
    /// The script beside the wasm; the page and the worker load the same.
    pub script: String,
    /// What the worker begins with.
    pub worker: String,
    /// A workflow to try it with.
    pub example: String,
}

/// Examines a workflow file, or compares two. What the server sends is the empty desk, with its buttons disabled until they work.
#[island]
pub fn WorkflowTool(files: ToolFiles) -> impl IntoView {
    let desk = Desk::new(files);
    Effect::new(move |_| desk.open());
    view! {
        <div class="workbench" data-live=move || desk.live.get().then_some("true")>
            {intake::intake(desk)}
            <p class="workbench__said" role="status">{move || desk.said()}</p>
            {move || match desk.phase.get() {
                Phase::Waiting => ().into_any(),
                Phase::Busy(stage) => busy(desk, stage).into_any(),
                Phase::Failed(sentence) => shown::failed(sentence).into_any(),
                Phase::Done(done) => shown::answer(desk, &done).into_any(),
            }}
        </div>
    }
}

fn busy(desk: Desk, stage: u32) -> impl IntoView {
    view! {
        <div class="workbench__busy">
            <span class="button__spinner" aria-hidden="true"></span>
            <p>{words::stage(stage)}</p>
            <button type="button" class="button button--quiet button--small" on:click=move |_| desk.cancel()>"Cancel"</button>
        </div>
    }
}
