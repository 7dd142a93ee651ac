//! Walking from node to node, and asking about one.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, FocusEvent, KeyboardEvent, SvgElement};

use super::super::NodeCard;
use super::super::geometry::{Direction, Point, Slide, nearest};
use super::super::keys::Command;
use super::super::pointers::Pointers;
use super::super::stage::{Stage, set};
use super::Viewer;

/// How far a node in sight keeps from the edge, in CSS pixels.
const SIGHT_MARGIN: f64 = 40.0;

impl Viewer {
    pub fn press_key(self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        if let Some(command) = Command::of(&event.key())
            && self.obey(command, event.target())
        {
            event.prevent_default();
        }
    }

    /// Whether the key was the viewer's: Enter on a button of the toolbar is not, nor is an arrow in the panel.
    fn obey(self, command: Command, target: Option<EventTarget>) -> bool {
        match (command, self.place_of(target)) {
            (Command::ZoomIn, _) => self.zoom_in(),
            (Command::ZoomOut, _) => self.zoom_out(),
            (Command::ActualSize, _) => self.actual_size(),
            (Command::Fit, _) => self.fit(),
            (Command::Close, _) if self.chosen.get_untracked().is_some() => self.close(),
            (Command::Open, Some(place)) => self.open(place),
            (Command::Walk(direction), Some(place)) => self.walk(place, direction),
            (Command::First, Some(_)) => self.focus(0),
            (Command::Last, Some(_)) => self.focus(self.count().saturating_sub(1)),
            _ => return false,
        }
        true
    }

    fn walk(self, place: usize, direction: Direction) {
        let Some(stage) = self.stage() else { return };
        let places = self.cards.with_value(|cards| {
            cards
                .iter()
                .map(|card| stage.place(card.index).unwrap_or(Point::NOWHERE))
                .collect::<Vec<_>>()
        });
        if let Some(next) = places
            .get(place)
            .and_then(|from| nearest(*from, direction, &places))
        {
            self.focus(next);
        }
    }

    fn focus(self, place: usize) {
        if let Some(node) = self.node_at(place) {
            node.focus().ok();
        }
    }

    /// The node with the focus is the one Tab comes back to; it is brought into sight and announced.
    pub fn notice_focus(self, event: &FocusEvent) {
        let Some(place) = self.place_of(event.target()) else {
            return;
        };
        let Some(stage) = self.stage() else { return };
        self.cards.with_value(|cards| {
            for (other, card) in cards.iter().enumerate() {
                if let Some(node) = stage.node(card.index) {
                    set(&node, "tabindex", if other == place { "0" } else { "-1" });
                }
            }
            // Its name is read out with the focus.
            self.said.set(format!("{} of {}", place + 1, cards.len()));
        });
        // Under a finger or the mouse it is in sight, and moving it away would lose the click.
        if self.pointers.with_value(Pointers::count) == 0 {
            self.bring_into_sight(&stage, place);
        }
    }

    /// The panel may have come to lie on the node it is about.
    pub fn notice_panel(self) {
        if let (Some(place), Some(stage)) = (self.chosen.get_untracked(), self.stage()) {
            self.bring_into_sight(&stage, place);
        }
    }

    fn bring_into_sight(self, stage: &Stage, place: usize) {
        let index = self
            .cards
            .with_value(|cards| cards.get(place).map(|card| card.index));
        stage.settle();
        let Some(from) = index.and_then(|index| stage.place(index)) else {
            return;
        };
        let to = stage.sight().hold(from, SIGHT_MARGIN);
        if from != to {
            self.follow(
                stage,
                Slide {
                    from,
                    to,
                    ratio: 1.0,
                },
                true,
            );
        }
    }

    pub(super) fn open(self, place: usize) {
        self.mark_chosen("false");
        self.chosen.set(Some(place));
        self.mark_chosen("true");
    }

    /// Puts the panel away; the focus goes back to the node it was about.
    pub fn close(self) {
        self.mark_chosen("false");
        if let Some(place) = self.chosen.get_untracked() {
            self.focus(place);
        }
        self.chosen.set(None);
    }

    fn mark_chosen(self, expanded: &str) {
        if let Some(node) = self
            .chosen
            .get_untracked()
            .and_then(|place| self.node_at(place))
        {
            set(&node, "aria-expanded", expanded);
        }
    }

    pub fn chosen_card(self) -> Option<NodeCard> {
        let place = self.chosen.get()?;
        self.cards.with_value(|cards| cards.get(place).cloned())
    }

    fn count(self) -> usize {
        self.cards.with_value(Vec::len)
    }

    fn node_at(self, place: usize) -> Option<SvgElement> {
        let index = self
            .cards
            .with_value(|cards| cards.get(place).map(|card| card.index))?;
        self.stage()?.node(index)
    }

    /// The place of the card whose node an event happened in.
    pub(super) fn place_of(self, target: Option<EventTarget>) -> Option<usize> {
        let node = target?
            .dyn_into::<Element>()
            .ok()?
            .closest("[data-node]")
            .ok()??;
        let index = node.get_attribute("data-node")?.parse::<usize>().ok()?;
        self.cards
            .with_value(|cards| cards.iter().position(|card| card.index == index))
    }
}
