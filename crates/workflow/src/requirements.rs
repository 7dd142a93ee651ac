//! What a buyer must have, install and set up before the workflow runs.

mod complexity;
mod reach;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::complexity::Complexity;
use crate::capabilities::{Capability, capabilities, of_node};
use crate::document::{EdgeKind, Node, Workflow};
use crate::family::{community_package, is_langchain, is_trigger};
pub use crate::integrations::Integration;
use crate::integrations::{app_of, app_of_credential};
use crate::names::{credential_label, type_label};
use crate::outline::shown_name;
use crate::text::{plain, shortened};

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

#[derive(Default)]
struct Gathered {
    integrations: BTreeSet<(String, String)>,
    credentials: BTreeSet<String>,
    types: BTreeMap<String, (Vec<f64>, usize)>,
    packages: BTreeSet<String>,
    sub_workflows: BTreeSet<(Option<String>, String, SubWorkflowPurpose)>,
    environment: BTreeSet<String>,
    variables: BTreeSet<String>,
    hosts: BTreeSet<String>,
    triggers: BTreeSet<Trigger>,
    models: BTreeSet<AiModel>,
}

impl Gathered {
    fn node(&mut self, node: &Node) {
        let (versions, count) = self.types.entry(safe(&node.type_name)).or_default();
        versions.push(node.type_version);
        *count += 1;
        self.packages.extend(community_package(node).map(safe));
        self.integrations
            .extend(app_of(node).map(|app| (app.label, app.key)));
        if is_trigger(node) {
            self.triggers.insert(Trigger {
                key: safe(&node.type_name),
                label: type_label(&node.type_name),
            });
        }
        self.credentials(node);
        self.sub_workflow(node);
        self.model(node);
        node.parameters
            .iter()
            .for_each(|(key, value)| self.value(key, value));
    }

    /// Credentials that are in use: an HTTP request may still hold those of an authentication it no longer uses.
    fn credentials(&mut self, node: &Node) {
        let chosen = match node.text(&["authentication"]) {
            Some("predefinedCredentialType") => Some(node.text(&["nodeCredentialType"])),
            Some("genericCredentialType") => Some(node.text(&["genericAuthType"])),
            Some("none") => Some(None),
            None if matches!(node.short_type(), "httpRequest" | "httpRequestTool")
                && node.type_version >= 3.0 =>
            {
                Some(None)
            }
            _ => None,
        };
        match chosen {
            Some(Some(kind)) if !kind.starts_with('=') && !kind.is_empty() => {
                self.credentials.insert(safe(kind));
                self.integrations
                    .extend(app_of_credential(kind).map(|app| (app.label, app.key)));
            }
            Some(_) => {}
            None => self.credentials.extend(
                node.credentials
                    .iter()
                    .map(|credential| safe(&credential.kind)),
            ),
        }
    }

    fn sub_workflow(&mut self, node: &Node) {
        let purpose = match node.short_type() {
            "executeWorkflow" => SubWorkflowPurpose::Step,
            "toolWorkflow" | "retrieverWorkflow" | "executeWorkflowTool" => {
                SubWorkflowPurpose::Tool
            }
            _ => return,
        };
        // The other sources carry the workflow itself, a file or an address.
        if !matches!(node.text(&["source"]), None | Some("database")) {
            return;
        }
        let target = node.parameter(&["workflowId"]);
        let name = target
            .and_then(|target| target.get("cachedResultName"))
            .and_then(Value::as_str)
            .map(|name| shortened(&plain(name), 120));
        let id = target
            .and_then(|target| target.as_str().or_else(|| target.get("value")?.as_str()))
            .unwrap_or_default();
        self.sub_workflows.insert((name, id.to_owned(), purpose));
    }

    fn model(&mut self, node: &Node) {
        let short = node.short_type();
        if !(is_langchain(node) && (short.starts_with("lm") || short == "openAi")) {
            return;
        }
        let parameter = ["model", "modelId", "modelName"]
            .iter()
            .find_map(|key| node.parameter(&[key]));
        let model =
            parameter.and_then(|value| value.as_str().or_else(|| value.get("value")?.as_str()));
        let model = model
            .filter(|model| !model.is_empty() && !model.starts_with('='))
            .map(safe);
        let provider = app_of(node).map_or_else(|| type_label(&node.type_name), |app| app.label);
        self.models.insert(AiModel { provider, model });
    }

    fn value(&mut self, key: &str, value: &Value) {
        match value {
            Value::String(text) => self.text(key, text),
            Value::Array(list) => list.iter().for_each(|value| self.value(key, value)),
            Value::Object(fields) => fields
                .iter()
                .for_each(|(key, value)| self.value(key, value)),
            _ => {}
        }
    }

    fn text(&mut self, key: &str, text: &str) {
        self.environment.extend(members(text, "$env"));
        self.variables.extend(members(text, "$vars"));
        let key = key.to_lowercase();
        if !key.starts_with("cached")
            && ["url", "uri", "endpoint", "host", "value"]
                .iter()
                .any(|word| key.contains(word))
        {
            self.hosts.extend(host(text));
        }
    }

    fn into_requirements(self) -> Requirements {
        let mut credential_types: Vec<_> = self
            .credentials
            .into_iter()
            .map(|key| CredentialType {
                label: credential_label(&key),
                key,
            })
            .collect();
        credential_types.sort_by(|a, b| a.label.cmp(&b.label));
        Requirements {
            integrations: self
                .integrations
                .into_iter()
                .map(|(label, key)| Integration { key, label })
                .collect(),
            credential_types,
            node_types: self.types.into_iter().map(node_type).collect(),
            community_packages: self.packages.into_iter().collect(),
            sub_workflows: self
                .sub_workflows
                .into_iter()
                .map(|(name, _, purpose)| SubWorkflow { name, purpose })
                .collect(),
            environment_variables: self.environment.into_iter().collect(),
            variables: self.variables.into_iter().collect(),
            hosts: self.hosts.into_iter().collect(),
            triggers: self.triggers.into_iter().collect(),
            ai_models: self.models.into_iter().collect(),
            ..Requirements::default()
        }
    }
}

fn node_type((key, (mut versions, count)): (String, (Vec<f64>, usize))) -> NodeType {
    versions.sort_by(f64::total_cmp);
    versions.dedup();
    NodeType {
        label: type_label(&key),
        versions: versions.iter().map(f64::to_string).collect(),
        count,
        key,
    }
}

fn safe(text: &str) -> String {
    shortened(&plain(text), 120)
}

/// The names in `$env.NAME` and `$env["NAME"]`. Of a name that is put together when the workflow runs, its written
/// beginning with an ellipsis: there are several that begin so.
fn members<'a>(text: &'a str, object: &'a str) -> impl Iterator<Item = String> + 'a {
    text.match_indices(object).filter_map(move |(at, _)| {
        let rest = &text[at + object.len()..];
        match rest.strip_prefix('.') {
            Some(rest) => Some(name(rest)).filter(|name| !name.is_empty()),
            None => key(rest.strip_prefix('[')?.trim_start()),
        }
    })
}

fn name(text: &str) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    text.chars().take_while(plain).take(120).collect()
}

/// What stands in brackets, when it begins with a written name.
fn key(text: &str) -> Option<String> {
    let quote = text.chars().next().filter(|c| "\"'`".contains(*c))?;
    let name = name(&text[1..]);
    let rest = &text[1 + name.len()..];
    if name.is_empty() {
        return None;
    }
    match rest.strip_prefix(quote).map(str::trim_start) {
        Some(rest) if rest.starts_with(']') => Some(name),
        Some(rest) if rest.starts_with('+') => Some(format!("{name}…")),
        None if quote == '`' && rest.starts_with("${") => Some(format!("{name}…")),
        _ => None,
    }
}

/// The host of an address, when it is written out and not calculated.
pub(crate) fn host(text: &str) -> Option<String> {
    let text = text
        .trim()
        .strip_prefix('=')
        .unwrap_or(text.trim())
        .trim_start();
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#']).next()?;
    // Whoever is named before the @ is nobody's business.
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let plain = !host.is_empty()
        && host.len() <= 253
        && host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    (plain && host.contains('.')).then(|| host.to_lowercase())
}
