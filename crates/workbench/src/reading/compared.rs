//! Two files: what changed from the first to the second.

use islands::{GraphLink, NodeCard};
use serde::{Deserialize, Serialize};
use workflow::diff::{Impact, Mark};
use workflow::draw::{DrawOptions, svg};
use workflow::{Pairing, Workflow, diff};

use super::examined::{cards, links};
use super::{Answer, Listed, Report, Stage};

/// Everything that is said about two versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// The gravest impact of all changes; nothing when nothing changed.
    pub impact: Option<Impact>,
    /// The changes, the gravest first.
    pub changes: Listed<ChangeLine>,
    /// Nodes by what became of them.
    pub counts: Counts,
    /// What the panels say about the nodes of the old version and of the new.
    pub cards: [Vec<NodeCard>; 2],
    /// What leads where in them.
    pub links: [Vec<GraphLink>; 2],
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeLine {
    /// How much it matters.
    pub impact: Impact,
    /// A plain sentence.
    pub sentence: String,
    /// The node's number in the drawing of the old version and of the new.
    pub nodes: [Option<usize>; 2],
}

/// How many nodes came, went, changed, moved and stayed; sticky notes are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Only in the new version.
    pub added: usize,
    /// Only in the old version.
    pub removed: usize,
    /// In both, but different.
    pub changed: usize,
    /// In both, in another place.
    pub moved: usize,
    /// In both.
    pub same: usize,
}

pub(super) fn compare(old: &Workflow, new: &Workflow, tell: &mut dyn FnMut(Stage)) -> Answer {
    tell(Stage::Comparing);
    let found = diff(old, new, Pairing::Best);
    tell(Stage::Drawing);
    let drawn = |workflow: &Workflow, marks: &[Mark]| {
        let options = DrawOptions {
            marks: marks.to_vec(),
            ..DrawOptions::default()
        };
        svg(workflow, &options)
    };
    let count = |marks: &[Mark], of: Mark| marks.iter().filter(|mark| **mark == of).count();
    let report = Compared {
        impact: found.impact(),
        changes: Listed::of(found.changes.iter().map(|change| ChangeLine {
            impact: change.impact,
            sentence: change.sentence.clone(),
            nodes: [change.old, change.new],
        })),
        counts: Counts {
            added: count(&found.new_marks, Mark::Added),
            removed: count(&found.old_marks, Mark::Removed),
            changed: count(&found.new_marks, Mark::Changed),
            moved: count(&found.new_marks, Mark::Moved),
            same: count(&found.new_marks, Mark::Same),
        },
        cards: [cards(old), cards(new)],
        links: [links(old), links(new)],
    };
    Answer {
        report: Report::Compared(Box::new(report)),
        drawings: vec![drawn(old, &found.old_marks), drawn(new, &found.new_marks)],
        cleaned: Vec::new(),
    }
}
