//! One file, examined.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::super::browser;
use super::super::desk::{Desk, Done};
use super::super::drawing::drawing;
use super::super::words::counted;
use super::{cleaned, findings, title};
use crate::reading::Examined;

pub fn examined(desk: Desk, done: &Arc<Done>, found: &Examined) -> impl IntoView + use<> {
    let replacing = RwSignal::new(true);
    let file = done.names.first().cloned().unwrap_or_default();
    let name = if found.name.trim().is_empty() {
        file.clone()
    } else {
        found.name.clone()
    };
    view! {
        <article class="workbench__result">
            <header class="workbench__head">
                {title(name)}
                <p class="workbench__lead">{facts(&file, found)}</p>
            </header>
            {cleaned::downloads(done, found, replacing)}
            {drawing(done, 0, (found.cards.clone(), found.links.clone()))}
            <p class="workbench__lead">"Drawn from the cleaned file, as a buyer would see it."</p>
            <div class="workbench__panels">
                <div class="workbench__column">
                    {findings::secrets(found)}
                    {findings::remarks(found)}
                    {cleaned::removals(found, replacing)}
                </div>
                <div class="workbench__column">
                    {findings::needs(found)}
                    {findings::capabilities(found)}
                </div>
            </div>
            {another(desk)}
        </article>
    }
}

fn facts(file: &str, found: &Examined) -> String {
    format!(
        "{file} · {} · {} · {}",
        counted(found.nodes, "node", "nodes"),
        counted(found.connections, "connection", "connections"),
        counted(found.notes, "sticky note", "sticky notes"),
    )
}

fn another(desk: Desk) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let press = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <section class="panel workbench__panel">
            <div class="panel__head"><h3 class="panel__title">"Is there another version?"</h3></div>
            <div class="panel__body">
                <p class="workbench__lead">"Choose it, and you see what changed from this file to that one."</p>
                <div class="workbench__acts">
                    <button type="button" class="button button--quiet" on:click=press>"Compare with another file"</button>
                    <input
                        type="file"
                        hidden
                        accept=".json,application/json"
                        data-testid="version"
                        node_ref=input
                        on:change=move |_| desk.take_version(browser::chosen(input.get_untracked()))
                    />
                </div>
            </div>
        </section>
    }
    .into_any()
}
