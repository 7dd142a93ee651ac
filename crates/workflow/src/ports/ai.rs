//! The ports of AI nodes: where sub-nodes attach, and what a sub-node gives.

use EdgeKind::{
    Document, Embedding, LanguageModel, Memory, OutputParser, Reranker, Retriever, TextSplitter,
    Tool, VectorStore,
};

use super::{MOST, Port};
use crate::document::{EdgeKind, Node};
use crate::family::is_langchain;

/// The bottom ports: those the type is known to have, then whatever the edges use beyond them.
pub(super) fn inputs(node: &Node, used: &[(EdgeKind, usize)]) -> Vec<Port> {
    let mut ports = if is_langchain(node) {
        known(node)
    } else {
        Vec::new()
    };
    let mut beyond: Vec<_> = used.to_vec();
    beyond.sort_unstable();
    for (kind, input) in beyond {
        let have = ports.iter().filter(|port| port.kind == kind).count();
        // A tool port takes any number of edges, and n8n always writes index 0 for them.
        if input >= have && ports.len() < MOST {
            ports.push(optional(kind, kind.label()));
        }
    }
    ports
}

fn required(kind: EdgeKind, label: &str) -> Port {
    Port {
        kind,
        label: Some(label.to_owned()),
        authored: false,
        required: true,
    }
}

fn optional(kind: EdgeKind, label: &str) -> Port {
    Port {
        kind,
        label: Some(label.to_owned()),
        authored: false,
        required: false,
    }
}

fn known(node: &Node) -> Vec<Port> {
    match node.short_type() {
        "agent" | "agentTool" => agent(node),
        "chainLlm" => {
            let mut ports = vec![required(LanguageModel, "Model")];
            ports.extend(
                node.flag(&["needsFallback"])
                    .then(|| required(LanguageModel, "Fallback Model")),
            );
            let parser = node
                .parameter(&["hasOutputParser"])
                .and_then(|value| value.as_bool())
                != Some(false);
            ports.extend(parser.then(|| optional(OutputParser, "Output Parser")));
            ports
        }
        "chainRetrievalQa" => vec![
            required(LanguageModel, "Model"),
            required(Retriever, "Retriever"),
        ],
        "chainSummarization" => summarization(node),
        "informationExtractor" | "sentimentAnalysis" | "textClassifier" => {
            vec![required(LanguageModel, "Model")]
        }
        "outputParserAutofixing" => vec![
            required(LanguageModel, "Model"),
            required(OutputParser, "Output Parser"),
        ],
        "outputParserStructured" if node.flag(&["autoFix"]) => {
            vec![required(LanguageModel, "Model")]
        }
        "memoryManager" => vec![required(Memory, "Memory")],
        "toolVectorStore" => vec![
            required(VectorStore, "Vector Store"),
            required(LanguageModel, "Model"),
        ],
        "retrieverVectorStore" => vec![required(VectorStore, "Vector Store")],
        "retrieverMultiQuery" => vec![
            required(LanguageModel, "Model"),
            required(Retriever, "Retriever"),
        ],
        "retrieverContextualCompression" => vec![
            required(LanguageModel, "Model"),
            required(Retriever, "Retriever"),
        ],
        "documentDefaultDataLoader" => match node.text(&["textSplittingMode"]) {
            None | Some("custom") => vec![required(TextSplitter, "Text Splitter")],
            Some(_) => Vec::new(),
        },
        "documentBinaryInputLoader" | "documentJsonInputLoader" | "documentGithubLoader" => {
            vec![optional(TextSplitter, "Text Splitter")]
        }
        "mcpTrigger" | "toolExecutor" => vec![optional(Tool, "Tools")],
        "openAi" if node.type_version < 2.0 && node.text(&["resource"]) == Some("assistant") => {
            vec![optional(Memory, "Memory"), optional(Tool, "Tools")]
        }
        "modelSelector" => model_selector(node),
        short if short.starts_with("vectorStore") => vector_store(node),
        _ => Vec::new(),
    }
}

fn agent(node: &Node) -> Vec<Port> {
    if node.type_version >= 2.0 || node.short_type() == "agentTool" {
        let mut ports = vec![required(LanguageModel, "Chat Model")];
        ports.extend(
            node.flag(&["needsFallback"])
                .then(|| required(LanguageModel, "Fallback Model")),
        );
        ports.extend([optional(Memory, "Memory"), optional(Tool, "Tool")]);
        ports.extend(
            node.flag(&["hasOutputParser"])
                .then(|| optional(OutputParser, "Output Parser")),
        );
        return ports;
    }
    let default = if node.type_version < 1.55 {
        "conversationalAgent"
    } else {
        "toolsAgent"
    };
    let kinds: &[(EdgeKind, &str, bool)] = match node.text(&["agent"]).unwrap_or(default) {
        "toolsAgent" | "openAiFunctionsAgent" => &[
            (Memory, "Memory", false),
            (Tool, "Tool", true),
            (OutputParser, "Output Parser", false),
        ],
        "reActAgent" | "planAndExecuteAgent" => &[
            (Tool, "Tool", false),
            (OutputParser, "Output Parser", false),
        ],
        "sqlAgent" => &[(Memory, "Memory", false)],
        _ => &[
            (Memory, "Memory", false),
            (Tool, "Tool", false),
            (OutputParser, "Output Parser", false),
        ],
    };
    // Before version 2 the parser's port is there unless it was switched off.
    let no_parser = node
        .parameter(&["hasOutputParser"])
        .and_then(|value| value.as_bool())
        == Some(false);
    let wanted = kinds
        .iter()
        .filter(|(kind, ..)| !(no_parser && *kind == OutputParser));
    let ports = wanted.map(|&(kind, label, required)| Port {
        kind,
        label: Some(label.to_owned()),
        authored: false,
        required,
    });
    std::iter::once(required(LanguageModel, "Chat Model"))
        .chain(ports)
        .collect()
}

fn summarization(node: &Node) -> Vec<Port> {
    let mut ports = vec![required(LanguageModel, "Model")];
    match node.text(&["operationMode"]) {
        Some("documentLoader") => ports.push(required(Document, "Document")),
        None | Some("nodeInputJson" | "nodeInputBinary")
            if node.text(&["chunkingMode"]) == Some("advanced") =>
        {
            ports.push(required(TextSplitter, "Text Splitter"));
        }
        _ => {}
    }
    ports
}

fn model_selector(node: &Node) -> Vec<Port> {
    let count = node
        .parameter(&["numberInputs"])
        .and_then(|value| value.as_u64())
        .map_or(2, |count| count.clamp(1, 10));
    (1..=count)
        .map(|number| required(LanguageModel, &format!("Model {number}")))
        .collect()
}

fn vector_store(node: &Node) -> Vec<Port> {
    let mut ports = vec![required(Embedding, "Embedding")];
    ports.extend(
        node.flag(&["useReranker"])
            .then(|| required(Reranker, "Reranker")),
    );
    ports.extend((node.text(&["mode"]) == Some("insert")).then(|| required(Document, "Document")));
    ports
}

/// What an unattached sub-node would give.
pub(super) fn output_kind(node: &Node) -> EdgeKind {
    let short = node.short_type();
    if short.starts_with("vectorStore") && node.text(&["mode"]) != Some("retrieve-as-tool") {
        return VectorStore;
    }
    let prefixes = [
        ("lm", LanguageModel),
        ("modelSelector", LanguageModel),
        ("embeddings", Embedding),
        ("memory", Memory),
        ("outputParser", OutputParser),
        ("textSplitter", TextSplitter),
        ("document", Document),
        ("retriever", Retriever),
        ("reranker", Reranker),
    ];
    prefixes
        .iter()
        .find(|(prefix, _)| short.starts_with(prefix))
        .map_or(Tool, |(_, kind)| *kind)
}
