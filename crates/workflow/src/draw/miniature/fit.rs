//! Brings a canvas of any size into the frame of a miniature without losing its nodes.

use super::{HIGH, WIDE};
use crate::document::{Point, Workflow};
use crate::geometry::{NODE, Placed, Rect, SUB_NODE, Scene, Shape};

const MARGIN: f64 = 22.0;
/// How much more one axis may be stretched than the other: a long thin workflow uses the height of its card.
const STRETCH: f64 = 2.4;
/// The side of a node: what it may be at most and at least, in the frame's units.
const LARGEST: f64 = 38.0;
const SMALLEST: f64 = 6.0;
/// The most notes that are shown.
const MOST_NOTES: usize = 8;

/// The way from the canvas to the frame.
pub(super) struct Fit {
    middle: Point,
    across: f64,
    down: f64,
    side: f64,
}

impl Fit {
    pub(super) fn of(scene: &Scene, shown: &[usize]) -> Self {
        let rects = shown.iter().map(|&index| scene.nodes[index].rect);
        let all = rects.reduce(Rect::union).unwrap_or(Rect {
            x: 0.0,
            y: 0.0,
            w: NODE,
            h: NODE,
        });
        let across = ((WIDE - 2.0 * MARGIN) / all.w).min(LARGEST / NODE);
        let down = ((HIGH - 2.0 * MARGIN) / all.h).min(LARGEST / NODE);
        let (across, down) = (across.min(down * STRETCH), down.min(across * STRETCH));
        let mut fit = Self {
            middle: all.center(),
            across,
            down,
            side: 0.0,
        };
        fit.side = fit.side_for(scene, shown);
        fit
    }

    /// As large as most nodes can be without touching their neighbours.
    fn side_for(&self, scene: &Scene, shown: &[usize]) -> f64 {
        let points: Vec<Point> = shown
            .iter()
            .map(|&index| self.point(scene.nodes[index].rect.center()))
            .collect();
        let apart = |a: &Point, b: &Point| (a.x - b.x).abs().max((a.y - b.y).abs());
        let nearest = |(index, point): (usize, &Point)| {
            points
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != index)
                .map(|(_, other)| apart(point, other))
                .fold(f64::INFINITY, f64::min)
        };
        let mut distances: Vec<f64> = points.iter().enumerate().map(nearest).collect();
        distances.sort_by(f64::total_cmp);
        // Some nodes may overlap: one crowded corner must not shrink the whole picture.
        let typical = distances
            .get(distances.len() / 10)
            .copied()
            .unwrap_or(LARGEST);
        (typical * 0.72)
            .min(NODE * self.across.max(self.down))
            .clamp(SMALLEST, LARGEST)
    }

    pub(super) fn point(&self, at: Point) -> Point {
        Point {
            x: WIDE / 2.0 + (at.x - self.middle.x) * self.across,
            y: HIGH / 2.0 + (at.y - self.middle.y) * self.down,
        }
    }

    /// Width and height of a node.
    pub(super) fn body(&self, placed: &Placed) -> (f64, f64) {
        let side = self.side;
        let taller = (placed.rect.h / NODE).clamp(1.0, 1.8);
        match placed.shape {
            Shape::SubNode => (side * SUB_NODE / NODE, side * SUB_NODE / NODE),
            Shape::SubParent => (side * 1.7, side * 0.8),
            // As wide as it is on the canvas, but never narrower than it is high.
            Shape::Parent | Shape::ParentTrigger => (
                (placed.rect.w * self.across).clamp(side * 1.3, side * 2.2),
                side,
            ),
            _ => (side, side * taller),
        }
    }

    /// The notes that lie in the frame, larger ones first.
    pub(super) fn notes(&self, workflow: &Workflow, scene: &Scene) -> Vec<([f64; 4], usize)> {
        let mut notes: Vec<_> = workflow
            .nodes
            .iter()
            .zip(&scene.nodes)
            .filter(|(node, _)| node.is_sticky())
            .collect();
        notes.sort_by(|a, b| (b.1.rect.w * b.1.rect.h).total_cmp(&(a.1.rect.w * a.1.rect.h)));
        let shown = |(node, placed): (&crate::document::Node, &Placed)| {
            let start = self.point(Point {
                x: placed.rect.x,
                y: placed.rect.y,
            });
            let end = self.point(Point {
                x: placed.rect.x + placed.rect.w,
                y: placed.rect.y + placed.rect.h,
            });
            let (left, top) = (
                start.x.clamp(6.0, WIDE - 6.0),
                start.y.clamp(6.0, HIGH - 6.0),
            );
            let (w, h) = (
                end.x.clamp(6.0, WIDE - 6.0) - left,
                end.y.clamp(6.0, HIGH - 6.0) - top,
            );
            let color = node
                .parameter(&["color"])
                .and_then(|color| color.as_u64())
                .filter(|color| (1..=7).contains(color))
                .unwrap_or(1);
            (w >= 12.0 && h >= 10.0).then_some(([left, top, w, h], color as usize - 1))
        };
        notes
            .into_iter()
            .filter_map(shown)
            .take(MOST_NOTES)
            .collect()
    }
}
