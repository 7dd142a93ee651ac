//! What a workflow can do to the world: fixed rules, shown to a buyer before the purchase.

use serde::{Deserialize, Serialize};

use crate::document::{Node, Workflow};
use crate::family::{Family, community_package, is_trigger};

/// Something a workflow is able to do. The order is from the riskiest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    /// Runs commands on n8n's own machine.
    RunsCommands,
    /// Runs commands on other machines over SSH.
    RunsRemoteCommands,
    /// Reads or writes files on n8n's own machine.
    TouchesFiles,
    /// Changes workflows or settings of n8n itself.
    ManagesN8n,
    /// Installs code from outside n8n.
    UsesCommunityNodes,
    /// Runs code the author wrote.
    RunsCode,
    /// Takes requests from anyone who knows its address.
    AcceptsAnonymousRequests,
    /// Takes requests that must prove who sent them.
    AcceptsRequests,
    /// Calls addresses that are only known when it runs.
    CallsChosenAddresses,
    /// Calls web addresses.
    CallsAddresses,
    /// Sends e-mail.
    SendsEmail,
    /// Sends chat messages.
    SendsMessages,
    /// Reads or writes a database.
    UsesDatabases,
    /// Lets an AI model decide what happens next.
    LetsAiDecide,
    /// Sends data to an AI model.
    UsesAi,
    /// Calls other workflows.
    CallsWorkflows,
    /// Runs by itself at set times.
    RunsOnSchedule,
}

/// How carefully a capability should be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// Could do harm in wrong hands.
    High,
    /// Worth knowing.
    Medium,
    /// Ordinary.
    Low,
}

impl Capability {
    /// A short phrase that completes “It can …”.
    pub fn label(self) -> &'static str {
        match self {
            Self::RunsCommands => "run commands on the machine n8n runs on",
            Self::RunsRemoteCommands => "run commands on other machines over SSH",
            Self::TouchesFiles => "read or write files on the machine n8n runs on",
            Self::ManagesN8n => "change n8n itself through its API",
            Self::UsesCommunityNodes => "run community nodes that n8n does not ship",
            Self::RunsCode => "run code its author wrote",
            Self::AcceptsAnonymousRequests => "be started by anyone who knows its address",
            Self::AcceptsRequests => "be started by signed-in requests from outside",
            Self::CallsChosenAddresses => "call web addresses that are only known when it runs",
            Self::CallsAddresses => "call web addresses",
            Self::SendsEmail => "send e-mail",
            Self::SendsMessages => "send chat messages",
            Self::UsesDatabases => "read and write databases",
            Self::LetsAiDecide => "let an AI agent choose what to do",
            Self::UsesAi => "send data to an AI model",
            Self::CallsWorkflows => "run other workflows",
            Self::RunsOnSchedule => "run by itself at set times",
        }
    }

    /// How carefully it should be looked at.
    pub fn risk(self) -> Risk {
        match self {
            Self::RunsCommands
            | Self::RunsRemoteCommands
            | Self::TouchesFiles
            | Self::ManagesN8n
            | Self::UsesCommunityNodes => Risk::High,
            Self::RunsCode
            | Self::AcceptsAnonymousRequests
            | Self::CallsChosenAddresses
            | Self::LetsAiDecide => Risk::Medium,
            _ => Risk::Low,
        }
    }
}

/// What the enabled nodes are able to do, each once, the riskiest first.
pub fn capabilities(workflow: &Workflow) -> Vec<Capability> {
    let mut found: Vec<Capability> = workflow
        .nodes
        .iter()
        .filter(|node| !node.disabled && !node.is_sticky())
        .flat_map(of_node)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

pub(crate) fn of_node(node: &Node) -> Vec<Capability> {
    let mut found = Vec::new();
    if community_package(node).is_some() {
        found.push(Capability::UsesCommunityNodes);
    }
    if Family::of(node) == Family::Ai {
        found.push(Capability::UsesAi);
    }
    let short = node.short_type();
    // A tool twin can do what its node can do.
    found.extend(by_type(node, short.strip_suffix("Tool").unwrap_or(short)));
    found
}

fn by_type(node: &Node, short: &str) -> Vec<Capability> {
    use Capability::*;
    match short {
        "executeCommand" => vec![RunsCommands],
        "ssh" => vec![RunsRemoteCommands],
        "readWriteFile" | "readBinaryFile" | "readBinaryFiles" | "writeBinaryFile"
        | "localFileTrigger" => vec![TouchesFiles],
        "n8n" => vec![ManagesN8n],
        "code" | "function" | "functionItem" | "toolCode" | "aiTransform" | "pythonFunction" => {
            vec![RunsCode]
        }
        "webhook" | "formTrigger" | "chatTrigger" => vec![requests(node)],
        "mcpTrigger" => vec![requests(node), LetsAiDecide],
        "httpRequest" | "graphql" | "toolHttpRequest" => vec![address(node)],
        "emailSend" | "sendGrid" | "mailgun" | "mailjet" | "awsSes" | "mandrill" | "postmark" => {
            vec![SendsEmail]
        }
        "gmail" | "microsoftOutlook" if !is_trigger(node) && sends(node) => vec![SendsEmail],
        "slack" | "telegram" | "discord" | "whatsApp" | "microsoftTeams" | "matrix"
        | "mattermost" | "twilio" | "rocketchat" => vec![SendsMessages],
        "postgres"
        | "mySql"
        | "mongoDb"
        | "redis"
        | "supabase"
        | "microsoftSql"
        | "questDb"
        | "crateDb"
        | "timescaleDb"
        | "snowflake"
        | "elasticsearch"
        | "vectorStorePGVector"
        | "memoryPostgresChat"
        | "vectorStoreSupabase"
        | "awsDynamoDb"
        | "googleBigQuery" => vec![UsesDatabases],
        "agent" | "openAiAssistant" => vec![LetsAiDecide],
        "openAi" => vec![UsesAi],
        "executeWorkflow" | "toolWorkflow" | "retrieverWorkflow" => vec![CallsWorkflows],
        "scheduleTrigger" | "cron" | "interval" => vec![RunsOnSchedule],
        _ => Vec::new(),
    }
}

fn requests(node: &Node) -> Capability {
    match node.text(&["authentication"]) {
        None | Some("none" | "") => Capability::AcceptsAnonymousRequests,
        Some(_) => Capability::AcceptsRequests,
    }
}

/// An address counts as known when its host is written out.
fn address(node: &Node) -> Capability {
    let url = node
        .text(&["url"])
        .or_else(|| node.text(&["endpoint"]))
        .unwrap_or_default();
    if crate::requirements::host(url).is_some() || url.is_empty() {
        Capability::CallsAddresses
    } else {
        Capability::CallsChosenAddresses
    }
}

/// The default operation of a mail node is to send.
fn sends(node: &Node) -> bool {
    matches!(
        node.text(&["operation"]),
        None | Some("send" | "reply" | "sendAndWait" | "forward")
    ) && matches!(node.text(&["resource"]), None | Some("message" | "thread"))
}
