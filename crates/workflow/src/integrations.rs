//! Which outside services a node or a credential belongs to.

use serde::{Deserialize, Serialize};

use crate::document::Node;
use crate::family::{Family, community_package, is_core, is_langchain};
use crate::names::{credential_label, kebab, spelled, type_label};

/// A service the workflow works with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Integration {
    /// For URLs and filters: `google-sheets`.
    pub key: String,
    /// For people: “Google Sheets”.
    pub label: String,
}

impl Integration {
    fn named(label: String) -> Option<Self> {
        let key = kebab(&label);
        (!key.is_empty()).then_some(Self { key, label })
    }
}

/// n8n's own building blocks that reach no particular service.
const GENERIC: &[&str] = &[
    "httpRequest",
    "httpRequestTool",
    "webhook",
    "manualTrigger",
    "scheduleTrigger",
    "cron",
    "interval",
    "start",
    "errorTrigger",
    "executeWorkflowTrigger",
    "formTrigger",
    "form",
    "chatTrigger",
    "manualChatTrigger",
    "emailReadImap",
    "emailSend",
    "emailSendTool",
    "rssFeedRead",
    "rssFeedReadTrigger",
    "rssFeedReadTool",
    "sseTrigger",
    "localFileTrigger",
    "workflowTrigger",
    "n8nTrigger",
    "mcpTrigger",
    "evaluationTrigger",
    "graphql",
    "graphqlTool",
    "ftp",
    "chat",
    "executeWorkflowTool",
    "messageAnAgent",
    "readBinaryFile",
    "dateTimeTool",
    "cryptoTool",
    "respondToChat",
    "activationTrigger",
    "dataTableTool",
];

/// The service a node belongs to, if it belongs to one.
pub(crate) fn app_of(node: &Node) -> Option<Integration> {
    let short = node.short_type();
    if node.is_sticky() || short.is_empty() {
        return None;
    }
    if is_langchain(node) {
        return ai_service(short);
    }
    if is_core(node)
        && (GENERIC.contains(&short)
            || matches!(
                Family::of(node),
                Family::Logic | Family::Data | Family::Code
            ))
    {
        return None;
    }
    let stem = short
        .strip_suffix("Trigger")
        .or_else(|| short.strip_suffix("Tool"))
        .unwrap_or(short);
    if community_package(node).is_none() && !is_core(node) {
        return None;
    }
    Integration::named(spelled(if stem.is_empty() { short } else { stem }))
}

/// The service behind a node of the AI package: `lmChatOpenAi` and `embeddingsOpenAi` are both OpenAI.
fn ai_service(short: &str) -> Option<Integration> {
    const OWN: &[&str] = &[
        "InMemory",
        "BufferWindow",
        "Manager",
        "MotorheadDefault",
        "Workflow",
        "VectorStore",
        "Calculator",
        "Code",
        "HttpRequest",
        "Think",
        "Executor",
        "MultiQuery",
        "ContextualCompression",
        "InMemoryInsert",
        "InMemoryLoad",
    ];
    const PREFIXES: &[&str] = &[
        "lmChat",
        "lm",
        "embeddings",
        "vectorStore",
        "memory",
        "reranker",
        "tool",
        "retriever",
    ];
    let rest = PREFIXES.iter().find_map(|prefix| {
        short
            .strip_prefix(prefix)
            .filter(|rest| rest.starts_with(|c: char| c.is_uppercase()))
    });
    let rest = match rest {
        Some(rest) if OWN.contains(&rest) => return None,
        Some(rest) => rest,
        None if matches!(
            short,
            "openAi" | "anthropic" | "googleGemini" | "ollama" | "microsoftAgent365Trigger"
        ) =>
        {
            short
        }
        None => return None,
    };
    // The same service under the names its nodes give it.
    let stem = match rest {
        "OpenAiAssistant" => "OpenAi",
        "AzureOpenAi" => return Integration::named("Azure OpenAI".to_owned()),
        "PostgresChat" | "PGVector" => "postgres",
        "RedisChat" => "redis",
        "MongoDbChat" | "MongoDBAtlas" => "mongoDb",
        "PineconeInsert" | "PineconeLoad" => "pinecone",
        "SupabaseInsert" | "SupabaseLoad" => "supabase",
        "MistralCloud" => return Integration::named("Mistral AI".to_owned()),
        "GooglePalm" | "GoogleGemini" => "googleGemini",
        "CohereRerank" => "cohere",
        "Ollama" => "ollama",
        "SerpApi" => "serpApi",
        rest => rest,
    };
    Integration::named(spelled(stem))
}

/// The service a predefined credential of an HTTP request is for.
pub(crate) fn app_of_credential(kind: &str) -> Option<Integration> {
    if kind.starts_with("http") || matches!(kind, "oAuth2Api" | "oAuth1Api") {
        return None;
    }
    let label = credential_label(kind);
    let stem = [" OAuth2", " OAuth1", " API"]
        .iter()
        .find_map(|suffix| label.strip_suffix(suffix))
        .unwrap_or(&label);
    Integration::named(stem.to_owned())
}

/// The two letters on the tile of a service.
pub(crate) fn monogram(node: &Node) -> String {
    let label = app_of(node).map_or_else(|| type_label(&node.type_name), |app| app.label);
    let words: Vec<&str> = label
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let first = |word: &str| {
        word.chars()
            .next()
            .map(|c| c.to_uppercase().to_string())
            .unwrap_or_default()
    };
    match words.as_slice() {
        [] => "?".to_owned(),
        [only] => {
            let inner = only
                .chars()
                .skip(1)
                .find(|c| c.is_uppercase())
                .or_else(|| only.chars().nth(1));
            first(only) + &inner.map(String::from).unwrap_or_default()
        }
        [one, two, ..] => first(one) + &first(two),
    }
}
