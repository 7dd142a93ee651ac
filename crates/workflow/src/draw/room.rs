//! Where names stand: how wide each may be before it runs into its neighbour's, and what it lies on.

use std::collections::HashMap;

use crate::geometry::{Rect, Scene, Shape};

/// Names whose tops differ by less than this stand in one row.
const ROW: f64 = 48.0;
const BETWEEN: f64 = 10.0;
const LEAST: f64 = 84.0;

/// The place of a name.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// Pixels: twice the node's width, less when a neighbour is near.
    pub(super) width: f64,
    /// Whether it lies on a sticky note, where a halo in the canvas's color would be a stain.
    pub(super) on_note: bool,
}

/// The room for the name of each node.
pub(super) fn rooms(scene: &Scene) -> Vec<Room> {
    let rows = rows(scene);
    let notes: Vec<Rect> = scene
        .nodes
        .iter()
        .filter(|placed| placed.shape == Shape::Note)
        .map(|note| note.rect)
        .collect();
    let room = |rect: &Rect| {
        let (x, bottom) = (rect.center().x, rect.y + rect.h);
        let near = (-1..=1).filter_map(|step| rows.get(&(band(bottom) + step)));
        let nearest = near
            .map(|row| nearest(row, x, bottom))
            .fold(f64::INFINITY, f64::min);
        let covers = |note: &Rect| {
            note.x <= x
                && x <= note.x + note.w
                && note.y <= bottom
                && bottom + 20.0 <= note.y + note.h
        };
        Room {
            width: (rect.w * 2.0).min((nearest - BETWEEN).max(LEAST)),
            on_note: notes.iter().any(covers),
        }
    };
    scene
        .nodes
        .iter()
        .map(|placed| room(&placed.rect))
        .collect()
}

/// The middles and bottoms of all nodes, by bands of height, from left to right.
fn rows(scene: &Scene) -> HashMap<i64, Vec<(f64, f64)>> {
    let mut rows: HashMap<i64, Vec<(f64, f64)>> = HashMap::new();
    for placed in scene
        .nodes
        .iter()
        .filter(|placed| placed.shape != Shape::Note)
    {
        let bottom = placed.rect.y + placed.rect.h;
        rows.entry(band(bottom))
            .or_default()
            .push((placed.rect.center().x, bottom));
    }
    rows.values_mut()
        .for_each(|row| row.sort_by(|a, b| a.0.total_cmp(&b.0)));
    rows
}

fn band(bottom: f64) -> i64 {
    (bottom / ROW).floor() as i64
}

/// The distance to the next name in a sorted row, to either side; a few steps suffice, since most of a row is level.
fn nearest(row: &[(f64, f64)], x: f64, bottom: f64) -> f64 {
    let start = row.partition_point(|(other, _)| *other < x);
    let distance = |(other, height): &(f64, f64)| {
        let away = (other - x).abs();
        (away > 1.0 && (height - bottom).abs() < ROW).then_some(away)
    };
    let right = row[start..].iter().take(8).find_map(distance);
    let left = row[..start].iter().rev().take(8).find_map(distance);
    right.into_iter().chain(left).fold(f64::INFINITY, f64::min)
}
