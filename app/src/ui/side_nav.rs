//! The navigation beside a work area.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// One page of the area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideLink {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub label: String,
    /// Its icon.
    pub icon: Icon,
    /// How many things wait there.
    pub count: Option<i64>,
    /// Whether it is the page shown.
    pub current: bool,
}

/// The pages of a work area; a row above the work where the window is narrow.
#[component]
pub fn SideNav(#[prop(into)] label: String, links: Vec<SideLink>) -> impl IntoView {
    let links = links
        .into_iter()
        .map(|link| {
            view! {
                <li>
                    <a class="side-nav__link" href=link.href aria-current=link.current.then_some("page")>
                        <Glyph icon=link.icon/>
                        <span class="side-nav__label">{link.label}</span>
                        {link.count.map(|count| view! { <span class="side-nav__count">{count}</span> })}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="side-nav" aria-label=label>
            <ul class="side-nav__list">{links}</ul>
        </nav>
    }
}
