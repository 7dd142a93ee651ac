//! What came of the files.

mod cleaned;
mod compared;
mod examined;
mod findings;
mod refused;

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::browser;
use super::desk::{Desk, Done};
use super::words::Tone;
use crate::reading::{Listed, Report};

/// Everything there is to show about an answer.
pub fn answer(desk: Desk, done: &Arc<Done>) -> AnyView {
    match &done.answer.report {
        Report::Examined(found) => examined::examined(desk, done, found).into_any(),
        Report::Compared(found) => compared::compared(desk, done, found).into_any(),
        Report::Refused(refused) => refused::refused(desk, done, refused).into_any(),
    }
}

/// It did not work, and what to do.
pub fn failed(sentence: String) -> impl IntoView {
    view! { <div class="banner banner--bad" role="alert">{icon("bad")}<div><div class="banner__text"><p>{sentence}</p></div></div></div> }
}

/// A heading that takes the focus, so that whoever dropped a file is led to what came of it.
fn title(text: String) -> impl IntoView {
    let element = NodeRef::<html::H2>::new();
    element.on_load(|heading| {
        heading.focus().ok();
    });
    view! { <h2 class="workbench__title" tabindex="-1" node_ref=element>{text}</h2> }
}

/// Its own type ends here: a page of nested ones would take the compiler, and the wasm, far.
fn panel(title: String, lead: String, body: impl IntoView + 'static) -> AnyView {
    view! {
        <section class="panel workbench__panel">
            <div class="panel__head"><h3 class="panel__title">{title}</h3></div>
            <div class="panel__body">
                {(!lead.is_empty()).then(|| view! { <p class="workbench__lead">{lead}</p> })}
                {body.into_any()}
            </div>
        </section>
    }
    .into_any()
}

fn badge((tone, word): Tone) -> impl IntoView {
    view! { <span class=format!("badge badge--{tone}")>{icon(tone)}{word}</span> }
}

/// The same icons as everywhere in the shop, by what they mean.
fn icon(tone: &str) -> impl IntoView {
    let path = match tone {
        "bad" => "M5 5l10 10M15 5L5 15",
        "warn" => "M10 3.2l7.3 13.3H2.7zM10 8v4M10 14.2v.01",
        "good" => "M4 10.5l4 4L16 6",
        _ => "M10 2.8a7.2 7.2 0 1 0 0 14.4a7.2 7.2 0 0 0 0-14.4M10 9.2v4.3M10 6.4v.01",
    };
    view! { <svg class="glyph" viewBox="0 0 20 20" aria-hidden="true"><path d=path></path></svg> }
}

/// A place in the file; with a node in the drawings it is a button that shows it.
fn place(path: &str, nodes: [Option<usize>; 2]) -> impl IntoView + use<> {
    let path = path.to_owned();
    if nodes == [None, None] {
        return (!path.is_empty())
            .then(|| view! { <code class="finding__path">{path}</code> })
            .into_any();
    }
    view! {
        <button type="button" class="finding__path finding__path--node" on:click=move |_| choose(nodes)>
            {if path.is_empty() { "Show the node".to_owned() } else { path }}
        </button>
    }
    .into_any()
}

fn choose(nodes: [Option<usize>; 2]) {
    for (drawing, node) in nodes.into_iter().enumerate() {
        if let Some(node) = node {
            browser::choose(drawing, node);
        }
    }
}

/// Says that a list goes on.
fn rest<T>(list: &Listed<T>) -> impl IntoView + use<T> {
    let rest = list.rest();
    (rest > 0).then(|| view! { <p class="workbench__lead">{format!("And {rest} more, which are not listed here.")}</p> })
}
