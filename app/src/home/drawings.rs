//! Three small pictures made of the family's own shapes: nodes, ports and edges.

use leptos::prelude::*;

/// A graph under a magnifier.
#[component]
pub(super) fn LookDrawing() -> impl IntoView {
    view! {
        <svg class="steps__picture" viewBox="0 0 320 132" aria-hidden="true">
            <path class="drawing__edge" d="M84 66h34M150 66c22 0 16-30 40-30M150 66c22 0 16 30 40 30M222 36h30M222 96h30"></path>
            <rect class="drawing__node" x="52" y="50" width="32" height="32" rx="9"></rect>
            <rect class="drawing__trigger" x="62" y="60" width="12" height="12" rx="3"></rect>
            <rect class="drawing__node" x="118" y="50" width="32" height="32" rx="9"></rect>
            <rect class="drawing__logic" x="128" y="60" width="12" height="12" rx="3"></rect>
            <rect class="drawing__node" x="190" y="20" width="32" height="32" rx="9"></rect>
            <rect class="drawing__ai" x="200" y="30" width="12" height="12" rx="6"></rect>
            <rect class="drawing__node" x="190" y="80" width="32" height="32" rx="9"></rect>
            <rect class="drawing__data" x="200" y="90" width="12" height="12" rx="3"></rect>
            <rect class="drawing__node" x="252" y="20" width="32" height="32" rx="9"></rect>
            <rect class="drawing__node" x="252" y="80" width="32" height="32" rx="9"></rect>
            <circle class="drawing__lens" cx="206" cy="40" r="31"></circle>
            <path class="drawing__handle" d="M229 62l20 20"></path>
        </svg>
    }
}

/// A receipt whose lines add up.
#[component]
pub(super) fn PayDrawing() -> impl IntoView {
    view! {
        <svg class="steps__picture" viewBox="0 0 320 132" aria-hidden="true">
            <path class="drawing__node" d="M108 16h104v100l-13-8-13 8-13-8-13 8-13-8-13 8-13-8-13 8z"></path>
            <rect class="drawing__logic" x="122" y="30" width="10" height="10" rx="3"></rect>
            <rect class="drawing__line" x="140" y="32" width="34" height="6" rx="3"></rect>
            <rect class="drawing__line" x="184" y="32" width="16" height="6" rx="3"></rect>
            <rect class="drawing__ai" x="122" y="48" width="10" height="10" rx="5"></rect>
            <rect class="drawing__line" x="140" y="50" width="26" height="6" rx="3"></rect>
            <rect class="drawing__line" x="184" y="50" width="16" height="6" rx="3"></rect>
            <path class="drawing__edge" d="M122 68h78"></path>
            <rect class="drawing__brand" x="122" y="78" width="78" height="20" rx="5"></rect>
            <path class="drawing__tick" d="M155 88l4 4 8-8"></path>
        </svg>
    }
}

/// A file that drops into an editor.
#[component]
pub(super) fn OwnDrawing() -> impl IntoView {
    view! {
        <svg class="steps__picture" viewBox="0 0 320 132" aria-hidden="true">
            <path class="drawing__node" d="M48 34h36l16 16v48H48z"></path>
            <path class="drawing__edge" d="M84 34v16h16M58 66h30M58 76h30M58 86h18"></path>
            <path class="drawing__edge" d="M112 66h34M138 58l8 8-8 8"></path>
            <rect class="drawing__node" x="160" y="22" width="116" height="88" rx="10"></rect>
            <path class="drawing__edge" d="M196 66h14M230 66c10 0 6-18 16-18M230 66c10 0 6 18 16 18"></path>
            <rect class="drawing__trigger" x="176" y="56" width="20" height="20" rx="6"></rect>
            <rect class="drawing__logic" x="210" y="56" width="20" height="20" rx="6"></rect>
            <rect class="drawing__ai" x="246" y="38" width="20" height="20" rx="10"></rect>
            <rect class="drawing__data" x="246" y="74" width="20" height="20" rx="6"></rect>
        </svg>
    }
}
