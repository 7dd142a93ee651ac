//! The structure alone, for product cards: no text, few bytes, readable at 280 pixels.

mod fit;

use std::collections::BTreeMap;
use std::fmt::Write;

use super::icon::Mark;
use super::{number, palette};
use crate::document::Workflow;
use crate::geometry::{Route, Scene, Shape, scene};

/// The frame, 16:10.
pub(super) const WIDE: f64 = 320.0;
pub(super) const HIGH: f64 = 200.0;
/// The most nodes and edges that are drawn; more would be a smear.
const MOST_NODES: usize = 260;
const MOST_EDGES: usize = 320;

/// A picture of 16:10 with a node's place, shape and color, and the edges between them. Decorative: it has no name and no ids.
pub fn miniature(workflow: &Workflow) -> String {
    let picture = Sketch::of(workflow, &scene(workflow));
    picture.svg("wf-mini", "")
}

/// A node of a sketch.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    /// The middle.
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) w: f64,
    pub(super) h: f64,
    pub(super) shape: Shape,
    pub(super) color: &'static str,
}

/// An edge of a sketch, by the spots it joins.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) ai: bool,
}

/// A simplified picture in the frame.
#[derive(Default)]
pub(super) struct Sketch {
    /// Left, top, width, height and color of notes.
    pub(super) notes: Vec<([f64; 4], usize)>,
    pub(super) spots: Vec<Spot>,
    pub(super) lines: Vec<Line>,
}

impl Sketch {
    fn of(workflow: &Workflow, scene: &Scene) -> Self {
        let shown: Vec<usize> = (0..workflow.nodes.len())
            .filter(|&index| !workflow.nodes[index].is_sticky())
            .take(MOST_NODES)
            .collect();
        let place = fit::Fit::of(scene, &shown);
        let spot = |&index: &usize| {
            let placed = &scene.nodes[index];
            let at = place.point(placed.rect.center());
            let (w, h) = place.body(placed);
            Spot {
                x: at.x,
                y: at.y,
                w,
                h,
                shape: placed.shape,
                color: Mark::of(&workflow.nodes[index]).color(),
            }
        };
        let mut spot_of = vec![None; workflow.nodes.len()];
        shown
            .iter()
            .enumerate()
            .for_each(|(spot, &node)| spot_of[node] = Some(spot));
        let line = |curve: &crate::geometry::Curve| {
            Some(Line {
                from: spot_of[curve.edge.from]?,
                to: spot_of[curve.edge.to]?,
                ai: curve.route == Route::Attached,
            })
        };
        Self {
            notes: place.notes(workflow, scene),
            spots: shown.iter().map(spot).collect(),
            lines: scene
                .edges
                .iter()
                .filter_map(line)
                .take(MOST_EDGES)
                .collect(),
        }
    }

    /// The sketch as a complete SVG; `ground` goes behind everything.
    pub(super) fn svg(&self, class: &str, ground: &str) -> String {
        let mut out =
            format!("<svg class=\"{class}\" viewBox=\"0 0 320 200\" aria-hidden=\"true\">{ground}");
        self.draw_notes(&mut out);
        self.draw_lines(&mut out);
        if !self.is_fine() {
            self.draw_bodies(&mut out);
            self.draw_bars(&mut out);
        }
        self.draw_marks(&mut out);
        out.push_str("</svg>");
        out
    }

    fn draw_notes(&self, out: &mut String) {
        for ([x, y, w, h], color) in &self.notes {
            let [x, y, w, h] = [*x, *y, *w, *h].map(|value| value.round());
            let (fill, border) = palette::NOTES[*color];
            let _ = write!(
                out,
                "<rect class=\"wf-sticky--{}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"3\" fill=\"{fill}\" stroke=\"{border}\"/>",
                color + 1
            );
        }
    }

    fn draw_lines(&self, out: &mut String) {
        for (ai, attributes) in [
            (false, "class=\"wf-edge\""),
            (
                true,
                "class=\"wf-edge wf-edge--ai\" stroke-dasharray=\"3 3\"",
            ),
        ] {
            let paths: String = self
                .lines
                .iter()
                .filter(|line| line.ai == ai)
                .map(|line| self.path(line))
                .collect();
            if !paths.is_empty() {
                let _ = write!(
                    out,
                    "<path {attributes} fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" d=\"{paths}\"/>",
                    palette::EDGE,
                    if self.is_fine() { "1" } else { "1.5" }
                );
            }
        }
    }

    fn path(&self, line: &Line) -> String {
        let (a, b) = (&self.spots[line.from], &self.spots[line.to]);
        let n = |value: f64| number(value.round());
        if line.ai {
            let (x, y, dx, dy) = (
                a.x.round(),
                (a.y - a.h / 2.0).round(),
                b.x - a.x,
                (b.y + b.h / 2.0) - (a.y - a.h / 2.0),
            );
            // Sub-nodes fan out from the lower rim of their parent.
            let dx = dx + (a.x - b.x).clamp(-b.w * 0.34, b.w * 0.34);
            return format!(
                "M{} {}c0 {} {} {} {} {}",
                n(x),
                n(y),
                n(dy / 2.0),
                n(dx),
                n(dy / 2.0),
                n(dx),
                n(dy)
            );
        }
        let (x, y) = ((a.x + a.w / 2.0).round(), a.y.round());
        let (dx, dy) = ((b.x - b.w / 2.0) - x, b.y - y);
        if dx >= -2.0 {
            return format!(
                "M{} {}c{} 0 {} {} {} {}",
                n(x),
                n(y),
                n(dx / 2.0),
                n(dx / 2.0),
                n(dy),
                n(dx),
                n(dy)
            );
        }
        let (out, low) = (a.w * 0.9, (a.h * 1.3).max(dy.abs() * 0.3 + 10.0));
        format!(
            "M{} {}c{} {} {} {} {} {}",
            n(x),
            n(y),
            n(out),
            n(low),
            n(dx - out),
            n(dy + low),
            n(dx),
            n(dy)
        )
    }

    fn draw_bodies(&self, out: &mut String) {
        let _ = write!(
            out,
            "<g class=\"wf-body\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.2\">",
            palette::SURFACE,
            palette::PORT
        );
        for spot in &self.spots {
            let (x, y, w, h) = (
                (spot.x - spot.w / 2.0).round(),
                (spot.y - spot.h / 2.0).round(),
                spot.w.round(),
                spot.h.round(),
            );
            let _ = match spot.shape {
                Shape::SubNode => write!(
                    out,
                    "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
                    spot.x.round(),
                    spot.y.round(),
                    number(w / 2.0)
                ),
                Shape::Trigger | Shape::ParentTrigger => {
                    let (r, s) = ((h * 0.42).round(), (h * 0.14).round());
                    write!(
                        out,
                        "<path d=\"M{} {y}h{}q{s} 0 {s} {s}v{}q0 {s} -{s} {s}h-{}q-{r} 0 -{r} -{r}v-{}q0 -{r} {r} -{r}z\"/>",
                        x + r,
                        w - r - s,
                        h - 2.0 * s,
                        w - r - s,
                        h - 2.0 * r
                    )
                }
                Shape::SubParent => write!(
                    out,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{}\"/>",
                    number(h / 2.0)
                ),
                _ => write!(
                    out,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{}\"/>",
                    (h * 0.16).round().max(1.0)
                ),
            };
        }
        out.push_str("</g>");
    }

    /// Wide nodes get a bar where their name would be.
    fn draw_bars(&self, out: &mut String) {
        let wide = self
            .spots
            .iter()
            .filter(|spot| spot.is_wide() && spot.w > spot.h * 1.35);
        let bar = |spot: &Spot| {
            let (start, end) = (
                spot.x - spot.w / 2.0 + spot.h * 0.88,
                spot.x + spot.w / 2.0 - spot.h * 0.24,
            );
            format!(
                "M{} {}h{}",
                start.round(),
                spot.y.round(),
                (end - start).round().max(1.0)
            )
        };
        let paths: String = wide.map(bar).collect();
        if !paths.is_empty() {
            let thick = self.spots.iter().map(|spot| spot.h).fold(0.0, f64::max) * 0.1;
            let _ = write!(
                out,
                "<path class=\"wf-bar\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-linecap=\"round\" d=\"{paths}\"/>",
                palette::BORDER,
                number(thick.max(1.5))
            );
        }
    }

    /// One path for each color: a square with round corners is a small square under a thick round stroke.
    fn draw_marks(&self, out: &mut String) {
        let mut marks: BTreeMap<(&str, u32), String> = BTreeMap::new();
        for spot in &self.spots {
            let side = (spot.h.min(spot.w) * if self.is_fine() { 0.9 } else { 0.5 })
                .round()
                .max(3.0);
            let inner = (side * 0.5).round().max(1.0);
            let x = if spot.is_wide() {
                spot.x - spot.w / 2.0 + spot.h / 2.0
            } else {
                spot.x
            };
            let (round, right) = match spot.shape {
                Shape::SubNode => (side, 0.0),
                _ if self.is_fine() && spot.is_wide() => (side - inner, spot.w - spot.h),
                _ => (side - inner, 0.0),
            };
            let path = marks.entry((spot.color, round as u32)).or_default();
            let (left, top) = (
                number(x.round() - inner / 2.0),
                number(spot.y.round() - inner / 2.0),
            );
            let _ = match spot.shape {
                Shape::SubNode => write!(path, "M{} {}h0", x.round(), spot.y.round()),
                _ => write!(
                    path,
                    "M{left} {top}h{w}v{inner}h-{w}z",
                    w = (inner + right).round()
                ),
            };
        }
        for ((color, stroke), path) in marks {
            let class = palette::word(color)
                .map_or(String::new(), |word| format!(" class=\"wf-mark--{word}\""));
            let stroke = stroke.max(1);
            let _ = write!(
                out,
                "<path{class} fill=\"{color}\" stroke=\"{color}\" stroke-width=\"{stroke}\" stroke-linejoin=\"round\" stroke-linecap=\"round\" d=\"{path}\"/>"
            );
        }
    }

    /// Whether the nodes are so small that they are drawn as spots of color, without bodies.
    fn is_fine(&self) -> bool {
        self.spots.iter().map(|spot| spot.h).fold(0.0, f64::max) < 11.0
    }
}

impl Spot {
    fn is_wide(&self) -> bool {
        matches!(
            self.shape,
            Shape::Parent | Shape::ParentTrigger | Shape::SubParent
        )
    }
}
