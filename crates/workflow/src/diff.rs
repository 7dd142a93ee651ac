//! What changed from one version of a workflow to the next.
//!
//! Nodes are paired first (see [`Pairing`]), then every pair is compared over the sixteen fields n8n itself compares, and connections over
//! the multiset of (source, kind, output, target, own type, input) with old names replaced by new ones. What only the author's instance
//! knows (positions aside: ids, pinned data, versions) is no change.

mod canonical;
mod connections;
mod fields;
mod figures;
mod pairing;
mod settings;
mod severity;
mod version;
mod writer;

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

pub use figures::DiffFigures;
pub use pairing::Pairing;

use self::version::Version;
use self::writer::Writer;
use crate::document::Workflow;

/// How much a change matters to whoever runs the old version and is about to take the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Impact {
    /// Looks and remarks: the workflow does what it did.
    Cosmetic,
    /// The workflow does something else.
    Behavior,
    /// Something has to be set up again: a credential, a package, an address, whoever used a lost output.
    Breaking,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// A stable name: `node_added`, `node_removed`, `node_renamed`, `node_changed`, `nodes_moved`, `type_changed`, `trigger_changed`,
    /// `trigger_removed`, `output_removed`, `credential_added`, `package_added`, `connection_added`, `connection_removed`,
    /// `connections_changed`, `settings_changed` or `workflow_renamed`.
    pub code: &'static str,
    /// How much it matters.
    pub impact: Impact,
    /// The node in the old version.
    pub old: Option<usize>,
    /// The node in the new version.
    pub new: Option<usize>,
    /// A plain sentence. It names nodes and parameters, never their values.
    pub sentence: String,
}

/// What became of a node, for coloring a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// As it was.
    Same,
    /// In another place, and otherwise as it was.
    Moved,
    /// Not in the old version.
    Added,
    /// Not in the new version.
    Removed,
    /// In both, but different.
    Changed,
}

/// What changed between two versions.
#[derive(Debug, Clone, PartialEq)]
pub struct Diff {
    /// Nodes that are the same node in both versions: index in the old one, index in the new one.
    pub pairs: Vec<(usize, usize)>,
    /// Every change, the gravest first.
    pub changes: Vec<Change>,
    /// What became of the old version's nodes.
    pub old_marks: Vec<Mark>,
    /// What became of the new version's nodes.
    pub new_marks: Vec<Mark>,
    /// The same in numbers and names, as other programs count them.
    pub figures: DiffFigures,
}

impl Diff {
    /// The gravest impact of all changes, `None` when nothing changed.
    pub fn impact(&self) -> Option<Impact> {
        self.changes.iter().map(|change| change.impact).max()
    }
}

/// Compares two versions. Takes time in proportion to the files, whatever is in them.
pub fn diff(old: &Workflow, new: &Workflow, pairing: Pairing) -> Diff {
    let (old, new) = (Version::of(old), Version::of(new));
    let pairs = pairing::pairs(&old, &new, pairing);
    let mut writer = Writer {
        changes: Vec::new(),
        old_marks: vec![Mark::Removed; old.nodes().len()],
        new_marks: vec![Mark::Added; new.nodes().len()],
        old: &old,
        new: &new,
    };
    writer.pairs(&pairs);
    writer.removed();
    writer.added();
    writer.requirements();
    let renamed = connections::Renamed::of(&old, &new, &pairs);
    connections::tell(&mut writer, &renamed);
    settings::tell(&mut writer);
    let figures = figures::of(&old, &new, &pairs, &renamed);
    let Writer {
        mut changes,
        old_marks,
        new_marks,
        ..
    } = writer;
    changes.sort_by_key(|change| Reverse(change.impact));
    Diff {
        pairs,
        changes,
        old_marks,
        new_marks,
        figures,
    }
}
