//! What a browser loads on the page of the workflow tool, and once more in the worker behind it.

// Named, or the linker would drop the island that only the page's HTML refers to, and what only the worker calls.
use wasm_bindgen::prelude::wasm_bindgen;
use workbench as _;

/// Prepares the reactive system; the page's script then calls the island's own function.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
