//! A message about the page or about what was just done.

use leptos::prelude::*;

use super::{Glyph, Tone};

/// A message with its icon; `announce` reads it out when the page opens (what was just done, or went wrong).
#[component]
pub fn Banner(
    #[prop(optional)] tone: Tone,
    #[prop(optional, into)] title: Option<String>,
    #[prop(optional)] announce: bool,
    children: Children,
) -> impl IntoView {
    let role = announce.then_some(if tone == Tone::Bad { "alert" } else { "status" });
    view! {
        <div class=format!("banner banner--{}", tone.name()) role=role>
            <Glyph icon=tone.icon()/>
            <div>
                {title.map(|title| view! { <p class="banner__title">{title}</p> })}
                <div class="banner__text">{children()}</div>
            </div>
        </div>
    }
}
