//! The way of an edge from port to port.

use super::{Placed, Rect};
use crate::document::{Edge, Point};

/// How far below its source a back edge runs.
const BELOW: f64 = 130.0;
/// How far a back edge leaves a port before it turns.
const GAP: f64 = 40.0;
/// The radius of its corners.
const CORNER: f64 = 16.0;
/// An edge that ends this much left of its source is still drawn as a plain curve.
const TOLERANCE: f64 = 20.0;

/// An edge in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    /// What it connects.
    pub edge: Edge,
    /// The outer rim of the port it leaves.
    pub from: Point,
    /// The outer rim of the port it enters.
    pub to: Point,
    /// How it gets there.
    pub route: Route,
}

/// The three ways an edge can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// A curve from left to right.
    Forward,
    /// Back to the left, below its source.
    Back,
    /// A curve from a sub-node up to its parent.
    Attached,
}

impl Curve {
    /// The curve of an edge between placed nodes.
    pub(super) fn between(edge: Edge, nodes: &[Placed]) -> Self {
        let (from, to) = (nodes[edge.from].source(&edge), nodes[edge.to].target(&edge));
        let route = match edge.kind.is_ai() {
            true => Route::Attached,
            false if from.x - TOLERANCE > to.x => Route::Back,
            false => Route::Forward,
        };
        Self {
            edge,
            from,
            to,
            route,
        }
    }

    /// The two control points of a curve; for a back edge the corners it turns at.
    pub fn waypoints(&self) -> Vec<Point> {
        let (from, to) = (self.from, self.to);
        match self.route {
            Route::Forward => {
                let reach = reach(to.x - from.x);
                vec![
                    Point {
                        x: from.x + reach,
                        ..from
                    },
                    Point {
                        x: to.x - reach,
                        ..to
                    },
                ]
            }
            Route::Attached => {
                let reach = reach(from.y - to.y);
                vec![
                    Point {
                        y: from.y - reach,
                        ..from
                    },
                    Point {
                        y: to.y + reach,
                        ..to
                    },
                ]
            }
            Route::Back => {
                let (right, left, low) = (from.x + GAP, to.x - GAP, from.y + BELOW);
                vec![
                    Point {
                        x: right,
                        y: from.y,
                    },
                    Point { x: right, y: low },
                    Point { x: left, y: low },
                    Point { x: left, y: to.y },
                ]
            }
        }
    }

    /// The path data, to one tenth of a pixel.
    pub fn path(&self) -> String {
        let way = self.waypoints();
        match (self.route, way.as_slice()) {
            (Route::Back, corners) => self.with_corners(corners),
            (_, [a, b]) => format!(
                "M{}C{} {} {}",
                pair(self.from),
                pair(*a),
                pair(*b),
                pair(self.to)
            ),
            _ => String::new(),
        }
    }

    fn with_corners(&self, corners: &[Point]) -> String {
        let mut path = format!("M{}", pair(self.from));
        let mut before = self.from;
        for (index, &corner) in corners.iter().enumerate() {
            let after = corners.get(index + 1).copied().unwrap_or(self.to);
            let radius = CORNER
                .min(distance(before, corner) / 2.0)
                .min(distance(corner, after) / 2.0);
            let (start, end) = (
                toward(corner, before, radius),
                toward(corner, after, radius),
            );
            path.push_str(&format!("L{}Q{} {}", pair(start), pair(corner), pair(end)));
            before = corner;
        }
        path + &format!("L{}", pair(self.to))
    }

    /// Around the curve and its waypoints.
    pub fn bounds(&self) -> Rect {
        let spot = |at: &Point| Rect {
            x: at.x,
            y: at.y,
            w: 0.0,
            h: 0.0,
        };
        let ends = spot(&self.from).union(spot(&self.to));
        if self.route == Route::Back {
            self.waypoints().iter().map(spot).fold(ends, Rect::union)
        } else {
            ends
        }
    }
}

/// How far a control point lies from its end.
fn reach(distance: f64) -> f64 {
    if distance >= 0.0 {
        0.5 * distance
    } else {
        0.25 * 25.0 * (-distance).sqrt()
    }
}

fn distance(a: Point, b: Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

fn toward(from: Point, to: Point, by: f64) -> Point {
    let length = distance(from, to);
    if length < 0.001 {
        from
    } else {
        Point {
            x: from.x + (to.x - from.x) * by / length,
            y: from.y + (to.y - from.y) * by / length,
        }
    }
}

fn pair(at: Point) -> String {
    format!(
        "{},{}",
        crate::draw::number(at.x),
        crate::draw::number(at.y)
    )
}
