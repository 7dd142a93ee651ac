//! The mouse button and the fingers that are down, and what their moves ask of the drawing.

#[cfg(test)]
mod tests;

use super::geometry::{Point, Slide};

/// A press that moves less than this many CSS pixels is a click.
const CLICK_SLACK: f64 = 4.0;

/// Pointers that are down, in the order they came.
#[derive(Clone, Debug, Default)]
pub struct Pointers {
    down: Vec<(i32, Point)>,
    dragging: bool,
}

impl Pointers {
    pub fn press(&mut self, id: i32, at: Point) {
        self.lift(id);
        if self.down.is_empty() {
            self.dragging = false;
        }
        self.down.push((id, at));
    }

    pub fn lift(&mut self, id: i32) {
        self.down.retain(|(other, _)| *other != id);
    }

    /// What the drawing should do now that this pointer is at `to`; nothing while it may still be a click.
    pub fn slide(&mut self, id: i32, to: Point) -> Option<Slide> {
        let (_, from) = *self.down.iter().find(|(other, _)| *other == id)?;
        if !self.dragging && from.distance(to) < CLICK_SLACK {
            return None;
        }
        self.dragging = true;
        let still = self
            .down
            .iter()
            .find(|(other, _)| *other != id)
            .map(|(_, at)| *at);
        for (_, at) in self.down.iter_mut().filter(|(other, _)| *other == id) {
            *at = to;
        }
        Some(match still {
            None => Slide {
                from,
                to,
                ratio: 1.0,
            },
            Some(still) => Slide {
                from: from.middle(still),
                to: to.middle(still),
                ratio: to.distance(still).max(1.0) / from.distance(still).max(1.0),
            },
        })
    }

    pub fn count(&self) -> usize {
        self.down.len()
    }

    /// Whether the last press became a drag, so that the click that ends it means nothing.
    pub fn dragged(&self) -> bool {
        self.dragging
    }
}
