//! What a buyer must have, install and set up before the workflow runs.

mod complexity;
mod gathered;
mod reach;
mod texts;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::complexity::Complexity;
use self::gathered::Gathered;
pub(crate) use self::texts::host;
use crate::capabilities::{Capability, capabilities, of_node};
use crate::document::{EdgeKind, Node, Workflow};
pub use crate::integrations::Integration;
use crate::names::type_label;
use crate::outline::shown_name;

/// Everything a workflow needs; only enabled nodes are asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Requirements {
    /// Services it works with, by label.
    pub integrations: Vec<Integration>,
    /// Credentials to create, by label.
    pub credential_types: Vec<CredentialType>,
    /// Node types it uses, by key.
    pub node_types: Vec<NodeType>,
    /// npm packages of community nodes to install.
    pub community_packages: Vec<String>,
    /// Workflows that must exist beside it.
    pub sub_workflows: Vec<SubWorkflow>,
    /// Names read from `$env`.
    pub environment_variables: Vec<String>,
    /// Names read from `$vars`.
    pub variables: Vec<String>,
    /// Hosts written out in addresses.
    pub hosts: Vec<String>,
    /// Names of nodes that call an address whose host is only known when the workflow runs, in file order.
    pub built_addresses: Vec<String>,
    /// What starts it.
    pub triggers: Vec<Trigger>,
    /// Language models it names.
    pub ai_models: Vec<AiModel>,
    /// What an AI model may call, in file order.
    pub ai_tools: Vec<AiTool>,
    /// The oldest n8n that can run it, if the file tells: 1.0 for its order of execution `v1`, 2.0 for groups of nodes.
    pub minimum_n8n: Option<String>,
    /// What it is able to do.
    pub capabilities: Vec<Capability>,
    /// The names of the nodes through which a request from outside reaches a command line, on the shortest way; empty when none does.
    pub shell_path: Vec<String>,
    /// How large it is.
    pub complexity: Complexity,
    /// Nodes, sticky notes not counted, disabled ones counted.
    pub node_count: usize,
    /// A guess at the time from import to first run: 5 minutes, and 5 for each OAuth credential, 3 for each other credential, 5 for each
    /// community package, 4 for each other workflow, 2 for each variable, 1 for every ten nodes; rounded up to 5, at most 240.
    pub setup_minutes: u32,
}

/// A kind of credential to create in n8n.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialType {
    /// n8n's name: `googleSheetsOAuth2Api`.
    pub key: String,
    /// For people: “Google Sheets OAuth2”.
    pub label: String,
}

/// A node type and the versions of it that are used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeType {
    /// `n8n-nodes-base.httpRequest`
    pub key: String,
    /// “HTTP Request”
    pub label: String,
    /// Ascending, such as `4.2`.
    pub versions: Vec<String>,
    /// How many nodes are of this type.
    pub count: usize,
}

/// Another workflow that is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SubWorkflow {
    /// The name its author gave it, if the file tells.
    pub name: Option<String>,
    /// What it is needed for.
    pub purpose: SubWorkflowPurpose,
}

/// What another workflow is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubWorkflowPurpose {
    /// A step of this one.
    Step,
    /// A tool of an AI agent.
    Tool,
    /// It runs when this one fails.
    ErrorHandler,
}

/// Something that starts the workflow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Trigger {
    /// The node type.
    pub key: String,
    /// “Schedule Trigger”
    pub label: String,
}

/// A language model.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AiModel {
    /// “OpenAI”
    pub provider: String,
    /// As the provider calls it; `None` when the node leaves it to the default or to an expression.
    pub model: Option<String>,
}

/// A node an AI model may call.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AiTool {
    /// The node's name, safe to show.
    pub name: String,
    /// What it is: “Gmail Tool”.
    pub label: String,
}

/// Reads what a workflow needs.
pub fn requirements(workflow: &Workflow) -> Requirements {
    let mut gathered = Gathered::default();
    for node in workflow
        .nodes
        .iter()
        .filter(|node| !node.disabled && !node.is_sticky())
    {
        gathered.node(node);
    }
    if workflow.error_workflow.is_some() {
        gathered
            .sub_workflows
            .insert((None, String::new(), SubWorkflowPurpose::ErrorHandler));
    }
    let mut needs = gathered.into_requirements();
    needs.node_count = workflow.node_count();
    needs.capabilities = capabilities(workflow);
    needs.built_addresses = built_addresses(workflow);
    needs.ai_tools = ai_tools(workflow);
    needs.minimum_n8n = minimum_n8n(workflow).map(str::to_owned);
    needs.shell_path = reach::shell_path(workflow);
    needs.complexity = Complexity::of(needs.node_count);
    needs.setup_minutes = setup_minutes(&needs);
    needs
}

fn built_addresses(workflow: &Workflow) -> Vec<String> {
    let calls = |node: &Node| of_node(node).contains(&Capability::CallsChosenAddresses);
    let nodes = workflow.nodes.iter().enumerate();
    let found = nodes.filter(|(_, node)| !node.disabled && !node.is_sticky() && calls(node));
    found
        .map(|(index, _)| shown_name(workflow, index))
        .collect()
}

fn ai_tools(workflow: &Workflow) -> Vec<AiTool> {
    let edges = workflow
        .edges
        .iter()
        .filter(|edge| edge.kind == EdgeKind::Tool);
    let tools: BTreeSet<usize> = edges.map(|edge| edge.from).collect();
    let enabled = tools.into_iter().filter_map(|index| {
        Some((
            index,
            workflow.nodes.get(index).filter(|node| !node.disabled)?,
        ))
    });
    let tool = |(index, node): (usize, &Node)| AiTool {
        name: shown_name(workflow, index),
        label: type_label(&node.type_name),
    };
    enabled.map(tool).collect()
}

fn minimum_n8n(workflow: &Workflow) -> Option<&'static str> {
    let groups = workflow.source.get("nodeGroups").and_then(Value::as_array);
    if groups.is_some_and(|groups| !groups.is_empty()) {
        return Some("2.0");
    }
    let order = workflow.source.pointer("/settings/executionOrder");
    (order.and_then(Value::as_str) == Some("v1")).then_some("1.0")
}

fn setup_minutes(needs: &Requirements) -> u32 {
    let oauth = needs
        .credential_types
        .iter()
        .filter(|kind| kind.key.contains("OAuth") || kind.key.starts_with("oAuth"))
        .count();
    let others = needs.credential_types.len() - oauth;
    let variables = needs.environment_variables.len() + needs.variables.len();
    let minutes = 5
        + 5 * oauth
        + 3 * others
        + 5 * needs.community_packages.len()
        + 4 * needs.sub_workflows.len()
        + 2 * variables
        + needs.node_count / 10;
    u32::try_from(minutes.div_ceil(5) * 5)
        .unwrap_or(u32::MAX)
        .min(240)
}
