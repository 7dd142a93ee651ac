//! What a browser loads: it brings the islands of the page alive.

// Named, or the linker would drop the islands that only the page's HTML refers to.
use islands as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Prepares the reactive system; the page's script then calls each island's own function.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
