//! Where files come in: dropped, chosen, pasted, or the example.

use leptos::html;
use leptos::prelude::*;

use super::browser;
use super::desk::Desk;

pub fn intake(desk: Desk) -> impl IntoView {
    view! {
        <section class="drop-zone" aria-labelledby="drop-zone-title" data-over=move || desk.over.get().then_some("true")>
            <h2 class="drop-zone__title" id="drop-zone-title">"Drop a workflow file here"</h2>
            <p class="drop-zone__lead">"A .json file exported from n8n, up to 5 MB. Drop two to compare them: first the old version, then the new."</p>
            <div class="drop-zone__acts">
                {chooser(desk)}
                <button
                    type="button"
                    class="button button--quiet"
                    disabled=move || !desk.live.get()
                    on:click=move |_| desk.take_example()
                >
                    "Try it with an example"
                </button>
            </div>
            {paper(desk)}
            <p class="drop-zone__private">"Your files stay in this browser. Nothing is uploaded, and no request is made while they are examined."</p>
        </section>
    }
}

fn chooser(desk: Desk) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let press = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    // One root: a server with erased views marks the end of several, and the browser would not find its place again.
    view! {
        <div>
            <button type="button" class="button" disabled=move || !desk.live.get() on:click=press>"Choose files"</button>
            <input
                type="file"
                hidden
                multiple
                accept=".json,application/json"
                data-testid="files"
                node_ref=input
                on:change=move |_| desk.take(browser::chosen(input.get_untracked()))
            />
        </div>
    }
}

/// For what was copied from n8n's canvas. Ctrl+V anywhere on the page does the same.
fn paper(desk: Desk) -> impl IntoView {
    let area = NodeRef::<html::Textarea>::new();
    let examine = move |_| {
        let text = area.get_untracked().map(|area| area.value());
        if let Some(text) = text {
            desk.take_text(text);
        }
    };
    view! {
        <details class="disclosure drop-zone__paper">
            <summary>"Paste it instead"</summary>
            <div class="disclosure__body">
                <div class="field">
                    <label class="field__label" for="workflow-text">"Nodes copied in n8n, or the text of a file"</label>
                    <textarea class="field__control" id="workflow-text" rows="6" spellcheck="false" autocomplete="off" node_ref=area></textarea>
                </div>
                <button type="button" class="button button--quiet" disabled=move || !desk.live.get() on:click=examine>"Examine the text"</button>
            </div>
        </details>
    }
}
