//! What there is to know about the chosen node.

use leptos::html;
use leptos::prelude::*;

use super::NodeCard;
use super::expression::{Piece, pieces};
use super::viewer::Viewer;

/// A value longer than this many bytes scrolls in a box of its own.
const LONG: usize = 240;

/// Takes the focus as soon as it is there, unless it was opened by the page's address.
pub fn panel(viewer: Viewer, place: usize) -> impl IntoView {
    let card = viewer.card(place)?;
    let element = NodeRef::<html::Section>::new();
    element.on_load(move |panel| {
        if viewer.asked_for_panel() {
            panel.focus().ok();
        }
        viewer.notice_panel();
    });
    let NodeCard {
        index,
        name,
        type_label,
        kind,
        description,
        parameters,
    } = card;

    Some(view! {
        <section class="graph-viewer__panel" data-kind=kind aria-label=name tabindex="-1" node_ref=element>
            <button type="button" class="graph-viewer__close" aria-label="Close" on:click=move |_| viewer.close()>"×"</button>
            <h2 class="graph-viewer__name">{name.clone()}</h2>
            <p class="graph-viewer__type">{type_label}</p>
            <p class="graph-viewer__description">{description}</p>
            {ways("Comes from", viewer, viewer.ways_in(place))}
            {ways("Leads to", viewer, viewer.ways_out(place))}
            {settings(parameters, viewer.shows_settings())}
            <p class="graph-viewer__acts">
                <button type="button" hidden=move || !viewer.copies.get() on:click=move |_| viewer.copy_node(index)>
                    "Copy as JSON"
                </button>
                <button type="button" hidden=move || !viewer.copies_links.get() on:click=move |_| viewer.copy_link(index)>
                    "Copy link"
                </button>
            </p>
        </section>
    })
}

/// The neighbors, each a way to its own panel.
fn ways(title: &'static str, viewer: Viewer, ways: Vec<(usize, String)>) -> impl IntoView {
    (!ways.is_empty()).then(|| {
        let ways = ways.into_iter().map(|(place, name)| {
            view! { <button type="button" on:click=move |_| viewer.visit(place)>{name}</button> }
        });
        view! { <p class="graph-viewer__ways"><span>{title}</span>{ways.collect_view()}</p> }
    })
}

fn settings(parameters: Vec<(String, String)>, shown: bool) -> AnyView {
    if parameters.is_empty() {
        let text = if shown {
            "Nothing is set: it works with its defaults."
        } else {
            "Parameters are shown after purchase."
        };
        return view! { <p class="graph-viewer__withheld">{text}</p> }.into_any();
    }
    let rows = parameters.into_iter().map(|(name, value)| {
        // What scrolls has to be reached without a mouse.
        let long = (value.len() > LONG).then_some("0");
        view! { <div><dt>{name}</dt><dd tabindex=long>{shown_value(&value)}</dd></div> }
    });
    view! { <dl class="graph-viewer__parameters">{rows.collect_view()}</dl> }.into_any()
}

fn shown_value(value: &str) -> impl IntoView + use<> {
    let pieces = pieces(value).into_iter().map(|piece| {
        let (class, text) = match piece {
            Piece::Text(text) => (None, text),
            Piece::Expression(text) => (Some("graph-viewer__expression"), text),
        };
        view! { <code class=class>{text.to_owned()}</code> }
    });
    pieces.collect_view()
}
