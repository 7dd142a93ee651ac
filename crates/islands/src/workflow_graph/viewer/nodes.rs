//! Walking from node to node with the keyboard.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, FocusEvent, KeyboardEvent, SvgElement};

use super::Viewer;
use crate::workflow_graph::geometry::{Camera, Direction, Point, Rect, Slide};
use crate::workflow_graph::keys::Command;
use crate::workflow_graph::pointers::Pointers;
use crate::workflow_graph::stage::{Stage, set};

/// How far a node in sight keeps from the edge, in CSS pixels.
const SIGHT_MARGIN: f64 = 40.0;

impl Viewer {
    pub fn press_key(self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let target = event.target();
        let mine = if is_field(target.as_ref()) {
            self.press_in_field(&event.key(), event.shift_key())
        } else {
            Command::of(&event.key(), event.shift_key())
                .is_some_and(|command| self.obey(command, target))
        };
        if mine {
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
            (Command::Find, _) => self.go_to_field(),
            (Command::Close, _) if self.chosen.get_untracked().is_some() => self.close(),
            (Command::Close, Some(_)) if self.marked().is_some() => self.clear_marks(),
            (Command::Open, Some(place)) => self.open(place),
            (Command::Walk(direction), Some(place)) => self.walk(place, direction),
            (Command::Reach(direction), Some(place)) => self.reach(place, direction),
            (Command::First, Some(_)) => self.focus(0),
            (Command::Last, Some(_)) => self.focus(self.count().saturating_sub(1)),
            _ => return false,
        }
        true
    }

    fn walk(self, place: usize, direction: Direction) {
        let places = self.all_points();
        match self
            .web
            .with_value(|web| web.step(place, direction, &places))
        {
            Some(next) => self.focus(next),
            None => self.said.set(
                match direction {
                    Direction::Left => "Nothing leads here.",
                    Direction::Right => "Nothing follows.",
                    Direction::Up => "Nothing is above.",
                    Direction::Down => "Nothing is below.",
                }
                .to_owned(),
            ),
        }
    }

    /// Picks out what leads to a node or follows from it.
    fn reach(self, place: usize, direction: Direction) {
        let Some(stage) = self.stage() else { return };
        let reached = self.web.with_value(|web| web.reach(place, direction));
        self.mark(&stage, "data-reached", &reached);
        self.reaches.set(true);
        let others = reached.len().saturating_sub(1);
        let back = matches!(direction, Direction::Left | Direction::Up);
        let steps = if others == 1 { "step" } else { "steps" };
        self.said.set(match (others, back) {
            (0, true) => "Nothing leads here.".to_owned(),
            (0, false) => "Nothing follows.".to_owned(),
            (_, true) => format!("{others} {steps} before it are marked."),
            (_, false) => format!("{others} {steps} after it are marked."),
        });
    }

    /// Takes every mark away, and empties the field.
    pub(super) fn clear_marks(self) {
        if let Some(stage) = self.stage() {
            self.mark(&stage, "data-reached", &[]);
            self.reaches.set(false);
        }
        self.stop_finding();
    }

    pub(super) fn mark(self, stage: &Stage, name: &str, places: &[usize]) {
        let indexes: Vec<usize> = places
            .iter()
            .filter_map(|place| self.index_of(*place))
            .collect();
        stage.mark(name, |index| indexes.contains(&index));
    }

    pub(super) fn focus(self, place: usize) {
        if let Some(node) = self.node_at(place) {
            node.focus().ok();
        }
    }

    /// The node with the focus is the one Tab comes back to; it is brought into sight and announced.
    pub fn notice_focus(self, event: &FocusEvent) {
        let Some(place) = self.place_of(event.target()) else {
            return;
        };
        self.stop_at(place);
        let told = self
            .cards
            .with_value(|cards| self.web.with_value(|web| web.told(cards, place)));
        self.said.set(told);
        // Under a finger or the mouse it is in sight, and moving it away would lose the click.
        if self.pointers.with_value(Pointers::count) == 0 {
            self.bring_into_sight(place);
        }
    }

    /// Tab comes back to this node.
    pub(super) fn stop_at(self, place: usize) {
        for (place, value) in [(self.stop.get_value(), "-1"), (place, "0")] {
            if let Some(node) = self.node_at(place) {
                set(&node, "tabindex", value);
            }
        }
        self.stop.set_value(place);
        if let Some(stage) = self.stage() {
            self.ring(&stage);
        }
    }

    pub(super) fn bring_into_sight(self, place: usize) {
        let (Some(stage), Some(index)) = (self.stage(), self.index_of(place)) else {
            return;
        };
        self.paint();
        stage.settle();
        let Some(from) = stage.place(index) else {
            return;
        };
        let to = stage.sight().hold(from, SIGHT_MARGIN);
        if from != to {
            let slide = Slide {
                from,
                to,
                ratio: 1.0,
            };
            self.follow(&stage, slide, true);
        }
    }

    /// Finds out where every node is, while the drawing lies as it was sent.
    pub(super) fn measure(self, stage: &Stage) {
        let frame = stage.frame();
        let mut places = vec![Rect::NOWHERE; self.count()];
        for (index, at) in stage.bodies() {
            let place = self.place_with(index);
            if let Some(known) = place.and_then(|place| places.get_mut(place)) {
                *known = Camera::FIT.units(at, &frame);
            }
        }
        self.places.set_value(places);
    }

    /// The middle of every node, by place.
    fn all_points(self) -> Vec<Point> {
        self.places
            .with_value(|places| places.iter().map(Rect::center).collect())
    }

    pub(super) fn point_of(self, place: usize) -> Option<Point> {
        let place = self.places.with_value(|places| places.get(place).copied());
        place
            .map(|at| at.center())
            .filter(|point| !point.x.is_nan())
    }

    pub(super) fn node_at(self, place: usize) -> Option<SvgElement> {
        self.stage()?.node(self.index_of(place)?)
    }

    /// The place of the card whose node an event happened in.
    pub(super) fn place_of(self, target: Option<EventTarget>) -> Option<usize> {
        let node = target?
            .dyn_into::<Element>()
            .ok()?
            .closest("[data-node]")
            .ok()??;
        self.place_with(node.get_attribute("data-node")?.parse().ok()?)
    }
}

fn is_field(target: Option<&EventTarget>) -> bool {
    target
        .and_then(|target| target.dyn_ref::<Element>())
        .is_some_and(|element| element.local_name() == "input")
}
