//! What there is to know about the chosen node. Written as text, because it never changes while it is shown and a browser reads HTML
//! faster than it loads the code to build it.

#[cfg(test)]
mod tests;

use leptos::html;
use leptos::prelude::*;

use super::NodeCard;
use super::expression::{Piece, pieces};
use super::viewer::Viewer;

/// A value longer than this many bytes scrolls in a box of its own.
const LONG: usize = 240;

/// Everything in the panel.
pub struct About {
    pub card: NodeCard,
    /// What leads to the node: a place, and what to call it.
    pub from: Vec<(usize, String)>,
    /// What follows from it.
    pub to: Vec<(usize, String)>,
    /// Whether this visitor may see what the node is set to.
    pub shown: bool,
    /// Whether the node can be copied, and its link.
    pub copies: (bool, bool),
}

/// Takes the focus as soon as it is there, unless it was opened by the page's address.
pub fn panel(viewer: Viewer, place: usize) -> impl IntoView {
    let about = viewer.about(place)?;
    let element = NodeRef::<html::Section>::new();
    element.on_load(move |panel| {
        if viewer.asked_for_panel() {
            panel.focus().ok();
        }
        viewer.notice_panel();
    });
    Some(view! {
        <section
            class="graph-viewer__panel"
            aria-label=about.card.name.clone()
            tabindex="-1"
            node_ref=element
            on:click=move |event| viewer.press_in_panel(&event)
            inner_html=written(&about)
        ></section>
    })
}

/// The panel's HTML. Everything from a file passes through [`Page::text`].
fn written(about: &About) -> String {
    let card = &about.card;
    let mut page = Page::default();
    page.raw("<button type=\"button\" class=\"graph-viewer__close\" aria-label=\"Close\" data-act=\"close\">×</button>");
    page.element("h2", "name", &card.name);
    page.element("p", "type", &card.type_label);
    page.element("p", "description", &card.description);
    page.ways("Comes from", &about.from);
    page.ways("Leads to", &about.to);
    page.settings(&card.parameters, about.shown);
    page.raw("<p class=\"graph-viewer__acts\">");
    page.act(about.copies.0, "copy", "Copy as JSON");
    page.act(about.copies.1, "link", "Copy link");
    page.raw("</p>");
    page.html
}

#[derive(Default)]
struct Page {
    html: String,
}

impl Page {
    fn raw(&mut self, html: &str) {
        self.html.push_str(html);
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                c => self.html.push(c),
            }
        }
    }

    fn element(&mut self, name: &str, class: &str, text: &str) {
        for part in ["<", name, " class=\"graph-viewer__", class, "\">"] {
            self.raw(part);
        }
        self.text(text);
        for part in ["</", name, ">"] {
            self.raw(part);
        }
    }

    /// The neighbors, each a way to its own panel.
    fn ways(&mut self, title: &str, ways: &[(usize, String)]) {
        if ways.is_empty() {
            return;
        }
        self.raw("<p class=\"graph-viewer__ways\"><span>");
        self.raw(title);
        self.raw("</span>");
        for (place, name) in ways {
            self.raw(&format!("<button type=\"button\" data-place=\"{place}\">"));
            self.text(name);
            self.raw("</button>");
        }
        self.raw("</p>");
    }

    fn settings(&mut self, parameters: &[(String, String)], shown: bool) {
        if parameters.is_empty() {
            let text = if shown {
                "Nothing is set: it works with its defaults."
            } else {
                "Parameters are shown after purchase."
            };
            return self.element("p", "withheld", text);
        }
        self.raw("<dl class=\"graph-viewer__parameters\">");
        for (name, value) in parameters {
            self.raw("<div><dt>");
            self.text(name);
            // What scrolls has to be reached without a mouse.
            let long = value.len() > LONG;
            self.raw(if long {
                "</dt><dd tabindex=\"0\">"
            } else {
                "</dt><dd>"
            });
            for piece in pieces(value) {
                match piece {
                    Piece::Text(text) => self.element("code", "text", text),
                    Piece::Expression(text) => self.element("code", "expression", text),
                }
            }
            self.raw("</dd></div>");
        }
        self.raw("</dl>");
    }

    fn act(&mut self, can: bool, act: &str, name: &str) {
        if can {
            for part in [
                "<button type=\"button\" data-act=\"",
                act,
                "\">",
                name,
                "</button>",
            ] {
                self.raw(part);
            }
        }
    }
}
