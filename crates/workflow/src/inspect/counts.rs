//! The figures of one workflow.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

/// What is in a workflow.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Counts {
    /// Objects in `nodes`, sticky notes included.
    pub nodes: usize,
    /// Entries of `nodes` that are no objects.
    pub non_object_nodes: usize,
    /// The workflow's name.
    pub name: Option<String>,
    /// Nodes of type `n8n-nodes-base.stickyNote`.
    pub stickies: usize,
    /// Their colors, as written; `None` when there is none.
    pub sticky_colors: Vec<String>,
    /// Nodes that are switched off.
    pub disabled: usize,
    /// Entries in every bucket, by the outer key, dangling ones and duplicates included.
    pub edges: BTreeMap<String, usize>,
    /// Their sum.
    pub edges_total: usize,
    /// Entries whose two ends are names of nodes.
    pub edges_valid: usize,
    /// The others: source, key, output, target, whether the target exists, whether the source does.
    pub dangling: Vec<(String, String, usize, String, bool, bool)>,
    /// Source keys that are no names of nodes.
    pub dangling_sources: Vec<String>,
    /// Buckets that are null.
    pub null_buckets: usize,
    /// Buckets that are empty lists.
    pub empty_buckets: usize,
    /// Whatever else is not a list of `{node, type, index}`.
    pub malformed: usize,
    /// Entries whose own type differs from the outer key.
    pub type_mismatch: usize,
    /// Outer keys n8n does not know.
    pub unknown_conn_types: Vec<String>,
    /// The most main outputs one node uses.
    pub max_main_outputs: usize,
    /// How often each type occurs.
    pub node_types: BTreeMap<String, usize>,
    /// Types that do not come with n8n.
    pub community_types: Vec<String>,
    /// Keys of the nodes' credentials.
    pub credentials: Vec<String>,
    /// Credentials that are plain names, as before 2022.
    pub legacy_string_credentials: usize,
    /// Plain values of the parameters `nodeCredentialType` and `genericAuthType`.
    pub cred_params: Vec<String>,
    /// Name, type, and whether it is switched off.
    pub triggers: Vec<(String, String, bool)>,
    /// Whether any node has pinned data.
    pub has_pin_data: bool,
    /// Names pinned data is kept for.
    pub pin_nodes: Vec<String>,
    /// Those that are no nodes.
    pub pin_dangling: Vec<String>,
    /// Connected parts, notes apart, in any direction and along all keys; equal names are one.
    pub components: usize,
    /// Nodes without a valid edge, notes apart.
    pub isolated: usize,
    /// Whether valid main edges form a cycle.
    pub has_cycle_main: bool,
    /// Names that occur twice.
    pub duplicate_names: Vec<String>,
    /// Ids that occur twice.
    pub duplicate_ids: Vec<String>,
    /// Nodes without id, or with an empty one.
    pub missing_ids: usize,
    /// Nodes whose position is not a list of two numbers.
    pub bad_positions: usize,
    /// Least x and y, greatest x and y of the others, as written.
    pub bbox: Option<[Value; 4]>,
    /// The workflow's own keys, sorted.
    pub top_keys: Vec<String>,
    /// Nodes with an error output.
    pub on_error_output: usize,
    /// The codes n8n's own check of the structure would raise.
    pub n8n_issues: Vec<&'static str>,
}
