//! A workflow as it was read: its nodes, its edges, and the JSON it came from.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The type of a sticky note: drawn behind the nodes, never executed, never counted as a node.
pub const STICKY_NOTE: &str = "n8n-nodes-base.stickyNote";

/// A workflow that was read by [`crate::parse`]. It is read-only: [`Workflow::to_json`] gives back what was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Workflow {
    /// The name in the file; many genuine exports have none.
    pub name: Option<String>,
    /// Every object of the file's `nodes`, sticky notes included, in file order.
    pub nodes: Vec<Node>,
    /// Every connection whose two ends exist, in file order.
    pub edges: Vec<Edge>,
    /// `settings.errorWorkflow`: the workflow to run when this one fails.
    pub error_workflow: Option<String>,
    pub(crate) source: Value,
}

impl Workflow {
    /// The document as it was read, unknown fields and key order included, without the wrapper it may have come in.
    pub fn to_json(&self) -> Value {
        self.source.clone()
    }

    /// How many nodes do something: sticky notes are not counted.
    pub fn node_count(&self) -> usize {
        self.nodes.iter().filter(|node| !node.is_sticky()).count()
    }

    /// How many sticky notes there are.
    pub fn sticky_count(&self) -> usize {
        self.nodes.len() - self.node_count()
    }
}

/// One entry of `nodes`.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Usually a UUID; old files have none.
    pub id: Option<String>,
    /// What connections refer to. May be empty in damaged files.
    pub name: String,
    /// The full type, such as `n8n-nodes-base.httpRequest`. Empty when the file has none.
    pub type_name: String,
    /// 1 when the file has none.
    pub type_version: f64,
    /// Top-left corner in canvas pixels; `None` when the file's position is missing or unusable.
    pub position: Option<Point>,
    /// Only what differs from the defaults is stored in a file.
    pub parameters: Map<String, Value>,
    /// Disabled nodes are skipped by n8n.
    pub disabled: bool,
    /// The author's remark.
    pub notes: Option<String>,
    /// Whether the remark is shown on the canvas.
    pub notes_in_flow: bool,
    /// What happens when the node fails.
    pub on_error: OnError,
    /// Whether the node tries again after a failure.
    pub retry_on_fail: bool,
    /// Number of tries.
    pub max_tries: Option<u64>,
    /// Milliseconds.
    pub wait_between_tries: Option<u64>,
    /// Whether an empty result still lets the next node run.
    pub always_output_data: bool,
    /// Whether only the first item is used.
    pub execute_once: bool,
    /// The credentials the node points at.
    pub credentials: Vec<Credential>,
    /// The address part under which n8n registers a webhook.
    pub webhook_id: Option<String>,
    /// Whether the file carries pinned test data for the node.
    pub pinned: bool,
    /// Fields this reader has no name for.
    pub other: Map<String, Value>,
}

impl Node {
    /// Whether this is a sticky note.
    pub fn is_sticky(&self) -> bool {
        self.type_name == STICKY_NOTE
    }

    /// The type without its package: `httpRequest`.
    pub fn short_type(&self) -> &str {
        self.type_name.rsplit('.').next().unwrap_or_default()
    }

    /// The package of the type: `n8n-nodes-base`. Empty when the type has none.
    pub fn package(&self) -> &str {
        self.type_name
            .rsplit_once('.')
            .map_or("", |(package, _)| package)
    }

    /// A parameter by the names on the way to it.
    pub(crate) fn parameter(&self, path: &[&str]) -> Option<&Value> {
        let (first, rest) = path.split_first()?;
        rest.iter()
            .try_fold(self.parameters.get(*first)?, |value, key| value.get(*key))
    }

    /// A parameter that is a plain string.
    pub(crate) fn text(&self, path: &[&str]) -> Option<&str> {
        self.parameter(path)?.as_str()
    }

    /// A switch among the parameters, false when absent.
    pub(crate) fn flag(&self, path: &[&str]) -> bool {
        self.parameter(path)
            .and_then(Value::as_bool)
            .unwrap_or(false)
    }
}

/// What a node does when it fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnError {
    /// The whole workflow stops.
    #[default]
    Stop,
    /// The error goes on as ordinary output (also the older `continueOnFail`).
    Continue,
    /// The error leaves by an output of its own.
    ErrorOutput,
}

/// A credential a node points at. The name is private to its owner and is never shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// The credential type, such as `slackApi`.
    pub kind: String,
    /// The id on the instance the file came from.
    pub id: Option<String>,
    /// The name its owner gave it.
    pub name: Option<String>,
    /// Whether the file holds the secret itself instead of a reference.
    pub inline: bool,
}

/// A connection, with both ends as indexes into [`Workflow::nodes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Edge {
    /// The node it leaves. For AI connections this is the sub-node.
    pub from: usize,
    /// Which output of that kind, from 0.
    pub output: usize,
    /// What flows along it.
    pub kind: EdgeKind,
    /// The node it enters.
    pub to: usize,
    /// Which input of that kind, from 0.
    pub input: usize,
}

/// What flows along an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EdgeKind {
    /// Items, from left to right.
    Main,
    /// `ai_agent`
    Agent,
    /// `ai_chain`
    Chain,
    /// `ai_document`
    Document,
    /// `ai_embedding`
    Embedding,
    /// `ai_languageModel`
    LanguageModel,
    /// `ai_memory`
    Memory,
    /// `ai_outputParser`
    OutputParser,
    /// `ai_retriever`
    Retriever,
    /// `ai_reranker`
    Reranker,
    /// `ai_textSplitter`
    TextSplitter,
    /// `ai_tool`
    Tool,
    /// `ai_vectorStore`
    VectorStore,
    /// A key n8n does not know; kept, counted, not drawn.
    Unknown,
}

impl EdgeKind {
    /// The kind for a connection key of the file.
    pub fn from_key(key: &str) -> Self {
        match key {
            "main" => Self::Main,
            "ai_agent" => Self::Agent,
            "ai_chain" => Self::Chain,
            "ai_document" => Self::Document,
            "ai_embedding" => Self::Embedding,
            "ai_languageModel" => Self::LanguageModel,
            "ai_memory" => Self::Memory,
            "ai_outputParser" => Self::OutputParser,
            "ai_retriever" => Self::Retriever,
            "ai_reranker" => Self::Reranker,
            "ai_textSplitter" => Self::TextSplitter,
            "ai_tool" => Self::Tool,
            "ai_vectorStore" => Self::VectorStore,
            _ => Self::Unknown,
        }
    }

    /// Whether it joins a sub-node to its parent.
    pub fn is_ai(self) -> bool {
        !matches!(self, Self::Main | Self::Unknown)
    }

    /// What the port of this kind is called on the canvas.
    pub fn label(self) -> &'static str {
        match self {
            Self::Main | Self::Unknown => "",
            Self::Agent => "Agent",
            Self::Chain => "Chain",
            Self::Document => "Document",
            Self::Embedding => "Embedding",
            Self::LanguageModel => "Model",
            Self::Memory => "Memory",
            Self::OutputParser => "Output Parser",
            Self::Retriever => "Retriever",
            Self::Reranker => "Reranker",
            Self::TextSplitter => "Text Splitter",
            Self::Tool => "Tool",
            Self::VectorStore => "Vector Store",
        }
    }
}

/// A point on the canvas, in unscaled pixels, y downwards.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// Rightwards.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}
