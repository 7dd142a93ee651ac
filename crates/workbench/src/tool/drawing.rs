//! A drawing that can be moved, in the same viewer as on the product pages.

use std::any::Any;
use std::sync::Arc;

use islands::{GraphLink, NodeCard, WorkflowGraph};
use leptos::html;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use send_wrapper::SendWrapper;

use super::desk::Done;

/// Larger drawings, in bytes, would make the page slow, so they are shown only when asked for.
const LIGHT: usize = 3_000_000;

/// What a drawing's viewer knows: a card for each node, and what leads where.
type Graph = (Vec<NodeCard>, Vec<GraphLink>);

/// The drawing of this place among the answer's.
pub fn drawing(done: &Arc<Done>, place: usize, graph: Graph) -> AnyView {
    let done = done.clone();
    let size = done.answer.drawings.get(place).map_or(0, String::len);
    let wanted = RwSignal::new(size <= LIGHT);
    let frame = NodeRef::<html::Div>::new();
    // What is mounted by hand is also taken away by hand.
    let mounted = StoredValue::new(None::<SendWrapper<Box<dyn Any>>>);
    Effect::new(move |_| {
        let (Some(frame), true) = (frame.get(), wanted.get()) else {
            return;
        };
        let picture = done.answer.drawings.get(place);
        let host: web_sys::HtmlElement = frame.unchecked_into();
        let handle = mount(&host, graph.clone(), picture.map_or("", String::as_str));
        mounted.set_value(Some(SendWrapper::new(handle)));
    });
    on_cleanup(move || mounted.set_value(None));
    view! {
        <div class="workbench__drawing" id=format!("workbench-drawing-{place}") node_ref=frame>
            {move || (!wanted.get()).then(|| too_large(size, wanted))}
        </div>
    }
    .into_any()
}

fn too_large(size: usize, wanted: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="workbench__heavy">
            <p>{format!("This drawing has {:.1} MB. Showing it may make this page slow; downloading it does not.", size as f64 / 1e6)}</p>
            <button type="button" class="button button--quiet" on:click=move |_| wanted.set(true)>"Show it all the same"</button>
        </div>
    }
}

/// An island's children are what a server sent. Here there is no server, so the picture is put in their place before the viewer wakes.
fn mount(host: &web_sys::HtmlElement, (cards, links): Graph, picture: &str) -> Box<dyn Any> {
    let handle = mount_to(
        host.clone(),
        move || view! { <WorkflowGraph nodes=cards links=links document=None whole=false><span></span></WorkflowGraph> },
    );
    if let Ok(Some(camera)) = host.query_selector(".graph-viewer__camera") {
        camera.set_inner_html(picture);
    }
    Box::new(handle)
}
