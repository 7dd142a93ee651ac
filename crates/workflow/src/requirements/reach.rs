//! Whether a request from outside can reach a command line.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};

use crate::capabilities::{Capability, of_node};
use crate::document::Workflow;
use crate::graph::Graph;
use crate::outline::shown_name;

/// The names of the nodes on the shortest way from a node that takes requests to one that runs commands; empty when there is none.
///
/// The way goes along the items and from an AI node to the tools it may call. Disabled nodes let items through but run nothing.
pub(super) fn shell_path(workflow: &Workflow) -> Vec<String> {
    let can = |node: usize, wanted: &[Capability]| {
        let node = workflow.nodes.get(node).filter(|node| !node.disabled);
        node.is_some_and(|node| {
            of_node(node)
                .iter()
                .any(|capability| wanted.contains(capability))
        })
    };
    let graph = Graph::of(workflow);
    let count = workflow.nodes.len();
    // Those anyone can call come first: of two equally long ways theirs is told.
    let open = (0..count).filter(|node| can(*node, &[Capability::AcceptsAnonymousRequests]));
    let closed = (0..count).filter(|node| can(*node, &[Capability::AcceptsRequests]));
    let mut queue: VecDeque<usize> = open.chain(closed).collect();
    // Where each node was reached from; the first of a way from itself.
    let mut from: HashMap<usize, usize> = queue.iter().map(|node| (*node, *node)).collect();
    while let Some(node) = queue.pop_front() {
        if can(
            node,
            &[Capability::RunsCommands, Capability::RunsRemoteCommands],
        ) {
            return way(workflow, &from, node);
        }
        let next = graph
            .next
            .get(node)
            .into_iter()
            .flatten()
            .map(|edge| edge.to);
        let tools = graph
            .attached
            .get(node)
            .into_iter()
            .flatten()
            .map(|edge| edge.from);
        for to in next.chain(tools) {
            if let Entry::Vacant(place) = from.entry(to) {
                place.insert(node);
                queue.push_back(to);
            }
        }
    }
    Vec::new()
}

fn way(workflow: &Workflow, from: &HashMap<usize, usize>, last: usize) -> Vec<String> {
    let mut names = vec![shown_name(workflow, last)];
    let mut node = last;
    while let Some(&before) = from.get(&node).filter(|before| **before != node) {
        names.push(shown_name(workflow, before));
        node = before;
    }
    names.reverse();
    names
}
