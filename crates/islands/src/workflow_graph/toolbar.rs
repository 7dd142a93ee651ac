//! The buttons under the drawing and the field to find a node with.

use leptos::prelude::*;

use super::viewer::Viewer;

/// Hidden until there is a script to serve the buttons. `whole`: whether the whole workflow may be copied.
pub fn toolbar(viewer: Viewer, whole: bool) -> impl IntoView {
    view! {
        <div class="graph-viewer__tools" role="group" aria-label="View" hidden=move || !viewer.live.get()>
            <div class="graph-viewer__find">
                <input
                    type="search"
                    class="graph-viewer__field"
                    aria-label="Find a node"
                    placeholder="Find a node"
                    autocomplete="off"
                    spellcheck="false"
                    on:input:target=move |event| viewer.find(&event.target().value())
                />
                <span class="graph-viewer__count" aria-hidden="true">{move || viewer.count_found()}</span>
            </div>
            <button type="button" aria-label="Zoom out" on:click=move |_| viewer.zoom_out()>"−"</button>
            <button type="button" aria-label="Zoom in" on:click=move |_| viewer.zoom_in()>"+"</button>
            <button type="button" aria-label="Fit the whole graph" on:click=move |_| viewer.fit()>"Fit"</button>
            <button type="button" aria-label="Reset to actual size, 1:1" on:click=move |_| viewer.actual_size()>"1:1"</button>
            {whole
                .then(|| {
                    view! {
                        <button type="button" hidden=move || !viewer.copies.get() on:click=move |_| viewer.copy_workflow()>
                            "Copy for n8n"
                        </button>
                    }
                })}
            <button
                type="button"
                hidden=move || !viewer.fillable.get()
                aria-pressed=move || if viewer.full.get() { "true" } else { "false" }
                on:click=move |_| viewer.toggle_full_screen()
            >
                "Full screen"
            </button>
            <p class="graph-viewer__hint">
                "Drag to move, Ctrl + wheel or pinch to zoom, choose a node for its details."
            </p>
        </div>
    }
}
