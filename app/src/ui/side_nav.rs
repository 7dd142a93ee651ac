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

/// Pages of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideGroup {
    pub label: &'static str,
    pub links: Vec<SideLink>,
}

/// The pages of a work area; a row above the work where the window is narrow.
#[component]
pub fn SideNav(#[prop(into)] label: String, links: Vec<SideLink>) -> impl IntoView {
    view! { <nav class="side-nav" aria-label=label>{list(links)}</nav> }
}

/// More pages than a row can show, in groups: where the window is narrow they are folded behind the name of the page shown.
#[component]
pub fn GroupedSideNav(label: &'static str, groups: Vec<SideGroup>) -> impl IntoView {
    let here = groups
        .iter()
        .flat_map(|group| &group.links)
        .find(|link| link.current)
        .map(|link| link.label.clone());
    let groups = groups
        .into_iter()
        .map(|group| {
            view! {
                <div>
                    <p class="side-nav__group">{group.label}</p>
                    {list(group.links)}
                </div>
            }
        })
        .collect_view();
    view! {
        <nav class="side-nav side-nav--grouped" aria-label=label>
            <details class="side-nav__fold">
                <summary class="side-nav__here">
                    <span>{label} {here.map(|here| view! { ": " <strong>{here}</strong> })}</span>
                    <Glyph icon=Icon::ChevronDown/>
                </summary>
                <div class="side-nav__groups">{groups}</div>
            </details>
        </nav>
    }
}

fn list(links: Vec<SideLink>) -> impl IntoView {
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
    view! { <ul class="side-nav__list">{links}</ul> }
}
