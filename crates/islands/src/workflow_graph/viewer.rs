//! What a visitor does, and what the viewer makes of it.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{
    Element, EventTarget, FocusEvent, KeyboardEvent, MouseEvent, PointerEvent, TouchEvent,
    WheelEvent,
};

use super::NodeCard;
use super::geometry::{Camera, Direction, Point, Slide, nearest, wheel_ratio};
use super::keys::Command;
use super::pointers::Pointers;
use super::stage::{Stage, set};

const ZOOM_STEP: f64 = 1.3;

/// A line of a wheel that counts in lines, in CSS pixels.
const WHEEL_LINE: f64 = 16.0;

/// The state of one viewer; a handle, copied into every listener.
#[derive(Clone, Copy)]
pub struct Viewer {
    /// Whether the script has taken over.
    pub live: RwSignal<bool>,
    pub full: RwSignal<bool>,
    /// Whether this browser can show the viewer on the full screen at all.
    pub fillable: RwSignal<bool>,
    /// What screen readers were last told.
    pub said: RwSignal<String>,
    /// The place of the card in the panel.
    chosen: RwSignal<Option<usize>>,
    element: NodeRef<html::Div>,
    cards: StoredValue<Vec<NodeCard>>,
    camera: StoredValue<Camera>,
    pointers: StoredValue<Pointers>,
}

impl Viewer {
    pub fn new(element: NodeRef<html::Div>, cards: Vec<NodeCard>) -> Self {
        Self {
            live: RwSignal::new(false),
            full: RwSignal::new(false),
            fillable: RwSignal::new(false),
            said: RwSignal::new(String::new()),
            chosen: RwSignal::new(None),
            element,
            cards: StoredValue::new(cards),
            camera: StoredValue::new(Camera::FIT),
            pointers: StoredValue::new(Pointers::default()),
        }
    }

    /// Takes over from the still picture, when there is one.
    pub fn enliven(self) {
        let Some(stage) = self.stage() else { return };
        self.cards.with_value(|cards| stage.enliven(cards));
        stage.measure(Camera::FIT);
        self.fillable.set(stage.can_be_full_screen());
        self.live.set(true);
    }

    fn stage(self) -> Option<Stage> {
        Stage::of(self.element.get_untracked()?.into())
    }
}

/// Moving the drawing.
impl Viewer {
    pub fn zoom_in(self) {
        self.zoom(ZOOM_STEP);
    }

    pub fn zoom_out(self) {
        self.zoom(1.0 / ZOOM_STEP);
    }

    pub fn fit(self) {
        if let Some(stage) = self.stage() {
            self.show(&stage, Camera::FIT, true);
        }
    }

    fn zoom(self, ratio: f64) {
        if let Some(stage) = self.stage() {
            self.show(
                &stage,
                self.camera.get_value().zoom(ratio, &stage.frame()),
                true,
            );
        }
    }

    fn actual_size(self) {
        if let Some(stage) = self.stage() {
            self.show(
                &stage,
                self.camera.get_value().actual_size(&stage.frame()),
                true,
            );
        }
    }

    fn follow(self, stage: &Stage, slide: Slide, gliding: bool) {
        self.show(
            stage,
            self.camera.get_value().follow(slide, &stage.frame()),
            gliding,
        );
    }

    fn show(self, stage: &Stage, camera: Camera, gliding: bool) {
        self.camera.set_value(camera);
        stage.show(camera, gliding);
    }

    pub fn toggle_full_screen(self) {
        if let Some(stage) = self.stage() {
            stage.toggle_full_screen();
        }
    }

    pub fn notice_full_screen(self) {
        let Some(stage) = self.stage() else { return };
        self.full.set(stage.is_full_screen());
        stage.measure(self.camera.get_value());
    }
}

/// Mouse, pen, fingers and wheel.
impl Viewer {
    pub fn press(self, event: &PointerEvent) {
        if event.button() == 0 {
            self.pointers
                .update_value(|pointers| pointers.press(event.pointer_id(), client(event)));
        }
    }

    pub fn drag(self, event: &PointerEvent) {
        // A button let go outside of the window was never reported.
        if event.buttons() == 0 {
            return self.lift(event);
        }
        let slide = self
            .pointers
            .try_update_value(|pointers| pointers.slide(event.pointer_id(), client(event)));
        let (Some(slide), Some(stage)) = (slide.flatten(), self.stage()) else {
            return;
        };
        let mine = event.pointer_type() == "mouse" || stage.is_active();
        if mine || self.pointers.with_value(Pointers::count) > 1 {
            capture(event);
            self.follow(&stage, slide, false);
        }
    }

    pub fn lift(self, event: &PointerEvent) {
        self.pointers
            .update_value(|pointers| pointers.lift(event.pointer_id()));
    }

    /// Keeps the page from scrolling under two fingers; one finger is the page's own.
    pub fn hold_page(self, event: &TouchEvent) {
        if event.cancelable() && self.pointers.with_value(Pointers::count) > 1 {
            event.prevent_default();
        }
    }

    /// The plain wheel is the page's own, unless there is no page to be seen.
    pub fn turn_wheel(self, event: &WheelEvent) {
        let zooming = event.ctrl_key() || event.meta_key();
        if !zooming && !self.full.get_untracked() {
            return;
        }
        let Some(stage) = self.stage() else { return };
        event.prevent_default();
        let pixels = if event.delta_mode() == WheelEvent::DOM_DELTA_PIXEL {
            1.0
        } else {
            WHEEL_LINE
        };
        let (across, down, from) = (
            event.delta_x() * pixels,
            event.delta_y() * pixels,
            client(event),
        );
        let slide = if zooming {
            Slide {
                from,
                to: from,
                ratio: wheel_ratio(down),
            }
        } else {
            Slide {
                from,
                to: Point {
                    x: from.x - across,
                    y: from.y - down,
                },
                ratio: 1.0,
            }
        };
        self.follow(&stage, slide, false);
    }

    pub fn click(self, event: &MouseEvent) {
        if !self.pointers.with_value(Pointers::dragged)
            && let Some(place) = self.place_of(event.target())
        {
            self.open(place);
        }
    }
}

/// Walking from node to node, and asking about one.
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
        let node = self.place_of(target);
        match command {
            Command::ZoomIn => self.zoom_in(),
            Command::ZoomOut => self.zoom_out(),
            Command::ActualSize => self.actual_size(),
            Command::Fit => self.fit(),
            Command::Close if self.chosen.get_untracked().is_some() => self.close(),
            Command::Open if let Some(place) = node => self.open(place),
            Command::Walk(direction) if let Some(place) = node => self.walk(place, direction),
            Command::First if node.is_some() => self.focus(0),
            Command::Last if node.is_some() => self.focus(self.count().saturating_sub(1)),
            _ => return false,
        }
        true
    }

    fn walk(self, place: usize, direction: Direction) {
        let Some(stage) = self.stage() else { return };
        let places = self.cards.with_value(|cards| {
            cards
                .iter()
                .map(|card| stage.place(card.index))
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
        let (Some(place), Some(stage)) = (self.place_of(event.target()), self.stage()) else {
            return;
        };
        self.cards.with_value(|cards| {
            for (other, card) in cards.iter().enumerate() {
                if let Some(node) = stage.node(card.index) {
                    set(&node, "tabindex", if other == place { "0" } else { "-1" });
                }
            }
            let Some(card) = cards.get(place) else { return };
            self.said.set(format!(
                "{}, {}, {} of {}",
                card.name,
                card.type_label,
                place + 1,
                cards.len()
            ));
            stage.settle();
            let (at, frame) = (stage.place(card.index), stage.frame());
            if !frame.client.contains(at) {
                let slide = Slide {
                    from: at,
                    to: frame.client.center(),
                    ratio: 1.0,
                };
                self.follow(&stage, slide, true);
            }
        });
    }

    fn open(self, place: usize) {
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

    fn node_at(self, place: usize) -> Option<web_sys::SvgElement> {
        let index = self
            .cards
            .with_value(|cards| cards.get(place).map(|card| card.index))?;
        self.stage()?.node(index)
    }

    /// The place of the card whose node an event happened in.
    fn place_of(self, target: Option<EventTarget>) -> Option<usize> {
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

fn client(event: &MouseEvent) -> Point {
    Point {
        x: event.client_x().into(),
        y: event.client_y().into(),
    }
}

/// Keeps the drag going outside of the canvas. The pointer may be gone already, which is fine.
fn capture(event: &PointerEvent) {
    if let Some(canvas) = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    {
        canvas.set_pointer_capture(event.pointer_id()).ok();
    }
}
