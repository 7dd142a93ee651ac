//! The mascot – three nodes, two edges, one eye – and the name beside it.

use leptos::prelude::*;

/// The mascot alone. Decoration: never on pages about money or security.
#[component]
pub fn Mascot() -> impl IntoView {
    view! {
        <svg class="mascot" viewBox="0 0 40 40" aria-hidden="true">
            <path class="mascot__edge" d="M8 8.5C8 14 12 13 13.5 17M32 8.5C32 14 28 13 26.5 17"></path>
            <circle class="mascot__node" cx="8" cy="6.5" r="4"></circle>
            <circle class="mascot__node" cx="32" cy="6.5" r="4"></circle>
            <rect class="mascot__head" x="6.5" y="14.5" width="27" height="23" rx="8"></rect>
            <circle class="mascot__eye" cx="20" cy="23.5" r="5.8"></circle>
            <circle class="mascot__pupil" cx="21.4" cy="23.5" r="2.5"></circle>
            <path class="mascot__mouth" d="M14.5 33l2.750-2 2.750 2 2.750-2 2.750 2"></path>
        </svg>
    }
}

/// The mascot and the name, as the way home.
#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <a class="logo" href="/" aria-label="Autopilot Monster, home">
            <Mascot/>
            <span class="logo__name">"Autopilot Monster"</span>
        </a>
    }
}
