//! What kind of thing a node is: the rules that need no catalogue of node types.

use serde::{Deserialize, Serialize};

use crate::document::Node;

/// The family a node belongs to; it decides the node's color and glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Starts the workflow.
    Trigger,
    /// Agents, chains, models, memories, tools.
    Ai,
    /// Branches, loops, joins, waits.
    Logic,
    /// Reshapes items, files and text.
    Data,
    /// Talks to an app or an address.
    App,
    /// Runs code or commands.
    Code,
    /// A remark on the canvas.
    Note,
}

impl Family {
    /// The family of a node.
    pub fn of(node: &Node) -> Self {
        let short = node.short_type();
        if node.is_sticky() {
            Self::Note
        } else if is_trigger(node) {
            Self::Trigger
        } else if CODE.contains(&short) {
            Self::Code
        } else if is_langchain(node) {
            Self::Ai
        } else if is_core(node) && LOGIC.contains(&short) {
            Self::Logic
        } else if is_core(node) && DATA.contains(&short) {
            Self::Data
        } else {
            Self::App
        }
    }

    /// The word in class names: `trigger`, `ai`, `logic`, `data`, `app`, `code`, `note`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Trigger => "trigger",
            Self::Ai => "ai",
            Self::Logic => "logic",
            Self::Data => "data",
            Self::App => "app",
            Self::Code => "code",
            Self::Note => "note",
        }
    }
}

const CODE: &[&str] = &[
    "code",
    "function",
    "functionItem",
    "executeCommand",
    "ssh",
    "aiTransform",
    "toolCode",
    "pythonFunction",
    "codeTool",
];

const LOGIC: &[&str] = &[
    "if",
    "switch",
    "merge",
    "filter",
    "splitInBatches",
    "wait",
    "noOp",
    "stopAndError",
    "compareDatasets",
    "executeWorkflow",
    "executeWorkflowTool",
    "limit",
    "respondToWebhook",
    "evaluation",
    "form",
    "n8n",
    "removeDuplicates",
    "executionData",
    "debugHelper",
];

const DATA: &[&str] = &[
    "set",
    "aggregate",
    "splitOut",
    "sort",
    "summarize",
    "dateTime",
    "crypto",
    "itemLists",
    "renameKeys",
    "spreadsheetFile",
    "convertToFile",
    "extractFromFile",
    "readBinaryFile",
    "readBinaryFiles",
    "writeBinaryFile",
    "readWriteFile",
    "moveBinaryData",
    "xml",
    "markdown",
    "html",
    "htmlExtract",
    "dataTable",
    "dataTableTool",
    "editImage",
    "compression",
    "readPDF",
    "jwt",
    "totp",
    "iCal",
    "simulate",
    "setTool",
];

/// Whether n8n would start the workflow here (its own rule goes by the name of the type).
pub fn is_trigger(node: &Node) -> bool {
    let short = node.short_type();
    matches!(
        short,
        "webhook" | "cron" | "emailReadImap" | "telegramBot" | "start" | "interval"
    ) || short.to_lowercase().contains("trigger")
}

/// Whether the node comes with n8n's core package.
pub(crate) fn is_core(node: &Node) -> bool {
    node.package() == "n8n-nodes-base"
}

/// Whether the node comes with n8n's AI package.
pub(crate) fn is_langchain(node: &Node) -> bool {
    node.package() == "@n8n/n8n-nodes-langchain"
}

/// The npm package a buyer must install before the node works, if it is not n8n's own.
pub(crate) fn community_package(node: &Node) -> Option<&str> {
    let package = node.package();
    let own = package.is_empty()
        || is_core(node)
        || is_langchain(node)
        || package == "n8n-nodes-internal"
        || package == "CUSTOM";
    (!own).then_some(package)
}

/// Whether the node hangs under another one, judged by its name alone; an edge may say so too.
pub(crate) fn is_sub_node_by_name(node: &Node) -> bool {
    let short = node.short_type();
    if node.is_sticky() || is_trigger(node) {
        return false;
    }
    let starts = |prefix: &str| {
        short
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase()))
    };
    let named = [
        "lm",
        "embeddings",
        "memory",
        "tool",
        "outputParser",
        "textSplitter",
        "document",
        "retriever",
        "reranker",
    ];
    if is_langchain(node) {
        if short.starts_with("vectorStore") {
            return !matches!(node.text(&["mode"]), Some("insert" | "load" | "update"));
        }
        let exception = matches!(short, "memoryManager" | "toolExecutor");
        return !exception
            && (named.iter().any(|prefix| starts(prefix))
                || matches!(short, "modelSelector" | "mcpClientTool")
                || short.ends_with("Tool"));
    }
    short.ends_with("Tool")
}
