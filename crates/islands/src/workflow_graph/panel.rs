//! What there is to know about the chosen node.

use leptos::html;
use leptos::prelude::*;

use super::NodeCard;

/// Takes the focus as soon as it is there, and then calls `shown`.
pub fn panel(
    card: NodeCard,
    shown: impl Fn() + 'static,
    close: impl Fn() + 'static,
) -> impl IntoView {
    let NodeCard {
        name,
        type_label,
        kind,
        description,
        parameters,
        ..
    } = card;
    let element = NodeRef::<html::Section>::new();
    element.on_load(move |panel| {
        panel.focus().ok();
        shown();
    });

    view! {
        <section class="graph-viewer__panel" data-kind=kind aria-label=name tabindex="-1" node_ref=element>
            <button type="button" class="graph-viewer__close" aria-label="Close" on:click=move |_| close()>"×"</button>
            <h2 class="graph-viewer__name">{name.clone()}</h2>
            <p class="graph-viewer__type">{type_label}</p>
            <p class="graph-viewer__description">{description}</p>
            {list(parameters)}
        </section>
    }
}

fn list(parameters: Vec<(String, String)>) -> impl IntoView {
    if parameters.is_empty() {
        return view! { <p class="graph-viewer__withheld">"Parameters are shown after purchase."</p> }.into_any();
    }
    let rows = parameters.into_iter().map(|(name, value)| {
        view! { <div><dt>{name}</dt><dd>{value}</dd></div> }
    });
    view! { <dl class="graph-viewer__parameters">{rows.collect_view()}</dl> }.into_any()
}
