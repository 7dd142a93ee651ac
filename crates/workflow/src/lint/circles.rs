//! Circles of nodes, which are legal as long as something can end them.

use super::Looker;
use crate::ports::known_outputs;
use crate::problem::Severity::Note;

/// Circles in which no node branches, drops items or runs code.
pub(super) fn look(looker: &mut Looker) {
    for circle in circles(looker) {
        let may_end = circle
            .iter()
            .filter_map(|node| looker.workflow.nodes.get(*node))
            .any(|node| {
                node.disabled
                    || known_outputs(node).is_none_or(|count| count != 1)
                    || MAY_STOP.contains(&node.short_type())
                    || node.short_type().starts_with("agent")
            });
        if let Some(&first) = circle.first().filter(|_| !may_end) {
            looker.node(Note, "loop_without_exit", first, "", |name| {
                format!("The loop through {name} has no node that could end it.")
            });
        }
    }
}

/// One output, through which nothing may come.
const MAY_STOP: &[&str] = &[
    "filter",
    "limit",
    "removeDuplicates",
    "code",
    "function",
    "functionItem",
    "itemLists",
    "splitOut",
    "aggregate",
    "wait",
    "form",
    "merge",
    "executeWorkflow",
    "stopAndError",
    "aiTransform",
];

/// The sets of nodes that lead to each other, each from its lowest node on. Tarjan's way, without recursion.
fn circles(looker: &Looker) -> Vec<Vec<usize>> {
    let next = &looker.graph.next;
    let count = next.len();
    let mut order = vec![usize::MAX; count];
    let mut low = vec![usize::MAX; count];
    let mut on_path = vec![false; count];
    let (mut path, mut found, mut clock) = (Vec::new(), Vec::new(), 0);
    for root in 0..count {
        let mut calls: Vec<(usize, usize)> = if order.get(root) == Some(&usize::MAX) {
            vec![(root, 0)]
        } else {
            vec![]
        };
        while let Some((node, at)) = calls.pop() {
            if at == 0 {
                set(&mut order, node, clock);
                set(&mut low, node, clock);
                set(&mut on_path, node, true);
                path.push(node);
                clock += 1;
            } else if let Some(child) = next
                .get(node)
                .and_then(|edges| edges.get(at - 1))
                .map(|edge| edge.to)
            {
                let reach = if get(&on_path, child) {
                    get(&low, child).min(get(&low, node))
                } else {
                    get(&low, node)
                };
                set(&mut low, node, reach);
            }
            match next
                .get(node)
                .and_then(|edges| edges.get(at))
                .map(|edge| edge.to)
            {
                Some(child) => {
                    calls.push((node, at + 1));
                    if get(&order, child) == usize::MAX {
                        calls.push((child, 0));
                    }
                }
                None if get(&low, node) == get(&order, node) => {
                    let mut circle = Vec::new();
                    while let Some(member) = path.pop() {
                        set(&mut on_path, member, false);
                        circle.push(member);
                        if member == node {
                            break;
                        }
                    }
                    circle.sort_unstable();
                    let itself = next
                        .get(node)
                        .is_some_and(|edges| edges.iter().any(|edge| edge.to == node));
                    if circle.len() > 1 || itself {
                        found.push(circle);
                    }
                }
                None => {}
            }
        }
    }
    found
}

fn get<T: Copy + Default>(list: &[T], at: usize) -> T {
    list.get(at).copied().unwrap_or_default()
}

fn set<T>(list: &mut [T], at: usize, value: T) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}
