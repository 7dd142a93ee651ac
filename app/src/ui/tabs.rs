//! Tabs without script: links to the parts of a page, or to its sibling pages.

use leptos::prelude::*;

/// One tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// An anchor of this page, or another page.
    pub href: String,
    /// What it is called.
    pub label: String,
    /// How many things it holds.
    pub count: Option<i64>,
    /// Whether it is the page shown.
    pub current: bool,
}

impl Tab {
    /// A tab that leads to a part of this page.
    pub fn to(href: impl Into<String>, label: impl Into<String>) -> Tab {
        Tab {
            href: href.into(),
            label: label.into(),
            count: None,
            current: false,
        }
    }

    /// The same tab, saying how many things it holds.
    pub fn counting(self, count: i64) -> Tab {
        Tab {
            count: Some(count),
            ..self
        }
    }
}

/// A row of tabs; `sticky` keeps it in sight while its page scrolls.
#[component]
pub fn Tabs(
    #[prop(into)] label: String,
    tabs: Vec<Tab>,
    #[prop(optional)] sticky: bool,
) -> impl IntoView {
    let class = if sticky { "tabs tabs--sticky" } else { "tabs" };
    let tabs = tabs
        .into_iter()
        .map(|tab| {
            view! {
                <a class="tabs__tab" href=tab.href aria-current=tab.current.then_some("page")>
                    {tab.label}
                    {tab.count.map(|count| view! { <span class="tabs__count">{count}</span> })}
                </a>
            }
        })
        .collect_view();
    view! { <nav class=class aria-label=label>{tabs}</nav> }
}
