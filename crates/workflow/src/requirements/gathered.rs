//! What the nodes need, gathered one by one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::texts::{host, members};
use super::{
    AiModel, CredentialType, Integration, NodeType, Requirements, SubWorkflow, SubWorkflowPurpose,
    Trigger,
};
use crate::document::Node;
use crate::family::{community_package, is_langchain, is_trigger};
use crate::integrations::{app_of, app_of_credential};
use crate::names::{credential_label, type_label};
use crate::text::{plain, shortened};

#[derive(Default)]
pub(super) struct Gathered {
    integrations: BTreeSet<(String, String)>,
    credentials: BTreeSet<String>,
    types: BTreeMap<String, (Vec<f64>, usize)>,
    packages: BTreeSet<String>,
    pub sub_workflows: BTreeSet<(Option<String>, String, SubWorkflowPurpose)>,
    environment: BTreeSet<String>,
    variables: BTreeSet<String>,
    hosts: BTreeSet<String>,
    triggers: BTreeSet<Trigger>,
    models: BTreeSet<AiModel>,
}

impl Gathered {
    pub fn node(&mut self, node: &Node) {
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

    pub fn into_requirements(self) -> Requirements {
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
