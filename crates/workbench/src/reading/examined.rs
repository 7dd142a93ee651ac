//! One file: what is wrong with it, secret in it, needed by it, and what is left of it when it is cleaned.

use islands::{GraphLink, NodeCard};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use workflow::draw::{DrawOptions, svg};
use workflow::secrets::{Finding, Level, redact_value, scan_file};
use workflow::{
    Capability, Parsed, Severity, Workflow, lint, node_details, parse, requirements, sanitise,
};

use super::nodes::Places;
use super::{Answer, Listed, Need, Report, Stage, needs};

/// Everything that is said about one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Examined {
    /// What its author called it; may be empty.
    pub name: String,
    /// Nodes, sticky notes not counted.
    pub nodes: usize,
    /// Sticky notes.
    pub notes: usize,
    /// Connections whose two ends exist.
    pub connections: usize,
    /// How well it can be imported, from 0 to 100.
    pub score: u8,
    /// What would go wrong, errors first.
    pub remarks: Listed<RemarkLine>,
    /// Secrets and private data, secrets first.
    pub secrets: Listed<SecretLine>,
    /// What it takes to run it.
    pub needs: Vec<Need>,
    /// What it is able to do, the riskiest first.
    pub capabilities: Vec<Capability>,
    /// What cleaning takes out.
    pub removed: Listed<RemovalLine>,
    /// What cleaning replaces, when secrets are replaced as well.
    pub replaced: Listed<SecretLine>,
    /// What the drawing's panel says about each node.
    pub cards: Vec<NodeCard>,
    /// What leads where in it.
    pub links: Vec<GraphLink>,
}

/// One remark on how it would import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemarkLine {
    /// How much it matters.
    pub severity: Severity,
    /// A plain sentence.
    pub message: String,
    /// Its rule.
    pub code: String,
    /// Where; empty for the whole.
    pub path: String,
    /// The node's number in the drawing.
    pub node: Option<usize>,
}

/// One secret, or something private. The value is not here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretLine {
    /// Whether it must go, or should be looked at.
    pub level: Level,
    /// What it is.
    pub what: String,
    /// Its rule.
    pub rule: String,
    /// The name of the node it is in; empty when it is in none.
    pub within: String,
    /// Where.
    pub path: String,
    /// At most its first four characters.
    pub starts: String,
    /// Its length in characters.
    pub length: usize,
    /// The node's number in the drawing.
    pub node: Option<usize>,
}

/// One thing that cleaning takes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovalLine {
    /// Where.
    pub path: String,
    /// Why, in a few words.
    pub reason: String,
    /// The node's number in the drawing.
    pub node: Option<usize>,
}

pub(super) fn examine(bytes: &[u8], parsed: &Parsed, tell: &mut dyn FnMut(Stage)) -> Answer {
    let workflow = &parsed.workflow;
    let places = Places::of(&workflow.to_json(), &parsed.root);
    tell(Stage::Judging);
    let looked = lint(parsed);
    let needed = requirements(workflow);
    tell(Stage::Scanning);
    let mut found = scan_file(bytes, parsed);
    found.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    tell(Stage::Cleaning);
    let kept = sanitise(workflow);
    let redacted = redact_value(&kept.json);
    let cleaned = vec![pretty(&redacted.json), pretty(&kept.json)];
    tell(Stage::Drawing);
    let safe = Safe::of(workflow, &redacted.json);
    let removed = kept.removed.iter().map(|removal| RemovalLine {
        path: removal.path.clone(),
        reason: removal.reason.to_owned(),
        node: places.node(&removal.path),
    });
    let report = Examined {
        name: workflow::shown(workflow.name.as_deref().unwrap_or_default()),
        nodes: workflow.node_count(),
        notes: workflow.sticky_count(),
        connections: workflow.edges.len(),
        score: looked.score,
        remarks: Listed::of(looked.remarks.iter().map(|remark| RemarkLine {
            severity: remark.severity,
            message: remark.message.clone(),
            code: remark.code.to_owned(),
            path: remark.path.clone(),
            node: places.node(&remark.path),
        })),
        secrets: Listed::of(
            found
                .iter()
                .map(|finding| line(finding, places.node_in_file(&finding.path))),
        ),
        capabilities: needed.capabilities.clone(),
        needs: needs::needs(needed),
        removed: Listed::of(removed),
        replaced: Listed::of(
            redacted
                .replaced
                .iter()
                .map(|finding| line(finding, places.node(&finding.path))),
        ),
        cards: cards(safe.workflow()),
        links: links(safe.workflow()),
    };
    Answer {
        report: Report::Examined(Box::new(report)),
        drawings: vec![svg(safe.workflow(), &DrawOptions::default())],
        cleaned,
    }
}

fn line(finding: &Finding, node: Option<usize>) -> SecretLine {
    SecretLine {
        level: finding.level,
        what: finding.what.to_owned(),
        rule: finding.rule.to_owned(),
        within: finding.node.clone().unwrap_or_default(),
        path: finding.path.clone(),
        starts: finding.starts.clone(),
        length: finding.length,
        node,
    }
}

fn pretty(json: &Value) -> String {
    serde_json::to_string_pretty(json).unwrap_or_default() + "\n"
}

/// The workflow as it may be shown: what is drawn is what a buyer would see, and holds no secret.
struct Safe<'w> {
    as_read: &'w Workflow,
    cleaned: Option<Workflow>,
}

impl<'w> Safe<'w> {
    fn of(as_read: &'w Workflow, cleaned: &Value) -> Self {
        let cleaned = parse(cleaned.to_string().as_bytes()).ok();
        // Numbers of nodes must stay what they are in the report.
        let same = |other: &Workflow| other.nodes.len() == as_read.nodes.len();
        Self {
            as_read,
            cleaned: cleaned.map(|parsed| parsed.workflow).filter(same),
        }
    }

    fn workflow(&self) -> &Workflow {
        self.cleaned.as_ref().unwrap_or(self.as_read)
    }
}

/// A card for each node, as the drawing's panel shows them. What a node leaves at its defaults is not in a file.
pub(super) fn cards(workflow: &Workflow) -> Vec<NodeCard> {
    let card = |detail: workflow::NodeDetail| NodeCard {
        index: detail.index,
        name: detail.name,
        type_label: detail.type_label,
        kind: detail.kind,
        description: detail.description,
        parameters: if detail.parameters.is_empty() {
            vec![("Settings".to_owned(), "all at their defaults".to_owned())]
        } else {
            detail.parameters
        },
    };
    node_details(workflow, true).into_iter().map(card).collect()
}

pub(super) fn links(workflow: &Workflow) -> Vec<GraphLink> {
    let links = workflow::links(workflow, true).into_iter();
    links
        .map(|link| GraphLink::new(link.from, link.to, link.port, link.attached))
        .collect()
}
