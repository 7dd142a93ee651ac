//! What a browser loads for the smallest island that does something: what any other shares with it is the base that
//! `scripts/bench-graph` weighs the graph against.

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

/// As in the real entry point.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}

/// A signal, an effect on the page, an event, a part of the page that comes and goes, and what the server put in between.
#[island]
pub fn OneButton(children: Children) -> impl IntoView {
    let presses = RwSignal::new(0_u32);
    view! {
        <div data-presses=move || presses.get()>
            <button type="button" on:click=move |_| presses.update(|presses| *presses += 1)>"Press"</button>
            {children()}
            {move || (presses.get() > 0).then(|| view! { <p>{presses.get()}</p> })}
        </div>
    }
}
