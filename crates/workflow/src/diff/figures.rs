//! A comparison in numbers and names, with the fields other programs use for it.

use serde::Serialize;

use super::connections::{self, Renamed};
use super::fields;
use super::version::Version;

/// What changed from version a to version b. Lists are sorted by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiffFigures {
    /// How many nodes the old version has, sticky notes included.
    pub nodes_a: usize,
    /// How many nodes the new version has, sticky notes included.
    pub nodes_b: usize,
    /// Names of nodes the old version has no partner for.
    pub added: Vec<String>,
    /// Names of nodes the new version has no partner for.
    pub removed: Vec<String>,
    /// Old and new names.
    pub renamed: Vec<(String, String)>,
    /// New names, and which of the sixteen fields n8n compares differ.
    pub modified: Vec<(String, Vec<&'static str>)>,
    /// Names of nodes whose position alone differs.
    pub moved: Vec<String>,
    /// How many nodes are equal.
    pub same: usize,
    /// Connections only the new version has, by names, of the multiset (source, kind, output, target, own type, input).
    pub edges_added: usize,
    /// Connections only the old version has.
    pub edges_removed: usize,
    /// The same after old names were replaced by new ones.
    pub edges_added_renamed: usize,
    /// The same after old names were replaced by new ones.
    pub edges_removed_renamed: usize,
}

pub(super) fn of<'w>(
    old: &Version<'w>,
    new: &Version<'w>,
    pairs: &[(usize, usize)],
    renamed: &Renamed<'w>,
) -> DiffFigures {
    let (edges_added, edges_removed) = connections::counts(old.workflow, new.workflow, None);
    let by_pairs = connections::counts(old.workflow, new.workflow, Some(renamed));
    let mut figures = DiffFigures {
        nodes_a: old.nodes().len(),
        nodes_b: new.nodes().len(),
        added: alone(new, pairs.iter().map(|pair| pair.1)),
        removed: alone(old, pairs.iter().map(|pair| pair.0)),
        renamed: Vec::new(),
        modified: Vec::new(),
        moved: Vec::new(),
        same: 0,
        edges_added,
        edges_removed,
        edges_added_renamed: by_pairs.0,
        edges_removed_renamed: by_pairs.1,
    };
    for &(a, b) in pairs {
        let (Some((old_node, old_raw)), Some((new_node, new_raw))) = (old.node(a), new.node(b))
        else {
            continue;
        };
        let name = new_node.name.clone();
        if old_node.name != new_node.name {
            figures.renamed.push((old_node.name.clone(), name.clone()));
        }
        let different = fields::different(old_raw, new_raw);
        if !different.is_empty() {
            figures.modified.push((name, different));
        } else if fields::is_moved(old, new, a, b) {
            figures.moved.push(name);
        } else {
            figures.same += 1;
        }
    }
    figures.renamed.sort_unstable();
    figures.modified.sort_unstable();
    figures.moved.sort_unstable();
    figures
}

/// Names of the nodes without partner, sorted.
fn alone(version: &Version, paired: impl Iterator<Item = usize>) -> Vec<String> {
    let mut open = vec![true; version.nodes().len()];
    for index in paired {
        open.get_mut(index)
            .into_iter()
            .for_each(|open| *open = false);
    }
    let nodes = version.nodes().iter().zip(open);
    let mut names: Vec<String> = nodes
        .filter(|(_, open)| *open)
        .map(|(node, _)| node.name.clone())
        .collect();
    names.sort_unstable();
    names
}
