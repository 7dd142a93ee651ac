//! Where everything lies: the figures of n8n's canvas (version 2.41), in unscaled pixels.

mod curve;

use std::collections::HashSet;

pub use curve::{Curve, Route};

use crate::document::{Edge, EdgeKind, Node, Point, Workflow};
use crate::family::is_trigger;
use crate::graph::leads_to_note;
use crate::layout;
use crate::ports::{self, Ports};

/// The side of an ordinary node.
pub const NODE: f64 = 96.0;
/// What each output or input beyond the second adds to a node's height.
pub const PER_PORT: f64 = 32.0;
/// The diameter of a sub-node.
pub const SUB_NODE: f64 = 80.0;
/// Half of a port's side; edges begin and end at the outer rim.
pub const HANDLE: f64 = 8.0;
/// From one bottom port to the next.
pub const AI_STEP: f64 = 48.0;
/// From the left rim to the first bottom port.
pub const AI_FIRST: f64 = 40.0;
/// A node with bottom ports is as wide as if it had at least this many.
pub const AI_LEAST: usize = 4;
/// The most edges that are drawn.
const MOST_EDGES: usize = 10_000;
/// The size a sticky note has when its file tells none, and the size it cannot get below.
const NOTE: (f64, f64) = (240.0, 180.0);
const LEAST_NOTE: (f64, f64) = (150.0, 80.0);
const MOST_NOTE: f64 = 50_000.0;

/// A rectangle, by its top-left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left rim.
    pub x: f64,
    /// Top rim.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// The middle.
    pub fn center(&self) -> Point {
        Point {
            x: self.x + self.w / 2.0,
            y: self.y + self.h / 2.0,
        }
    }

    /// The smallest rectangle around both.
    pub fn union(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let (right, bottom) = (
            (self.x + self.w).max(other.x + other.w),
            (self.y + self.h).max(other.y + other.h),
        );
        Self {
            x,
            y,
            w: right - x,
            h: bottom - y,
        }
    }

    /// Wider by `by` on every side.
    pub fn grown(self, by: f64) -> Self {
        Self {
            x: self.x - by,
            y: self.y - by,
            w: self.w + 2.0 * by,
            h: self.h + 2.0 * by,
        }
    }
}

/// The outline of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A square with small corners.
    Step,
    /// Rounded on the left.
    Trigger,
    /// Wide, with bottom ports; the name stands inside.
    Parent,
    /// Wide, with bottom ports, and rounded on the left.
    ParentTrigger,
    /// A circle.
    SubNode,
    /// A pill: a sub-node with sub-nodes of its own.
    SubParent,
    /// A sticky note.
    Note,
}

/// A node in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The body.
    pub rect: Rect,
    /// Its outline.
    pub shape: Shape,
    /// Its ports.
    pub ports: Ports,
}

impl Placed {
    /// The middle of a left port.
    pub fn input(&self, index: usize) -> Point {
        Point {
            x: self.rect.x,
            y: self.rect.y + spread(index, self.ports.inputs.len()) * self.rect.h,
        }
    }

    /// The middle of a right port.
    pub fn output(&self, index: usize) -> Point {
        Point {
            x: self.rect.x + self.rect.w,
            y: self.rect.y + spread(index, self.ports.outputs.len()) * self.rect.h,
        }
    }

    /// The middle of a bottom port, by its place in [`Ports::ai_inputs`]. Required ports come first, then gaps up to four, then the others.
    pub fn ai_input(&self, index: usize) -> Point {
        let all = &self.ports.ai_inputs;
        let required = all.iter().filter(|port| port.required).count();
        let before = |required| {
            all.iter()
                .take(index)
                .filter(|port| port.required == required)
                .count()
        };
        let slot = match all.get(index) {
            Some(port) if !port.required => {
                before(false) + required.max(AI_LEAST.saturating_sub(all.len() - required))
            }
            _ => before(true),
        };
        Point {
            x: self.rect.x + AI_FIRST + AI_STEP * slot as f64,
            y: self.rect.y + self.rect.h,
        }
    }

    /// The middle of the top port.
    pub fn ai_output(&self) -> Point {
        Point {
            x: self.rect.x + self.rect.w / 2.0,
            y: self.rect.y,
        }
    }

    /// Where an edge that leaves here begins.
    pub fn source(&self, edge: &Edge) -> Point {
        if edge.kind == EdgeKind::Main {
            let port = self.output(edge.output.min(ports::MOST - 1));
            Point {
                x: port.x + HANDLE,
                ..port
            }
        } else {
            let port = self.ai_output();
            Point {
                y: port.y - HANDLE,
                ..port
            }
        }
    }

    /// Where an edge that enters here ends.
    pub fn target(&self, edge: &Edge) -> Point {
        if edge.kind == EdgeKind::Main {
            let port = self.input(edge.input.min(ports::MOST - 1));
            Point {
                x: port.x - HANDLE,
                ..port
            }
        } else {
            let port = self.ai_input(self.ports.ai_input(edge.kind, edge.input).unwrap_or(0));
            Point {
                y: port.y + HANDLE,
                ..port
            }
        }
    }
}

fn spread(index: usize, count: usize) -> f64 {
    (index + 1) as f64 / (count.max(index + 1) + 1) as f64
}

/// Everything on the canvas.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// In the order of [`Workflow::nodes`].
    pub nodes: Vec<Placed>,
    /// What is drawn: each edge once, unknown kinds and edges of sticky notes left out, at most ten thousand.
    pub edges: Vec<Curve>,
    /// Around all bodies and curves, without names.
    pub bounds: Rect,
}

/// Puts a workflow on the canvas, by its own positions or, where it has none, by ours.
pub fn scene(workflow: &Workflow) -> Scene {
    let ports = ports::of(workflow);
    let sizes: Vec<_> = workflow
        .nodes
        .iter()
        .zip(&ports)
        .map(|(node, ports)| size(node, ports))
        .collect();
    let positions = layout::positions(workflow, &sizes);
    let place = |(index, ports): (usize, Ports)| Placed {
        rect: Rect {
            x: positions[index].x,
            y: positions[index].y,
            w: sizes[index].0,
            h: sizes[index].1,
        },
        shape: shape(&workflow.nodes[index], &ports),
        ports,
    };
    let nodes: Vec<Placed> = ports.into_iter().enumerate().map(place).collect();
    let mut seen = HashSet::new();
    let drawn = workflow
        .edges
        .iter()
        .filter(|edge| edge.kind != EdgeKind::Unknown && !leads_to_note(workflow, edge))
        .filter(|edge| seen.insert(**edge));
    let edges: Vec<Curve> = drawn
        .take(MOST_EDGES)
        .map(|edge| Curve::between(*edge, &nodes))
        .collect();
    let all = nodes
        .iter()
        .map(|node| node.rect)
        .chain(edges.iter().map(Curve::bounds));
    let bounds = all.reduce(Rect::union).unwrap_or(Rect {
        x: 0.0,
        y: 0.0,
        w: NODE,
        h: NODE,
    });
    Scene {
        nodes,
        edges,
        bounds,
    }
}

/// Width and height of a node.
pub fn size(node: &Node, ports: &Ports) -> (f64, f64) {
    if node.is_sticky() {
        return note_size(node);
    }
    let rows = ports.inputs.len().max(ports.outputs.len()).max(1);
    let height = NODE + (rows.max(2) - 2) as f64 * PER_PORT;
    let wide = SUB_NODE + AI_STEP * (ports.ai_inputs.len().max(AI_LEAST) - 1) as f64;
    match (ports.is_sub_node(), ports.ai_inputs.is_empty()) {
        (true, true) => (SUB_NODE, SUB_NODE),
        (true, false) => (wide + 16.0, SUB_NODE),
        (false, false) => (wide, height),
        (false, true) if node.type_name == "n8n-nodes-base.messageAnAgent" => (384.0, height),
        (false, true) => (NODE, height),
    }
}

fn note_size(node: &Node) -> (f64, f64) {
    let side = |key: &str, default: f64, least: f64| {
        let told = node
            .parameter(&[key])
            .and_then(|value| value.as_f64().or_else(|| value.as_str()?.parse().ok()));
        told.filter(|side| side.is_finite())
            .unwrap_or(default)
            .clamp(least, MOST_NOTE)
    };
    (
        side("width", NOTE.0, LEAST_NOTE.0),
        side("height", NOTE.1, LEAST_NOTE.1),
    )
}

fn shape(node: &Node, ports: &Ports) -> Shape {
    match (
        ports.is_sub_node(),
        ports.ai_inputs.is_empty(),
        is_trigger(node),
    ) {
        _ if node.is_sticky() => Shape::Note,
        (true, true, _) => Shape::SubNode,
        (true, false, _) => Shape::SubParent,
        (false, false, false) => Shape::Parent,
        (false, false, true) => Shape::ParentTrigger,
        (false, true, true) => Shape::Trigger,
        (false, true, false) => Shape::Step,
    }
}
