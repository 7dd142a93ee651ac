//! What a browser loads without any island: `scripts/bench-graph` weighs the graph against it.

use wasm_bindgen::prelude::wasm_bindgen;

/// As in the real entry point.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
