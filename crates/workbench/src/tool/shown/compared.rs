//! Two files, side by side.

use std::sync::Arc;

use leptos::prelude::*;

use super::super::desk::{Desk, Done};
use super::super::drawing::drawing;
use super::super::words::{self, counted};
use super::{badge, panel, place, rest, title};
use crate::reading::{ChangeLine, Compared, Counts};

pub fn compared(desk: Desk, done: &Arc<Done>, found: &Compared) -> impl IntoView + use<> {
    let list = &found.changes;
    let lines = list.lines.iter().map(change).collect_view();
    let changes =
        view! { <ul class="finding-list" hidden=list.count == 0>{lines}</ul>{rest(list)} };
    let sides = [0, 1]
        .map(|side| version(desk, done, found, side))
        .into_iter()
        .collect_view();
    view! {
        <article class="workbench__result">
            <header class="workbench__head">
                {title(counted(list.count, "change", "changes"))}
                <p class="workbench__lead">{words::verdict(found.impact)}</p>
                {legend(found.counts)}
                <div class="workbench__acts">
                    <button type="button" class="button button--quiet button--small" on:click=move |_| desk.swap()>"Compare the other way round"</button>
                </div>
            </header>
            <div class="workbench__sides">{sides}</div>
            {panel(
                "What changed".to_owned(),
                "The gravest first. A change's button shows its node in both drawings.".to_owned(),
                changes,
            )}
        </article>
    }
}

fn version(desk: Desk, done: &Arc<Done>, found: &Compared, side: usize) -> AnyView {
    let label = ["Old version", "New version"][side];
    let name = done.names.get(side).cloned().unwrap_or_default();
    let graph = (found.cards[side].clone(), found.links[side].clone());
    view! {
        <section class="workbench__side">
            <h3 class="workbench__side-title">{label}": "{name}</h3>
            {drawing(done, side, graph)}
            <button type="button" class="button button--quiet button--small" on:click=move |_| desk.only(side)>
                {["Examine the old version alone", "Examine the new version alone"][side]}
            </button>
        </section>
    }
    .into_any()
}

/// The signs and colors of the drawings, in words.
fn legend(counts: Counts) -> impl IntoView {
    let entries = [
        ("added", "+", counts.added),
        ("removed", "−", counts.removed),
        ("changed", "~", counts.changed),
        ("moved", "↔", counts.moved),
        ("unchanged", "", counts.same),
    ]
    .map(|(word, sign, count)| {
        view! {
            <li class=format!("legend__mark legend__mark--{word}")>
                <span class="legend__sign" aria-hidden="true">{sign}</span>
                {format!("{count} {word}")}
            </li>
        }
    })
    .into_iter()
    .collect_view();
    view! { <ul class="legend">{entries}</ul> }
}

fn change(line: &ChangeLine) -> impl IntoView + use<> {
    view! {
        <li class="finding">
            {badge(words::impact(line.impact))}
            <div class="finding__text">
                <p>{line.sentence.clone()}</p>
                {place("", line.nodes)}
            </div>
        </li>
    }
}
