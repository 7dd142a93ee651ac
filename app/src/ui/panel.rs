//! A surface that holds one matter, and the two lists that most often fill it.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// A framed surface.
#[component]
pub fn Panel(
    #[prop(optional, into)] title: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="panel" id=id>
            {title
                .map(|title| {
                    view! {
                        <div class="panel__head">
                            <h2 class="panel__title">{title}</h2>
                        </div>
                    }
                })}
            <div class="panel__body">{children()}</div>
        </section>
    }
}

/// Names and values; `children` are `dt` and `dd`. `apart` sets the values right-aligned, as on a receipt.
#[component]
pub fn Facts(#[prop(optional)] apart: bool, children: Children) -> impl IntoView {
    let class = if apart { "facts facts--apart" } else { "facts" };
    view! { <dl class=class>{children()}</dl> }
}

/// A list of things that are included or true.
#[component]
pub fn CheckList(#[prop(optional)] small: bool, children: Children) -> impl IntoView {
    let class = if small {
        "check-list check-list--small"
    } else {
        "check-list"
    };
    view! { <ul class=class>{children()}</ul> }
}

/// One line of a check list, with a tick or an icon of its own; a cross says what is not.
#[component]
pub fn CheckItem(#[prop(default = Icon::Check)] icon: Icon, children: Children) -> impl IntoView {
    let class = if icon == Icon::Cross {
        "check-list__item check-list__item--not"
    } else {
        "check-list__item"
    };
    view! {
        <li class=class>
            <Glyph icon=icon/>
            <div>{children()}</div>
        </li>
    }
}
