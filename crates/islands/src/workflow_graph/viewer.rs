//! What one viewer remembers.

mod copying;
mod finding;
mod hands;
mod map;
mod moving;
mod nodes;
mod panel;

use leptos::html;
use leptos::prelude::*;

use super::geometry::{Camera, Rect};
use super::pointers::Pointers;
use super::stage::Stage;
use super::walk::Web;
use super::{GraphLink, NodeCard, anchor, clipboard};

/// The state of one viewer; a handle, copied into every listener.
#[derive(Clone, Copy)]
pub struct Viewer {
    /// Whether the script has taken over.
    pub live: RwSignal<bool>,
    pub full: RwSignal<bool>,
    /// Whether this browser can show the viewer on the full screen at all.
    pub fillable: RwSignal<bool>,
    /// Whether anything else than the whole graph is seen.
    pub moved: RwSignal<bool>,
    /// Whether the workflow's file is for this visitor to copy, in this browser.
    pub copies: RwSignal<bool>,
    pub copies_links: RwSignal<bool>,
    /// What screen readers were last told.
    pub said: RwSignal<String>,
    /// What everybody is told for a moment.
    pub notice: RwSignal<&'static str>,
    /// The place of the card in the panel.
    pub chosen: RwSignal<Option<usize>>,
    /// The places of what was searched for; nothing while nothing is.
    found: RwSignal<Option<Vec<usize>>>,
    /// Which of them is shown.
    shown: RwSignal<Option<usize>>,
    /// Whether a part of the graph is picked out.
    reaches: RwSignal<bool>,
    element: NodeRef<html::Div>,
    cards: StoredValue<Vec<NodeCard>>,
    web: StoredValue<Web>,
    document: StoredValue<Option<String>>,
    camera: StoredValue<Camera>,
    /// Whether the camera's next picture is to be eased to, while one is due.
    due: StoredValue<Option<bool>>,
    /// How often the camera has moved.
    moves: StoredValue<u32>,
    pointers: StoredValue<Pointers>,
    /// The place Tab comes back to.
    stop: StoredValue<usize>,
    /// Whether the panel was opened by hand.
    by_hand: StoredValue<bool>,
    /// Where nodes are, by place, in units of the drawing.
    places: StoredValue<Vec<Rect>>,
}

impl Viewer {
    pub fn new(
        element: NodeRef<html::Div>,
        cards: Vec<NodeCard>,
        links: Vec<GraphLink>,
        document: Option<String>,
    ) -> Self {
        Self {
            live: RwSignal::new(false),
            full: RwSignal::new(false),
            fillable: RwSignal::new(false),
            moved: RwSignal::new(false),
            copies: RwSignal::new(false),
            copies_links: RwSignal::new(false),
            said: RwSignal::new(String::new()),
            notice: RwSignal::new(""),
            chosen: RwSignal::new(None),
            found: RwSignal::new(None),
            shown: RwSignal::new(None),
            reaches: RwSignal::new(false),
            element,
            web: StoredValue::new(Web::of(&cards, links)),
            cards: StoredValue::new(cards),
            document: StoredValue::new(document),
            camera: StoredValue::new(Camera::FIT),
            due: StoredValue::new(None),
            moves: StoredValue::new(0),
            pointers: StoredValue::new(Pointers::default()),
            stop: StoredValue::new(0),
            by_hand: StoredValue::new(true),
            places: StoredValue::new(Vec::new()),
        }
    }

    /// Takes over from the still picture, when there is one.
    pub fn enliven(self) {
        let Some(stage) = self.stage() else { return };
        self.cards.with_value(|cards| stage.enliven(cards));
        self.measure(&stage);
        self.fillable.set(stage.can_be_full_screen());
        self.copies_links.set(clipboard::is_there());
        self.copies
            .set(clipboard::is_there() && self.shows_settings());
        self.live.set(true);
        self.open_addressed();
        let listening =
            window_event_listener(leptos::ev::hashchange, move |_| self.open_addressed());
        on_cleanup(move || listening.remove());
    }

    /// Opens the node that the page's address points to.
    fn open_addressed(self) {
        let place = anchor::read().and_then(|index| self.place_with(index));
        if let Some(place) = place
            && self.chosen.get_untracked() != Some(place)
        {
            let idle = self.stage().is_some_and(|stage| stage.is_page_idle());
            self.by_hand.set_value(false);
            self.choose(place);
            self.look_at(place);
            if idle {
                self.stop_at(place);
            }
        }
    }

    fn stage(self) -> Option<Stage> {
        Stage::of(self.element.get_untracked()?.into())
    }

    /// Which part of the graph stands out, if any.
    pub fn marked(self) -> Option<&'static str> {
        let finds = self.found.with(|found| found.is_some());
        match (finds, self.reaches.get()) {
            (true, _) => Some("found"),
            (false, true) => Some("reached"),
            (false, false) => None,
        }
    }

    fn index_of(self, place: usize) -> Option<usize> {
        self.cards
            .with_value(|cards| cards.get(place).map(|card| card.index))
    }

    fn place_with(self, index: usize) -> Option<usize> {
        self.cards
            .with_value(|cards| cards.iter().position(|card| card.index == index))
    }

    fn count(self) -> usize {
        self.cards.with_value(Vec::len)
    }
}
