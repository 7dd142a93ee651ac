//! What a product needs before it runs: credentials, apps and set-up, as read from the file itself.

use leptos::prelude::*;
use market::catalog::{Preview, ProductKind};

use super::touches::FlagLine;
use crate::ui::{AppMark, Glyph, Icon};

/// The section "What it needs".
pub(super) fn needs(kind: ProductKind, preview: &Preview) -> impl IntoView + use<> {
    let lead = match kind {
        ProductKind::N8nWorkflow => {
            "Read from the workflow file itself, so nothing is left for you to discover after paying."
        }
        _ => "What the vendor says it takes to use this.",
    };
    let needs = all_of(preview);
    let apps = preview.apps.clone();
    view! {
        <section class="product-section" id="needs" aria-labelledby="needs-title">
            <h2 class="product-section__title" id="needs-title">"What it needs"</h2>
            <p class="product-section__lead">{lead}</p>
            <ul class="need-list">
                <FlagLine found=preview.requirements.capabilities.clone()/>
                <AppLine apps=apps/>
                {needs.into_iter().map(line).collect_view()}
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

/// None when there is nothing of the kind.
fn need(
    icon: Icon,
    name: impl Into<String>,
    words: impl IntoIterator<Item = String>,
) -> Option<Need> {
    let words: Vec<_> = words.into_iter().collect();
    let name = name.into();
    let note = words.join(", ");
    (!words.is_empty()).then_some(Need { icon, name, note })
}

fn all_of(preview: &Preview) -> Vec<Need> {
    let needs = preview.requirements.clone();
    let credentials = match needs.credential_types.len() {
        1 => "1 credential to create in n8n".to_owned(),
        count => format!("{count} credentials to create in n8n"),
    };
    let models = needs.ai_models.into_iter().map(|ai| match ai.model {
        Some(model) => format!("{} ({model})", ai.provider),
        None => ai.provider,
    });
    let others = needs.sub_workflows.into_iter().map(|other| {
        let name = other.name;
        name.unwrap_or_else(|| "one without a name".to_owned())
    });
    let variables = needs
        .environment_variables
        .into_iter()
        .chain(needs.variables);
    let kinds = needs.credential_types.into_iter().map(|kind| kind.label);
    let triggers = needs.triggers.into_iter().map(|trigger| trigger.label);
    let all = [
        need(Icon::Key, credentials, kinds),
        need(Icon::Spark, "Started by", triggers),
        need(Icon::Nodes, "A language model", models),
        need(
            Icon::Warning,
            "Community nodes to install",
            needs.community_packages,
        ),
        need(Icon::Nodes, "Other workflows beside it", others),
        need(Icon::Tag, "Variables to set", variables),
        set_up(preview.setup_minutes),
    ];
    all.into_iter().flatten().collect()
}

fn set_up(minutes: i32) -> Option<Need> {
    let estimate = "Our estimate from import to first run.".to_owned();
    let said = (minutes > 0).then_some(estimate);
    need(
        Icon::Clock,
        format!("About {minutes} minutes to set up"),
        said,
    )
}

fn line(need: Need) -> impl IntoView {
    view! {
        <li class="need-list__item">
            <Glyph icon=need.icon/>
            <span class="need-list__name">{need.name}</span>
            <span class="need-list__note">{need.note}</span>
        </li>
    }
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
