//! The map in a visitor's hands.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::Viewer;
use super::hands::{capture, client};
use crate::workflow_graph::geometry::{Frame, Rect};
use crate::workflow_graph::map::{drawn, numbers};
use crate::workflow_graph::stage::{Stage, rect};

impl Viewer {
    /// The map's `viewBox` and what is drawn in it.
    pub fn map_drawing(self) -> (String, String) {
        let Some(stage) = self.stage() else {
            return Default::default();
        };
        let frame = stage.frame();
        let seen = self.camera.get_value().seen(&frame);
        let bodies = self.bodies(&stage);
        let drawing = self.cards.with_value(|cards| {
            let nodes: Vec<(&str, Rect)> = bodies
                .iter()
                .filter_map(|(place, at)| Some((cards.get(*place)?.kind.as_str(), *at)))
                .collect();
            drawn(&nodes, seen)
        });
        (numbers(frame.view_box), drawing)
    }

    /// Where every node is, by place, in units of the drawing.
    pub(super) fn bodies(self, stage: &Stage) -> Vec<(usize, Rect)> {
        // Measured where the camera says it is, not on its way there.
        self.paint();
        stage.settle();
        let (camera, frame) = (self.camera.get_value(), stage.frame());
        let bodies = stage.bodies().into_iter();
        bodies
            .filter_map(|(index, at)| Some((self.place_with(index)?, camera.units(at, &frame))))
            .collect()
    }

    pub fn press_map(self, event: &PointerEvent) {
        if event.button() == 0 {
            event.prevent_default();
            capture(event);
            self.look_from_map(event);
        }
    }

    pub fn drag_map(self, event: &PointerEvent) {
        if event.buttons() & 1 == 1 {
            self.look_from_map(event);
        }
    }

    /// Puts what is under the pointer on the map into the middle of the view.
    fn look_from_map(self, event: &PointerEvent) {
        let map = event
            .current_target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let (Some(stage), Some(map)) = (self.stage(), map) else {
            return;
        };
        let frame = stage.frame();
        let on_map = Frame {
            client: rect(&map.get_bounding_client_rect()),
            ..frame
        };
        let at = on_map.unit_under(client(event));
        self.show(self.camera.get_value().look_at(at, 0.0, &frame), false);
    }
}
