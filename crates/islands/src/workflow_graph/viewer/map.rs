//! The map in a visitor's hands.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::Viewer;
use super::hands::{capture, client};
use crate::workflow_graph::geometry::Frame;
use crate::workflow_graph::map::{drawn, numbers};
use crate::workflow_graph::stage::rect;

impl Viewer {
    /// The map's `viewBox` and what is drawn in it.
    pub fn map_drawing(self) -> (String, String) {
        let Some(stage) = self.stage() else {
            return Default::default();
        };
        let frame = stage.frame();
        let seen = self.camera.get_value().seen(&frame);
        let drawing = self.cards.with_value(|cards| {
            self.places.with_value(|places| {
                let kinds = cards.iter().map(|card| card.kind.as_str());
                let nodes = kinds.zip(places.iter().copied());
                drawn(
                    &nodes.filter(|(_, at)| !at.x.is_nan()).collect::<Vec<_>>(),
                    seen,
                )
            })
        });
        (numbers(frame.view_box), drawing)
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
