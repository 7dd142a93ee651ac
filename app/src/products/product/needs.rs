//! What a product needs before it runs, and what it is able to do once it does.

use leptos::prelude::*;
use market::catalog::{Capability, Preview, ProductKind, Risk};

use crate::ui::{AppMark, Badge, Glyph, Icon, Tone};

/// Credentials, apps and set-up, as read from the file itself.
pub(super) fn needs(kind: ProductKind, preview: &Preview) -> impl IntoView + use<> {
    let lead = match kind {
        ProductKind::N8nWorkflow => {
            "Read from the workflow file itself, so nothing is left for you to discover after paying."
        }
        _ => "What the vendor says it takes to use this.",
    };
    let items = items(preview);
    let flags = flags(&preview.requirements.capabilities);
    let apps = preview.apps.clone();
    view! {
        <section class="product-section" id="needs" aria-labelledby="needs-title">
            <h2 class="product-section__title" id="needs-title">"What it needs"</h2>
            <p class="product-section__lead">{lead}</p>
            <ul class="need-list">
                <FlagLine flags=flags/>
                <AppLine apps=apps/>
                {items.into_iter().map(item).collect_view()}
            </ul>
        </section>
    }
}

/// One thing a product needs.
struct Need {
    icon: Icon,
    name: String,
    note: String,
}

fn items(preview: &Preview) -> Vec<Need> {
    let needs = preview.requirements.clone();
    let joined = |words: Vec<String>| words.join(", ");
    let mut items = Vec::new();
    let mut add = |icon, name: String, note: String| items.push(Need { icon, name, note });
    if !needs.credential_types.is_empty() {
        let name = match needs.credential_types.len() {
            1 => "1 credential to create in n8n".to_owned(),
            count => format!("{count} credentials to create in n8n"),
        };
        add(
            Icon::Key,
            name,
            joined(
                needs
                    .credential_types
                    .into_iter()
                    .map(|kind| kind.label)
                    .collect(),
            ),
        );
    }
    if !needs.triggers.is_empty() {
        add(
            Icon::Spark,
            "Started by".to_owned(),
            joined(
                needs
                    .triggers
                    .into_iter()
                    .map(|trigger| trigger.label)
                    .collect(),
            ),
        );
    }
    if !needs.ai_models.is_empty() {
        let models = needs.ai_models.into_iter().map(|ai| match ai.model {
            Some(model) => format!("{} ({model})", ai.provider),
            None => ai.provider,
        });
        add(
            Icon::Nodes,
            "A language model".to_owned(),
            joined(models.collect()),
        );
    }
    if !needs.community_packages.is_empty() {
        add(
            Icon::Warning,
            "Community nodes to install".to_owned(),
            joined(needs.community_packages),
        );
    }
    if !needs.sub_workflows.is_empty() {
        let named = needs.sub_workflows.into_iter().map(|other| {
            other
                .name
                .unwrap_or_else(|| "one without a name".to_owned())
        });
        add(
            Icon::Nodes,
            "Other workflows beside it".to_owned(),
            joined(named.collect()),
        );
    }
    let variables: Vec<String> = needs
        .environment_variables
        .into_iter()
        .chain(needs.variables)
        .collect();
    if !variables.is_empty() {
        add(Icon::Tag, "Variables to set".to_owned(), joined(variables));
    }
    if preview.setup_minutes > 0 {
        add(
            Icon::Clock,
            format!("About {} minutes to set up", preview.setup_minutes),
            "Our estimate from import to first run.".to_owned(),
        );
    }
    items
}

fn item(need: Need) -> impl IntoView {
    view! {
        <li class="need-list__item">
            <Glyph icon=need.icon/>
            <span class="need-list__name">{need.name}</span>
            <span class="need-list__note">{need.note}</span>
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

fn flags(found: &[Capability]) -> Vec<(Tone, &'static str)> {
    let flags = FLAGS.into_iter().filter(|(flag, _)| found.contains(flag));
    flags.map(|(flag, words)| (tone(flag), words)).collect()
}

/// The cross of `Tone::Bad` would say that it cannot.
fn tone(capability: Capability) -> Tone {
    match capability.risk() {
        Risk::High => Tone::Warn,
        Risk::Medium => Tone::Info,
        Risk::Low => Tone::Neutral,
    }
}

#[component]
fn FlagLine(flags: Vec<(Tone, &'static str)>) -> impl IntoView {
    (!flags.is_empty()).then(|| {
        let badges = flags
            .into_iter()
            .map(|(tone, words)| view! { <Badge tone=tone>{words}</Badge> })
            .collect_view();
        view! {
            <li class="need-list__item">
                <Glyph icon=Icon::Shield/>
                <span class="need-list__name">"Your trust"</span>
                <span class="need-list__note need-list__apps">{badges}</span>
            </li>
        }
    })
}

#[component]
fn AppLine(apps: Vec<String>) -> impl IntoView {
    (!apps.is_empty()).then(|| {
        let named = apps
            .into_iter()
            .map(|app| view! { <span class="app-name"><span aria-hidden="true"><AppMark app=app.clone() small=true/></span>{app}</span> })
            .collect_view();
        view! {
            <li class="need-list__item">
                <Glyph icon=Icon::Link/>
                <span class="need-list__name">"Works with"</span>
                <span class="need-list__note need-list__apps">{named}</span>
            </li>
        }
    })
}

/// How carefully to look at it; nothing about what is ordinary.
fn caution(capability: Capability) -> Option<impl IntoView> {
    let words = match capability.risk() {
        Risk::High => "Could do harm in wrong hands",
        Risk::Medium => "Worth a closer look",
        Risk::Low => return None,
    };
    Some(view! {
        <span class="need-list__note"><Badge tone=tone(capability)>{words}</Badge></span>
    })
}

/// What it is able to do, by fixed rules, the riskiest first.
pub(super) fn capabilities(kind: ProductKind, preview: &Preview) -> impl IntoView + use<> {
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
    let lines = capabilities
        .into_iter()
        .map(|capability| {
            view! {
                <li class="need-list__item">
                    <Glyph icon=Icon::Shield/>
                    <span class="need-list__name">{format!("It can {}", capability.label())}</span>
                    {caution(capability)}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <section class="product-section" id="touches" aria-labelledby="touches-title">
            <h2 class="product-section__title" id="touches-title">"What it can touch"</h2>
            <p class="product-section__lead">{lead}</p>
            {(!lines.is_empty()).then(|| view! { <ul class="need-list">{lines}</ul> })}
        </section>
    }
}
