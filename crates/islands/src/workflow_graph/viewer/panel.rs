//! Asking about a node.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

use super::Viewer;
use crate::workflow_graph::anchor;
use crate::workflow_graph::panel::About;
use crate::workflow_graph::stage::set;
use crate::workflow_graph::walk::Web;

impl Viewer {
    pub(super) fn open(self, place: usize) {
        self.by_hand.set_value(true);
        self.choose(place);
    }

    /// Opens another node from the panel of its neighbor.
    pub fn visit(self, place: usize) {
        self.stop_at(place);
        self.open(place);
    }

    pub(super) fn choose(self, place: usize) {
        self.mark_chosen("false");
        self.chosen.set(Some(place));
        self.mark_chosen("true");
        anchor::write(self.index_of(place));
        if let Some(stage) = self.stage() {
            self.ring(&stage);
        }
    }

    /// Puts the panel away; the focus goes back to the node it was about.
    pub fn close(self) {
        self.mark_chosen("false");
        if let Some(place) = self.chosen.get_untracked() {
            self.focus(place);
        }
        self.chosen.set(None);
        anchor::write(None);
    }

    fn mark_chosen(self, expanded: &str) {
        let chosen = self.chosen.get_untracked();
        if let Some(node) = chosen.and_then(|place| self.node_at(place)) {
            set(&node, "aria-expanded", expanded);
        }
    }

    /// Whether the panel may take the focus: nobody's is taken because of an address.
    pub fn asked_for_panel(self) -> bool {
        self.by_hand.get_value()
    }

    /// The panel may have come to lie on the node it is about.
    pub fn notice_panel(self) {
        if let Some(place) = self.chosen.get_untracked() {
            self.bring_into_sight(place);
        }
    }

    /// What the panel says about a node.
    pub fn about(self, place: usize) -> Option<About> {
        let card = self.cards.with_value(|cards| cards.get(place).cloned())?;
        let (from, to) = self
            .web
            .with_value(|web| (self.into(web, place), self.out_of(web, place)));
        Some(About {
            card,
            from,
            to,
            shown: self.shows_settings(),
            copies: (
                self.copies.get_untracked(),
                self.copies_links.get_untracked(),
            ),
        })
    }

    /// The nodes that lead to this one, with what their output is called, and its parts.
    fn into(self, web: &Web, place: usize) -> Vec<(usize, String)> {
        let sources = web.sources(place);
        let sources = sources.map(|link| (link.from, self.named(link.from, &link.port)));
        let parts = web.parts(place).map(|part| (part, self.named(part, "")));
        sources.chain(parts).collect()
    }

    /// The nodes that follow, with what the output to them is called, and the one this is a part of.
    fn out_of(self, web: &Web, place: usize) -> Vec<(usize, String)> {
        let targets = web.targets(place);
        let targets = targets.map(|link| (link.to, self.named(link.to, &link.port)));
        let parent = web.parent(place);
        let parent = parent.map(|parent| (parent, self.named(parent, "")));
        targets.chain(parent).collect()
    }

    /// The panel's buttons.
    pub fn press_in_panel(self, event: &MouseEvent) {
        let button = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let Some(button) = button else { return };
        if let Some(place) = button.get_attribute("data-place") {
            if let Ok(place) = place.parse() {
                self.visit(place);
            }
            return;
        }
        let index = self
            .chosen
            .get_untracked()
            .and_then(|place| self.index_of(place));
        match (button.get_attribute("data-act").as_deref(), index) {
            (Some("close"), _) => self.close(),
            (Some("copy"), Some(index)) => self.copy_node(index),
            (Some("link"), Some(index)) => self.copy_link(index),
            _ => {}
        }
    }

    fn named(self, place: usize, port: &str) -> String {
        let name = self.cards.with_value(|cards| {
            cards
                .get(place)
                .map(|card| card.name.clone())
                .unwrap_or_default()
        });
        if port.is_empty() {
            name
        } else {
            [&name, " (", port, ")"].concat()
        }
    }

    /// Whether what nodes are set to is for this visitor to see.
    pub fn shows_settings(self) -> bool {
        self.document.with_value(Option::is_some)
    }
}
