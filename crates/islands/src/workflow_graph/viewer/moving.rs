//! Moving the drawing: the camera at once, what is seen with the browser's next picture.

use std::time::Duration;

use leptos::prelude::*;

use super::Viewer;
use crate::workflow_graph::geometry::{Camera, Slide};
use crate::workflow_graph::stage::Stage;

const ZOOM_STEP: f64 = 1.3;
/// How many CSS pixels a unit has at least where one node is looked at: 16 of them are a readable line.
const READABLE: f64 = 0.7;
/// When a gesture is over.
const REST: Duration = Duration::from_millis(150);

impl Viewer {
    pub fn zoom_in(self) {
        self.zoom(ZOOM_STEP);
    }

    pub fn zoom_out(self) {
        self.zoom(1.0 / ZOOM_STEP);
    }

    pub fn fit(self) {
        self.show(Camera::FIT, true);
    }

    pub fn actual_size(self) {
        if let Some(stage) = self.stage() {
            let camera = self.camera.get_value().actual_size(&stage.frame());
            self.show(camera, true);
        }
    }

    fn zoom(self, ratio: f64) {
        if let Some(stage) = self.stage() {
            let camera = self.camera.get_value().zoom(ratio, &stage.frame());
            self.show(camera, true);
        }
    }

    pub(super) fn follow(self, stage: &Stage, slide: Slide, gliding: bool) {
        let camera = self.camera.get_value().follow(slide, &stage.frame());
        self.show(camera, gliding);
    }

    /// Brings a node into the middle, large enough to read.
    pub(super) fn look_at(self, place: usize) {
        let (Some(stage), Some(at)) = (self.stage(), self.point_of(place)) else {
            return;
        };
        let camera = self.camera.get_value();
        self.show(camera.look_at(at, READABLE, &stage.frame()), true);
    }

    /// However often it is called, the drawing moves once with each picture of the browser.
    pub(super) fn show(self, camera: Camera, gliding: bool) {
        self.camera.set_value(camera);
        let first = self.due.get_value().is_none();
        self.due.set_value(Some(gliding));
        if first {
            request_animation_frame(move || self.paint());
        }
    }

    /// Moves the drawing now, if it is due.
    pub(super) fn paint(self) {
        let (Some(Some(gliding)), Some(stage)) = (self.due.try_get_value(), self.stage()) else {
            return;
        };
        self.due.set_value(None);
        let camera = self.camera.get_value();
        if self.moves.get_value() == 0 {
            stage.move_on(true);
            self.rest_after(1);
        }
        self.moves.update_value(|moves| *moves += 1);
        stage.show(camera, gliding);
        if self.moved.get_untracked() != (camera != Camera::FIT) {
            self.moved.set(camera != Camera::FIT);
        }
    }

    /// Once nothing has moved for a while, the drawing is painted sharply and the rings around nodes are measured again.
    fn rest_after(self, moves: u32) {
        set_timeout(
            move || {
                let Some(now) = self.moves.try_get_value() else {
                    return;
                };
                if now > moves {
                    return self.rest_after(now);
                }
                self.moves.set_value(0);
                if let Some(stage) = self.stage() {
                    stage.move_on(false);
                    self.ring(&stage);
                }
            },
            REST,
        );
    }

    /// Around the node Tab comes back to, and the chosen one.
    pub(super) fn ring(self, stage: &Stage) {
        let camera = self.camera.get_value();
        let places = [Some(self.stop.get_value()), self.chosen.get_untracked()];
        for index in places
            .into_iter()
            .flatten()
            .filter_map(|place| self.index_of(place))
        {
            stage.ring(index, camera);
        }
    }

    pub fn toggle_full_screen(self) {
        if let Some(stage) = self.stage() {
            stage.toggle_full_screen();
        }
    }

    /// Another place for the drawing: the whole graph is shown in it.
    pub fn notice_full_screen(self) {
        let Some(stage) = self.stage() else { return };
        self.full.set(stage.is_full_screen());
        self.show(Camera::FIT, false);
    }
}
