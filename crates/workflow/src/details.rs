//! What the side panel of the preview says about each node.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::document::{Node, Workflow};
use crate::family::Family;
use crate::names::type_label;
use crate::outline::shown_name;
use crate::text::{plain, shortened};

/// The longest parameter value that is shown, in characters.
const LONGEST: usize = 1_000;
/// The most parameters of one node that are shown.
const MOST: usize = 40;

/// What may be said about one node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeDetail {
    /// Index into [`Workflow::nodes`].
    pub index: usize,
    /// The node's name, safe to show.
    pub name: String,
    /// What it is, such as “HTTP Request”.
    pub type_label: String,
    /// Its family's word: `trigger`, `ai`, `logic`, `data`, `app` or `code`.
    pub kind: String,
    /// A sentence on what it does.
    pub description: String,
    /// Names and values; empty unless they were to be revealed.
    pub parameters: Vec<(String, String)>,
}

/// Details of every node but sticky notes. Parameter values appear only when `reveal` is set; credential names never do.
pub fn node_details(workflow: &Workflow, reveal: bool) -> Vec<NodeDetail> {
    let detail = |(index, node): (usize, &Node)| NodeDetail {
        index,
        name: shown_name(workflow, index),
        type_label: type_label(&node.type_name),
        kind: Family::of(node).word().to_owned(),
        description: description(node),
        parameters: if reveal { parameters(node) } else { Vec::new() },
    };
    workflow
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| !node.is_sticky())
        .map(detail)
        .collect()
}

fn parameters(node: &Node) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    for (key, value) in &node.parameters {
        flatten(crate::names::spelled(key), key, value, 0, &mut rows);
    }
    rows
}

fn flatten(path: String, key: &str, value: &Value, depth: usize, rows: &mut Vec<(String, String)>) {
    if rows.len() >= MOST {
        return;
    }
    match value {
        Value::Object(fields) if fields.contains_key("__rl") => {
            let shown = fields
                .get("cachedResultName")
                .or_else(|| fields.get("value"))
                .unwrap_or(&Value::Null);
            rows.push((path, shown_value(key, shown)));
        }
        Value::Object(fields) if depth < 4 => {
            for (key, value) in fields
                .iter()
                .filter(|(key, _)| !matches!(key.as_str(), "id" | "options"))
            {
                flatten(
                    format!("{path} › {}", crate::names::spelled(key)),
                    key,
                    value,
                    depth + 1,
                    rows,
                );
            }
        }
        Value::Array(list) if depth < 4 && list.iter().any(Value::is_object) => {
            for (number, value) in list.iter().enumerate() {
                flatten(
                    format!("{path} {}", number + 1),
                    key,
                    value,
                    depth + 1,
                    rows,
                );
            }
        }
        value => rows.push((path, shown_value(key, value))),
    }
}

fn shown_value(key: &str, value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    if is_secret(key) && !text.starts_with('=') && !text.is_empty() {
        return "••••".to_owned();
    }
    let shown = shortened(&text, LONGEST * 2);
    // Code is read by its lines.
    let lines: Vec<_> = shown.lines().map(plain).collect();
    shortened(&lines.join("\n"), LONGEST)
}

fn is_secret(key: &str) -> bool {
    let key = key.to_lowercase();
    [
        "password",
        "secret",
        "apikey",
        "api_key",
        "accesstoken",
        "privatekey",
        "passphrase",
        "authorization",
    ]
    .iter()
    .any(|word| key.contains(word))
}

/// What a node does, by its type alone.
fn description(node: &Node) -> String {
    let short = node.short_type();
    if let Some((_, sentence)) = SENTENCES.iter().find(|(key, _)| *key == short) {
        return (*sentence).to_owned();
    }
    let label = type_label(&node.type_name);
    let app = crate::integrations::app_of(node).map_or(label.clone(), |app| app.label);
    match Family::of(node) {
        Family::Trigger => format!("Starts the workflow when something happens in {app}."),
        Family::Ai => match crate::ports::output_of(node) {
            Some(kind) => format!(
                "Gives an AI node its {}: {label}.",
                kind.label().to_lowercase()
            ),
            None => format!("An AI step: {label}."),
        },
        Family::Logic => format!("Directs the flow: {label}."),
        Family::Data => format!("Reshapes data: {label}."),
        Family::Code => format!("Runs code: {label}."),
        Family::App if short.ends_with("Tool") => format!("Lets an AI agent work with {app}."),
        Family::App | Family::Note => format!("Works with {app}."),
    }
}

const SENTENCES: &[(&str, &str)] = &[
    (
        "manualTrigger",
        "Starts the workflow when somebody presses the button in n8n.",
    ),
    ("scheduleTrigger", "Starts the workflow at set times."),
    ("cron", "Starts the workflow at set times."),
    (
        "interval",
        "Starts the workflow again and again after a fixed time.",
    ),
    (
        "webhook",
        "Starts the workflow when a request arrives at its address.",
    ),
    (
        "formTrigger",
        "Starts the workflow when somebody sends a form.",
    ),
    (
        "chatTrigger",
        "Starts the workflow with every chat message.",
    ),
    (
        "executeWorkflowTrigger",
        "Starts when another workflow calls this one.",
    ),
    ("errorTrigger", "Starts when another workflow fails."),
    (
        "emailReadImap",
        "Starts the workflow with every new message in a mailbox.",
    ),
    (
        "mcpTrigger",
        "Offers its tools to other AI programs over MCP.",
    ),
    (
        "rssFeedReadTrigger",
        "Starts the workflow with every new entry of a feed.",
    ),
    (
        "if",
        "Sends each item one way when its conditions hold and another way when they do not.",
    ),
    (
        "switch",
        "Sends each item to the output whose rule it meets.",
    ),
    (
        "filter",
        "Lets only the items pass that meet its conditions.",
    ),
    ("merge", "Joins the items of several branches."),
    (
        "splitInBatches",
        "Goes through the items in portions, round and round.",
    ),
    (
        "wait",
        "Pauses the workflow for a time or until it is called.",
    ),
    ("noOp", "Does nothing; it marks a place."),
    ("stopAndError", "Stops the workflow with an error."),
    (
        "compareDatasets",
        "Compares two sets of items and tells what is the same and what is not.",
    ),
    (
        "executeWorkflow",
        "Runs another workflow and waits for its result.",
    ),
    (
        "respondToWebhook",
        "Answers the request that started the workflow.",
    ),
    ("limit", "Keeps only the first or last items."),
    ("removeDuplicates", "Drops items that were seen before."),
    ("set", "Sets, renames or keeps fields of each item."),
    ("aggregate", "Gathers fields of many items into one."),
    ("splitOut", "Makes one item of each entry of a list."),
    ("sort", "Puts items in order."),
    ("summarize", "Counts, sums and groups items."),
    ("dateTime", "Calculates with dates and formats them."),
    ("crypto", "Hashes, signs or encrypts values."),
    ("convertToFile", "Makes a file from items."),
    ("extractFromFile", "Reads items out of a file."),
    ("html", "Writes HTML or reads values out of it."),
    ("markdown", "Converts between Markdown and HTML."),
    ("xml", "Converts between XML and JSON."),
    ("dataTable", "Keeps rows in a table inside n8n."),
    (
        "httpRequest",
        "Calls a web address and passes on what it answers.",
    ),
    ("httpRequestTool", "Lets an AI agent call a web address."),
    ("code", "Runs the author's own code on the items."),
    ("function", "Runs the author's own JavaScript on the items."),
    (
        "functionItem",
        "Runs the author's own JavaScript on each item.",
    ),
    (
        "executeCommand",
        "Runs a command on the machine n8n runs on.",
    ),
    ("ssh", "Runs commands on another machine over SSH."),
    ("emailSend", "Sends an e-mail."),
    ("rssFeedRead", "Reads the entries of a feed."),
    (
        "agent",
        "An AI agent that decides by itself which of its tools to use.",
    ),
    ("chainLlm", "Asks a language model one question."),
    ("chainSummarization", "Has a language model summarize text."),
    ("chainRetrievalQa", "Answers questions from documents."),
    (
        "informationExtractor",
        "Has a language model read named facts out of text.",
    ),
    (
        "textClassifier",
        "Has a language model sort text into categories.",
    ),
    (
        "sentimentAnalysis",
        "Has a language model judge the mood of text.",
    ),
    (
        "memoryBufferWindow",
        "Remembers the last messages of a conversation.",
    ),
    (
        "outputParserStructured",
        "Makes the model answer in a fixed structure.",
    ),
    ("toolWorkflow", "Lets an AI agent call another workflow."),
    ("toolCode", "Lets an AI agent run the author's own code."),
    ("toolCalculator", "Lets an AI agent calculate."),
    (
        "vectorStoreInMemory",
        "Keeps documents searchable by meaning, in memory.",
    ),
    ("documentDefaultDataLoader", "Loads data as documents."),
];
