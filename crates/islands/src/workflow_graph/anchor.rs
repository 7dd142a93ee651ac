//! The address of a node: the page's own, with the node's id behind `#`, which also works without scripts.

use leptos::prelude::window;
use leptos::wasm_bindgen::JsValue;

/// How the server's drawing begins the id of a node.
const PREFIX: &str = "#workflow-node-";

/// The `data-node` that this hash points to.
pub fn node_of(hash: &str) -> Option<usize> {
    hash.strip_prefix(PREFIX)?.parse().ok()
}

/// The node the page's address points to.
pub fn read() -> Option<usize> {
    node_of(&window().location().hash().ok()?)
}

/// Lets the address point to a node, or to none, without a step in the browser's history.
pub fn write(node: Option<usize>) {
    let location = window().location();
    let address = match node {
        Some(node) => format!("{PREFIX}{node}"),
        // Another part of the page may be what it points to.
        None if read().is_none() => return,
        None => [location.pathname(), location.search()]
            .into_iter()
            .flatten()
            .collect(),
    };
    if let Ok(history) = window().history() {
        let state = history.state().unwrap_or(JsValue::NULL);
        history
            .replace_state_with_url(&state, "", Some(&address))
            .ok();
    }
}

/// The full address of a node.
pub fn address(node: usize) -> String {
    let whole = window().location().href().unwrap_or_default();
    let page = whole.split('#').next().unwrap_or_default();
    format!("{page}{PREFIX}{node}")
}

#[cfg(test)]
mod tests {
    use super::node_of;

    #[test]
    fn only_a_nodes_address_opens_a_node() {
        assert_eq!(node_of("#workflow-node-12"), Some(12));
        for other in [
            "",
            "#reviews",
            "#workflow-node-",
            "#workflow-node-x",
            "#workflow-node--1",
        ] {
            assert_eq!(node_of(other), None, "{other}");
        }
    }
}
