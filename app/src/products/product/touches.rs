//! What a workflow is able to do once it runs, and how carefully to look at that.

use leptos::prelude::*;
use market::catalog::{Capability, Preview, ProductKind, Risk};

use crate::ui::{Badge, Glyph, Icon, Tone};

/// The section "What it can touch": what it is able to do, by fixed rules, the riskiest first.
pub(super) fn touches(kind: ProductKind, preview: &Preview) -> impl IntoView + use<> {
    let capabilities = preview.requirements.capabilities.clone();
    let lead = match (kind, capabilities.is_empty()) {
        (ProductKind::N8nWorkflow, false) => {
            "Found by reading every node. Nothing was run. The first lines deserve the closest look."
        }
        (ProductKind::N8nWorkflow, true) => {
            "Nothing beyond n8n's own building blocks was found in its nodes."
        }
        _ => {
            "This product carries no workflow, so there is nothing that runs by itself. What you do with its files is up to you."
        }
    };
    let lines: Vec<_> = capabilities.into_iter().map(line).collect();
    view! {
        <section class="product-section" id="touches" aria-labelledby="touches-title">
            <h2 class="product-section__title" id="touches-title">"What it can touch"</h2>
            <p class="product-section__lead">{lead}</p>
            {(!lines.is_empty()).then(|| view! { <ul class="need-list">{lines}</ul> })}
        </section>
    }
}

fn line(capability: Capability) -> impl IntoView {
    // A shield would promise safety where a warning is due.
    let (icon, caution) = match capability.risk() {
        Risk::High => (Icon::Warning, Some("Could do harm in wrong hands")),
        Risk::Medium => (Icon::Info, Some("Worth a closer look")),
        Risk::Low => (Icon::Dot, None),
    };
    view! {
        <li class="need-list__item">
            <Glyph icon=icon/>
            <span class="need-list__name">{format!("It can {}", capability.label())}</span>
            {caution.map(|words| view! { <span class="need-list__note"><Badge tone=tone(capability)>{words}</Badge></span> })}
        </li>
    }
}

/// What a buyer fears most, in a few words each; the list of all it can do comes further down.
const FLAGS: [(Capability, &str); 6] = [
    (Capability::RunsCommands, "Runs shell commands"),
    (Capability::RunsRemoteCommands, "Runs commands over SSH"),
    (Capability::TouchesFiles, "Reads files"),
    (Capability::RunsCode, "Runs code"),
    (
        Capability::AcceptsAnonymousRequests,
        "Webhook without sign-in",
    ),
    (Capability::UsesAi, "Sends data to an AI model"),
];

/// The flags of what was found, first among what a product needs: the buyer's trust.
#[component]
pub(super) fn FlagLine(found: Vec<Capability>) -> impl IntoView {
    let flags: Vec<_> = FLAGS
        .into_iter()
        .filter(|(flag, _)| found.contains(flag))
        .map(|(flag, words)| view! { <Badge tone=tone(flag)>{words}</Badge> })
        .collect();
    (!flags.is_empty()).then(|| {
        view! {
            <li class="need-list__item">
                <Glyph icon=Icon::Warning/>
                <span class="need-list__name">"Your trust"</span>
                <span class="need-list__note need-list__apps">{flags}</span>
            </li>
        }
    })
}

/// The cross of `Tone::Bad` would say that it cannot.
fn tone(capability: Capability) -> Tone {
    match capability.risk() {
        Risk::High => Tone::Warn,
        Risk::Medium => Tone::Info,
        Risk::Low => Tone::Neutral,
    }
}
