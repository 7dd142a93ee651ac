//! The ports of a node and what they are called.

use super::label::{SMALL, small};
use super::{Pen, number, palette};
use crate::geometry::Placed;
use crate::text::width;

/// Draws every port of a node whose group begins at its corner.
pub(super) fn draw_all(pen: &mut Pen, placed: &Placed) {
    let (x, y) = (placed.rect.x, placed.rect.y);
    let left = (0..placed.ports.inputs.len()).map(|place| placed.input(place));
    let right = (0..placed.ports.outputs.len()).map(|place| placed.output(place));
    for at in left.chain(right) {
        dot(pen, at.x - x, at.y - y);
    }
    for place in 0..placed.ports.ai_inputs.len() {
        let at = placed.ai_input(place);
        diamond(pen, at.x - x, at.y - y);
    }
    if placed.ports.is_sub_node() {
        diamond(pen, placed.rect.w / 2.0, 0.0);
    }
}

fn dot(pen: &mut Pen, x: f64, y: f64) {
    let (x, y) = (number(x), number(y));
    let attributes = [
        ("class", "wf-port"),
        ("cx", &*x),
        ("cy", &y),
        ("r", "7.5"),
        ("fill", palette::SURFACE),
        ("stroke", palette::PORT),
    ];
    pen.empty("circle", &attributes);
}

fn diamond(pen: &mut Pen, x: f64, y: f64) {
    let path = format!("M{} {}l9 9-9 9-9-9z", number(x), number(y - 9.0));
    let attributes = [
        ("class", "wf-port wf-port--ai"),
        ("d", &*path),
        ("fill", palette::SURFACE),
        ("stroke", palette::PORT),
    ];
    pen.empty("path", &attributes);
}

/// Writes the names of the ports that have one.
pub(super) fn name_all(pen: &mut Pen, placed: &Placed) {
    let y = placed.rect.y;
    for (place, port) in placed.ports.inputs.iter().enumerate() {
        if let Some(label) = &port.label {
            small(
                pen,
                label,
                (-14.0, placed.input(place).y - y - 8.0),
                "end",
                false,
            );
        }
    }
    for (place, port) in placed.ports.outputs.iter().enumerate() {
        if let Some(label) = &port.label {
            small(
                pen,
                label,
                (placed.rect.w + 14.0, placed.output(place).y - y + 4.0),
                "start",
                false,
            );
        }
    }
    name_bottom(pen, placed);
}

/// Names that would run into each other go to a second row.
fn name_bottom(pen: &mut Pen, placed: &Placed) {
    let mut places: Vec<usize> = (0..placed.ports.ai_inputs.len()).collect();
    places.sort_by(|&a, &b| placed.ai_input(a).x.total_cmp(&placed.ai_input(b).x));
    let mut reached = f64::NEG_INFINITY;
    for place in places {
        let port = &placed.ports.ai_inputs[place];
        let label = port.label.as_deref().unwrap_or_default();
        let x = placed.ai_input(place).x - placed.rect.x;
        let half = width(label, SMALL) / 2.0 + if port.required { 4.0 } else { 0.0 };
        let lower = x - half < reached + 4.0;
        reached = if lower { f64::NEG_INFINITY } else { x + half };
        let y = placed.rect.h + if lower { 37.0 } else { 24.0 };
        small(pen, label, (x, y), "middle", port.required);
    }
}
