//! Mouse, pen, fingers and wheel.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent, PointerEvent, TouchEvent, WheelEvent};

use super::Viewer;
use crate::workflow_graph::geometry::{Point, Slide, wheel_ratio};
use crate::workflow_graph::pointers::Pointers;

/// A line of a wheel that counts in lines, in CSS pixels.
const WHEEL_LINE: f64 = 16.0;

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

pub(super) fn client(event: &MouseEvent) -> Point {
    Point {
        x: event.client_x().into(),
        y: event.client_y().into(),
    }
}

/// Keeps the drag going outside of where it began. The pointer may be gone already, which is fine.
pub(super) fn capture(event: &PointerEvent) {
    if let Some(canvas) = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    {
        canvas.set_pointer_capture(event.pointer_id()).ok();
    }
}
