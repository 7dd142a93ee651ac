//! Both versions side by side, with what became of each node. Choosing a change enlarges the drawing around its node.

use leptos::prelude::*;

/// A version's number and its drawing.
type Side = (String, String);

#[component]
pub(super) fn Drawings(old: Side, new: Side) -> impl IntoView {
    view! {
        <section class="changes-drawings" id="drawings" aria-labelledby="drawings-title">
            <div class="changes-drawings__head">
                <h2 class="changes-drawings__title" id="drawings-title">"Side by side"</h2>
                <Legend/>
            </div>
            <div class="changes-drawings__sides">
                <Drawing side=old word="before"/>
                <Drawing side=new word="after"/>
            </div>
        </section>
    }
}

#[component]
fn Drawing(side: Side, word: &'static str) -> impl IntoView {
    let (number, drawing) = side;
    let label = format!("Drawing of version {number}, {word}");
    view! {
        <figure class="changes-drawing">
            <figcaption class="changes-drawing__caption">
                <span><strong>{format!("Version {number}")}</strong>" "{word}</span>
                <a class="changes-drawing__whole" href="#drawings">"Show all of it"</a>
            </figcaption>
            <div class="changes-drawing__canvas" tabindex="0" role="region" aria-label=label inner_html=drawing></div>
        </figure>
    }
}

#[component]
fn Legend() -> impl IntoView {
    let told = [
        ("added", "+", "Added"),
        ("removed", "−", "Removed"),
        ("changed", "~", "Changed"),
        ("moved", "↔", "Moved"),
    ];
    let entries = told
        .map(|(kind, sign, word)| view! { <li class="changes-legend__entry"><Sign kind=kind sign=sign/>{word}</li> })
        .collect_view();
    view! { <ul class="changes-legend" aria-label="Signs in the drawings">{entries}</ul> }
}

/// The sign that the drawings have at a node's corner.
#[component]
pub(super) fn Sign(kind: &'static str, sign: &'static str) -> impl IntoView {
    view! { <span class=format!("changes-sign changes-sign--{kind}") aria-hidden="true">{sign}</span> }
}
