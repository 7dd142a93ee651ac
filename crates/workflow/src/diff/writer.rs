//! Writes down the changes of nodes, a sentence each.

use super::version::Version;
use super::{Change, Impact, Mark, fields, severity};
use crate::names::{credential_label, type_label};
use crate::parse::quoted;

/// Collects changes.
pub(super) struct Writer<'v, 'w> {
    pub(super) old: &'v Version<'w>,
    pub(super) new: &'v Version<'w>,
    pub(super) changes: Vec<Change>,
    pub(super) old_marks: Vec<Mark>,
    pub(super) new_marks: Vec<Mark>,
}

impl Writer<'_, '_> {
    pub(super) fn say(
        &mut self,
        code: &'static str,
        impact: Impact,
        at: (Option<usize>, Option<usize>),
        sentence: String,
    ) {
        self.changes.push(Change {
            code,
            impact,
            old: at.0,
            new: at.1,
            sentence,
        });
    }

    pub(super) fn pairs(&mut self, pairs: &[(usize, usize)]) {
        let lost = severity::lost_outputs(self.old.workflow, self.new.workflow, pairs);
        let mut moved = Vec::new();
        for &(a, b) in pairs {
            let told = self.changes.len();
            fields::tell(self, a, b);
            let at = (Some(a), Some(b));
            if let Some(count) = lost.get(&b) {
                let outputs = if *count == 1 {
                    "an output".to_owned()
                } else {
                    format!("{count} outputs")
                };
                let sentence = format!("{} lost {outputs}.", self.new.called(b));
                self.say("output_removed", Impact::Breaking, at, sentence);
            }
            let is_moved = fields::is_moved(self.old, self.new, a, b);
            let mark = match (self.changes.len() > told, is_moved) {
                (true, _) => Mark::Changed,
                (false, true) => Mark::Moved,
                (false, false) => Mark::Same,
            };
            for (marks, index) in [(&mut self.old_marks, a), (&mut self.new_marks, b)] {
                marks
                    .get_mut(index)
                    .into_iter()
                    .for_each(|slot| *slot = mark);
            }
            if is_moved {
                moved.push((a, b));
            }
        }
        self.moved(&moved);
    }

    fn moved(&mut self, moved: &[(usize, usize)]) {
        let (at, sentence) = match moved {
            [] => return,
            [(a, b)] => (
                (Some(*a), Some(*b)),
                format!("{} was moved.", self.new.called(*b)),
            ),
            many => ((None, None), format!("{} nodes were moved.", many.len())),
        };
        self.say("nodes_moved", Impact::Cosmetic, at, sentence);
    }

    pub(super) fn removed(&mut self) {
        for (index, node) in self.old.nodes().iter().enumerate() {
            if self.old_marks.get(index) == Some(&Mark::Removed) {
                let (code, impact) = severity::of_removal(node);
                let sentence = format!(
                    "{} ({}) was removed.",
                    self.old.called(index),
                    type_label(&node.type_name)
                );
                self.say(code, impact, (Some(index), None), sentence);
            }
        }
    }

    pub(super) fn added(&mut self) {
        for (index, node) in self.new.nodes().iter().enumerate() {
            if self.new_marks.get(index) == Some(&Mark::Added) {
                let sentence = format!(
                    "{} ({}) was added.",
                    self.new.called(index),
                    type_label(&node.type_name)
                );
                self.say(
                    "node_added",
                    severity::of_addition(node),
                    (None, Some(index)),
                    sentence,
                );
            }
        }
    }

    /// What has to be set up that did not have to before.
    pub(super) fn requirements(&mut self) {
        let (old, new) = (self.old, self.new);
        for kind in new.credential_kinds().difference(&old.credential_kinds()) {
            let sentence = format!(
                "A new credential is needed: {}.",
                quoted(&credential_label(kind))
            );
            self.say("credential_added", Impact::Breaking, (None, None), sentence);
        }
        for package in new.packages().difference(&old.packages()) {
            let sentence = format!("A new community package is needed: {}.", quoted(package));
            self.say("package_added", Impact::Breaking, (None, None), sentence);
        }
    }
}
