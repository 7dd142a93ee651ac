//! What a workflow needs before it runs, as a list of names.

use serde::{Deserialize, Serialize};
use workflow::Requirements;

/// The most names of one kind that are shown.
const MOST: usize = 40;

/// One kind of thing it needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// “Credentials to create”
    pub what: String,
    /// Their names.
    pub names: Vec<String>,
}

impl Need {
    /// None when there is nothing of the kind.
    fn of(what: &str, names: impl IntoIterator<Item = String>) -> Option<Self> {
        let mut names: Vec<_> = names.into_iter().collect();
        if let Some(rest) = names.len().checked_sub(MOST).filter(|rest| *rest > 0) {
            names.truncate(MOST);
            names.push(format!("and {rest} more"));
        }
        (!names.is_empty()).then(|| Self {
            what: what.to_owned(),
            names,
        })
    }
}

/// Everything it needs, each kind once.
pub fn needs(found: Requirements) -> Vec<Need> {
    let models = found.ai_models.into_iter().map(|ai| match ai.model {
        Some(model) => format!("{} ({model})", ai.provider),
        None => ai.provider,
    });
    let others = found.sub_workflows.into_iter().map(|other| {
        let name = other.name;
        name.unwrap_or_else(|| "one without a name".to_owned())
    });
    let apps = found.integrations.into_iter().map(|app| app.label);
    let credentials = found.credential_types.into_iter().map(|kind| kind.label);
    let triggers = found.triggers.into_iter().map(|trigger| trigger.label);
    let tools = found.ai_tools.into_iter().map(|tool| tool.name);
    let all = [
        Need::of("Started by", triggers),
        Need::of("Works with", apps),
        Need::of("Credentials to create", credentials),
        Need::of("Community nodes to install", found.community_packages),
        Need::of("Other workflows beside it", others),
        Need::of("Environment variables", found.environment_variables),
        Need::of("n8n variables", found.variables),
        Need::of("Hosts it calls", found.hosts),
        Need::of(
            "Nodes whose address is known only when they run",
            found.built_addresses,
        ),
        Need::of("AI models", models),
        Need::of("Tools an AI model may call", tools),
        Need::of("n8n at least", found.minimum_n8n),
        Need::of(
            "Time to set it up",
            [format!(
                "about {} minutes, our estimate",
                found.setup_minutes
            )],
        ),
    ];
    all.into_iter().flatten().collect()
}
