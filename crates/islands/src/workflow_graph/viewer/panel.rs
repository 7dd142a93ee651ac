//! Asking about a node.

use leptos::prelude::*;

use super::Viewer;
use crate::workflow_graph::anchor;
use crate::workflow_graph::stage::set;

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

    /// The nodes that lead to this one, with what their output is called, and its parts.
    pub fn ways_in(self, place: usize) -> Vec<(usize, String)> {
        self.web.with_value(|web| {
            let sources = web
                .sources(place)
                .map(|link| (link.from, self.named(link.from, &link.port)));
            let parts = web.parts(place).map(|part| (part, self.named(part, "")));
            sources.chain(parts).collect()
        })
    }

    /// The nodes that follow, with what the output to them is called, and the one this is a part of.
    pub fn ways_out(self, place: usize) -> Vec<(usize, String)> {
        self.web.with_value(|web| {
            let targets = web
                .targets(place)
                .map(|link| (link.to, self.named(link.to, &link.port)));
            let parent = web
                .parent(place)
                .map(|parent| (parent, self.named(parent, "")));
            targets.chain(parent).collect()
        })
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
