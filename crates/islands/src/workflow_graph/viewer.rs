//! What one viewer remembers, and how it moves its drawing.

mod hands;
mod nodes;

use leptos::html;
use leptos::prelude::*;

use super::NodeCard;
use super::geometry::{Camera, Slide};
use super::pointers::Pointers;
use super::stage::Stage;

const ZOOM_STEP: f64 = 1.3;

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
