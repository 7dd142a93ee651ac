//! What would go wrong or be missed when somebody imports a workflow, and a score for it.
//!
//! The score begins at 100. Each remark takes off points by its code, and each code at most so many; both are in [`WEIGHTS`]. 100 is a
//! workflow that imports, runs as it is drawn and explains itself; below 50 something of it does not arrive.
//!
//! What is legal stays silent: cycles, several triggers, empty outputs, any number of tools on one port, an MCP trigger that has nothing but
//! tools, community nodes whose ports nobody knows.

mod circles;
mod content;
mod naming;
mod structure;

use serde::Serialize;

use crate::document::{Node, Workflow};
use crate::graph::Graph;
use crate::outline::shown_name;
use crate::parse::Parsed;
use crate::ports::{self, Ports};
use crate::problem::Severity;

/// Points for each remark of a code, and the most that all remarks of that code take. Codes of [`crate::Problem`] that are not listed take
/// 5 (at most 15) as errors, 2 (at most 6) as warnings and nothing as notes.
///
/// | code | severity | when |
/// |---|---|---|
/// | `nothing_to_run` | error | there is no node but sticky notes |
/// | `no_trigger` | warning | no enabled node starts it |
/// | `unreachable_node` | warning | no trigger leads to a node |
/// | `isolated_node` | warning | a node is connected to nothing, and it is not the only one |
/// | `sub_node_without_parent` | warning | a model, tool or the like hangs under nothing |
/// | `missing_ai_input` | error | a node lacks a model or another input it does not work without |
/// | `missing_ai_tool` | warning | an agent that expects tools has none |
/// | `output_out_of_range` | warning | a connection leaves an output the node does not have |
/// | `unknown_node_reference` | warning | an expression reads a node that does not exist |
/// | `loop_without_exit` | note | nothing in a circle of nodes could end it |
/// | `removed_node` | warning | n8n does not know the type any more |
/// | `legacy_node` | note | n8n replaced the type and only keeps it for old workflows |
/// | `community_node` | note | a package must be installed first |
/// | `hard_coded_id` | note | a document, channel or table of the author's is written in |
/// | `default_name` | note | a node still has the name n8n gave it |
/// | `missing_documentation` | warning | no note explains a workflow of three nodes or more |
/// | `unnamed_workflow` | note | it has no name |
/// | `disabled_node` | note | a node is switched off |
/// | `pinned_data` | note | test data travels with it |
pub const WEIGHTS: &[(&str, u32, u32)] = &[
    ("nothing_to_run", 60, 60),
    ("no_trigger", 25, 25),
    ("no_connections", 30, 30),
    ("connection_by_id", 20, 20),
    ("unreachable_node", 2, 10),
    ("isolated_node", 2, 10),
    ("sub_node_without_parent", 3, 9),
    ("missing_ai_input", 8, 24),
    ("missing_ai_tool", 2, 6),
    ("output_out_of_range", 8, 16),
    ("unknown_node_reference", 4, 16),
    ("loop_without_exit", 2, 4),
    ("removed_node", 10, 30),
    ("legacy_node", 1, 5),
    ("community_node", 2, 6),
    ("hard_coded_id", 1, 8),
    ("default_name", 1, 5),
    ("missing_documentation", 5, 5),
    ("unnamed_workflow", 2, 2),
    ("disabled_node", 0, 0),
    ("pinned_data", 1, 1),
    ("dangling_source", 8, 24),
    ("dangling_target", 8, 24),
    ("duplicate_node_name", 8, 24),
    ("duplicate_node_id", 2, 4),
    ("incomplete_node", 10, 30),
    ("invalid_node", 5, 15),
    ("inline_credential", 10, 10),
    ("unknown_connection_kind", 5, 15),
    ("malformed_connection", 5, 15),
    ("bad_parameters", 5, 15),
    ("bad_position", 1, 3),
];

/// The most remarks of one code that are kept.
const MOST: usize = 200;

/// What is to be said about importing a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lint {
    /// How well it can be imported, from 0 to 100.
    pub score: u8,
    /// What takes points off, and what is good to know: errors first, then in the order of the file.
    pub remarks: Vec<Remark>,
}

/// One remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// A stable name, one of [`WEIGHTS`] or of [`crate::Problem`].
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The node it is about, safe to show.
    pub node: Option<String>,
    /// Where, such as `nodes[3].parameters.url` (see [`crate::path`]); empty for the whole.
    pub path: String,
    /// A plain sentence.
    pub message: String,
}

/// Looks a workflow over. Takes time in proportion to the file, whatever is in it.
pub fn lint(parsed: &Parsed) -> Lint {
    let mut looker = Looker::at(&parsed.workflow);
    for problem in &parsed.problems {
        looker.remarks.push(Remark {
            code: problem.code,
            severity: problem.severity,
            node: None,
            path: problem.path.clone(),
            message: problem.message.clone(),
        });
    }
    structure::look(&mut looker);
    naming::look(&mut looker);
    content::look(&mut looker);
    let mut remarks = looker.remarks;
    let score = score(&remarks);
    remarks.sort_by_key(|remark| std::cmp::Reverse(remark.severity));
    Lint { score, remarks }
}

fn score(remarks: &[Remark]) -> u8 {
    let mut taken: Vec<(&str, u32, u32)> = Vec::new();
    for remark in remarks {
        let (each, most) = weight(remark);
        match taken.iter_mut().find(|(code, ..)| *code == remark.code) {
            Some((_, sum, _)) => *sum += each,
            None => taken.push((remark.code, each, most)),
        }
    }
    let points: u32 = taken.iter().map(|(_, sum, most)| *sum.min(most)).sum();
    u8::try_from(100_u32.saturating_sub(points)).unwrap_or(0)
}

fn weight(remark: &Remark) -> (u32, u32) {
    let listed = WEIGHTS.iter().find(|(code, ..)| *code == remark.code);
    listed.map_or(
        match remark.severity {
            Severity::Error => (5, 15),
            Severity::Warning => (2, 6),
            Severity::Note => (0, 0),
        },
        |&(_, each, most)| (each, most),
    )
}

/// What the parts of the look-over share.
struct Looker<'a> {
    workflow: &'a Workflow,
    graph: Graph,
    ports: Vec<Ports>,
    /// Where each node stands in the file; entries that are no objects are not among the nodes.
    places: Vec<usize>,
    remarks: Vec<Remark>,
}

impl<'a> Looker<'a> {
    fn at(workflow: &'a Workflow) -> Self {
        let list = workflow
            .source
            .get("nodes")
            .and_then(|nodes| nodes.as_array());
        let places = list
            .into_iter()
            .flatten()
            .enumerate()
            .filter(|(_, node)| node.is_object())
            .map(|(place, _)| place)
            .collect();
        Self {
            workflow,
            graph: Graph::of(workflow),
            ports: ports::of(workflow),
            places,
            remarks: Vec::new(),
        }
    }

    /// Nodes that do something, with their numbers.
    fn nodes(&self) -> impl Iterator<Item = (usize, &'a Node)> + use<'a> {
        self.workflow
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| !node.is_sticky())
    }

    /// The path of a node, and of something in it.
    fn path(&self, node: usize, inside: &str) -> String {
        let place = self.places.get(node).copied().unwrap_or(node);
        format!("nodes[{place}]{inside}")
    }

    fn whole(&mut self, severity: Severity, code: &'static str, message: impl Into<String>) {
        self.remarks.push(Remark {
            code,
            severity,
            node: None,
            path: String::new(),
            message: message.into(),
        });
    }

    /// A remark about a node; `message` gets its name in quotes.
    fn node(
        &mut self,
        severity: Severity,
        code: &'static str,
        node: usize,
        inside: &str,
        message: impl FnOnce(&str) -> String,
    ) {
        if self
            .remarks
            .iter()
            .rev()
            .take_while(|remark| remark.code == code)
            .count()
            >= MOST
        {
            return;
        }
        let name = shown_name(self.workflow, node);
        let message = message(&format!("“{name}”"));
        let path = self.path(node, inside);
        self.remarks.push(Remark {
            code,
            severity,
            node: Some(name),
            path,
            message,
        });
    }
}
