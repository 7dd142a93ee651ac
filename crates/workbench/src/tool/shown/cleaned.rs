//! The cleaned file: what goes and why, and the ways to take it along.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::browser;
use super::super::desk::Done;
use super::super::words::{counted, derived};
use super::findings::secret_list;
use super::{panel, place, rest};
use crate::reading::{Examined, RemovalLine};

/// Takes the cleaned file along. `replacing` says whether secrets are replaced as well.
pub fn downloads(done: &Arc<Done>, found: &Examined, replacing: RwSignal<bool>) -> AnyView {
    let name = done.names.first().cloned().unwrap_or_default();
    let (file, picture) = (derived(&name, "cleaned.json"), derived(&name, "svg"));
    let copied = RwSignal::new(false);
    let (for_file, for_copy, for_picture) = (done.clone(), done.clone(), done.clone());
    let keep = move |_| browser::download(&file, "application/json", cleaned(&for_file, replacing));
    let copy = move |_| {
        let done = for_copy.clone();
        spawn_local(async move { copied.set(browser::copy(cleaned(&done, replacing)).await) });
    };
    let draw = move |_| {
        let drawing = for_picture.answer.drawings.first();
        browser::download(
            &picture,
            "image/svg+xml",
            drawing.map_or("", String::as_str),
        );
    };
    let replaced = found.replaced.count;
    view! {
        <div class="workbench__take">
            <div class="choice">
                <input
                    type="checkbox"
                    class="choice__control"
                    id="workbench-replace"
                    prop:checked=move || replacing.get()
                    on:change=move |event| {
                        replacing.set(event_target_checked(&event));
                        copied.set(false);
                    }
                />
                <label class="choice__label" for="workbench-replace">
                    {format!("Replace secrets and private data by placeholders ({replaced} found)")}
                </label>
            </div>
            <div class="workbench__acts">
                <button type="button" class="button" on:click=keep>"Download the cleaned file"</button>
                <button type="button" class="button button--quiet" on:click=copy>
                    {move || if copied.get() { "Copied" } else { "Copy it" }}
                </button>
                <button type="button" class="button button--quiet" on:click=draw>"Download the drawing"</button>
            </div>
            {move || (!replacing.get() && replaced > 0).then(|| {
                view! { <p class="workbench__lead">{format!("The file keeps {}. Hand it on only to people who may know them.", counted(replaced, "secret or private detail", "secrets or private details"))}</p> }
            })}
        </div>
    }
    .into_any()
}

fn cleaned(done: &Done, replacing: RwSignal<bool>) -> &str {
    let place = usize::from(!replacing.get_untracked());
    done.answer.cleaned.get(place).map_or("", String::as_str)
}

/// Exactly what is not in the cleaned file any more.
pub fn removals(found: &Examined, replacing: RwSignal<bool>) -> impl IntoView + use<> {
    let list = &found.removed;
    let lines = list.lines.iter().map(removal).collect_view();
    let replaced = found.replaced.clone();
    let lead = match list.count {
        0 => "Nothing of its author's n8n is in it.",
        _ => {
            "What belongs to its author's n8n and not to the workflow. What it does stays the same."
        }
    };
    let body = view! {
        <ul class="finding-list" hidden=list.count == 0>{lines}</ul>
        {rest(list)}
        {move || (replacing.get() && replaced.count > 0).then(|| {
            view! { <h4 class="finding-list__title">"Replaced by placeholders"</h4>{secret_list(&replaced)} }
        })}
    };
    panel(
        format!("What cleaning takes out: {}", list.count),
        lead.to_owned(),
        body,
    )
}

fn removal(line: &RemovalLine) -> impl IntoView + use<> {
    view! {
        <li class="finding">
            <div class="finding__text">
                <p>{line.reason.clone()}</p>
                {place(&line.path, [line.node, None])}
            </div>
        </li>
    }
}
