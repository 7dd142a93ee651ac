//! One node of the full picture: body, mark, ports, name.

use super::{Pen, icon, number, palette};
use crate::document::Workflow;
use crate::family::Family;
use crate::geometry::{HANDLE, Placed, Rect, Scene, Shape};
use crate::names::type_label;
use crate::outline::shown_name;
use crate::text::{fit, plain, shortened, width, wrap};

const NAME: f64 = 16.0;
const NAME_LINE: f64 = 20.0;
const SMALL: f64 = 12.0;
const SUBTITLE: f64 = 13.0;
/// The widest an output's label may be.
const PORT_LABEL: f64 = 96.0;

pub(super) fn draw(
    pen: &mut Pen,
    workflow: &Workflow,
    scene: &Scene,
    index: usize,
    room: f64,
    ids: Option<&str>,
) {
    let (node, placed) = (&workflow.nodes[index], &scene.nodes[index]);
    let family = Family::of(node);
    let mut class = format!("wf-node wf-node--{}", family.word());
    for (name, applies) in [
        (" wf-node--disabled", node.disabled),
        (" wf-node--pinned", node.pinned),
        (" wf-node--sub", placed.ports.is_sub_node()),
    ] {
        class.push_str(if applies { name } else { "" });
    }
    let number_of = index.to_string();
    let transform = format!(
        "translate({} {})",
        number(placed.rect.x),
        number(placed.rect.y)
    );
    let id = ids.map(|ids| format!("{ids}-node-{index}"));
    let mut attributes = vec![
        ("class", class.as_str()),
        ("data-node", &number_of),
        ("transform", &transform),
    ];
    attributes.extend(id.as_deref().map(|id| ("id", id)));
    pen.tag("g", &attributes);
    pen.raw("<title>");
    let name = shown_name(workflow, index);
    pen.text(&name);
    pen.raw(" · ");
    pen.text(&type_label(&node.type_name));
    pen.raw("</title>");
    body(pen, placed, node.pinned);
    if node.disabled {
        pen.tag("g", &[("class", "wf-dim"), ("opacity", ".35")]);
    }
    let mark = icon::Mark::of(node);
    match placed.shape {
        Shape::Parent | Shape::ParentTrigger | Shape::SubParent => icon::draw(
            pen,
            &mark,
            (
                if placed.shape == Shape::Parent {
                    38.0
                } else {
                    46.0
                },
                placed.rect.h / 2.0,
            ),
            44.0,
            false,
        ),
        Shape::SubNode => icon::draw(pen, &mark, (40.0, 40.0), 48.0, true),
        _ => icon::draw(
            pen,
            &mark,
            (placed.rect.w / 2.0, placed.rect.h / 2.0),
            52.0,
            false,
        ),
    }
    if node.disabled {
        pen.raw("</g>");
        strike(pen, placed);
    }
    ports(pen, scene, index);
    let subtitle = if node.disabled {
        Some("Disabled".to_owned())
    } else {
        node.notes
            .as_deref()
            .filter(|_| node.notes_in_flow)
            .map(|notes| plain(&shortened(notes, 200)))
    };
    name_block(pen, placed, &name, subtitle.as_deref(), room);
    pen.raw("</g>");
}

fn body(pen: &mut Pen, placed: &Placed, pinned: bool) {
    let (w, h) = (placed.rect.w, placed.rect.h);
    let (left, right) = match placed.shape {
        Shape::Trigger | Shape::ParentTrigger => (36.0, 8.0),
        Shape::SubNode | Shape::SubParent => (h / 2.0, h / 2.0),
        _ => (8.0, 8.0),
    };
    let (stroke, thickness) = if pinned {
        (palette::PINNED, "2")
    } else {
        (palette::BORDER, "1.5")
    };
    let path = rounded(w, h, left, right);
    pen.empty(
        "path",
        &[
            ("class", "wf-body"),
            ("d", &path),
            ("fill", palette::SURFACE),
            ("stroke", stroke),
            ("stroke-width", thickness),
        ],
    );
}

/// A rectangle from the origin with its own radius on either side.
fn rounded(w: f64, h: f64, left: f64, right: f64) -> String {
    let n = number;
    format!(
        "M{l} 0H{a}A{r} {r} 0 0 1 {w} {r}V{b}A{r} {r} 0 0 1 {a} {h}H{l}A{l} {l} 0 0 1 0 {c}V{l}A{l} {l} 0 0 1 {l} 0Z",
        l = n(left),
        r = n(right),
        a = n(w - right),
        b = n(h - right),
        c = n(h - left),
        w = n(w),
        h = n(h)
    )
}

/// A disabled node with one way in and one out is struck through.
fn strike(pen: &mut Pen, placed: &Placed) {
    if placed.ports.inputs.len() == 1 && placed.ports.outputs.len() == 1 {
        let path = format!(
            "M-{HANDLE} {y}H{}",
            number(placed.rect.w + HANDLE),
            y = number(placed.rect.h / 2.0)
        );
        pen.empty(
            "path",
            &[
                ("class", "wf-strike"),
                ("d", &path),
                ("stroke", palette::FAINT),
                ("stroke-width", "2"),
            ],
        );
    }
}

fn ports(pen: &mut Pen, scene: &Scene, index: usize) {
    let placed = &scene.nodes[index];
    let (x, y) = (placed.rect.x, placed.rect.y);
    let all = &placed.ports;
    for (place, port) in all.inputs.iter().enumerate() {
        let at = placed.input(place);
        dot(pen, at.x - x, at.y - y);
        if let Some(label) = &port.label {
            small(pen, label, (-14.0, at.y - y - 8.0), "end", false);
        }
    }
    for (place, port) in all.outputs.iter().enumerate() {
        let at = placed.output(place);
        dot(pen, at.x - x, at.y - y);
        if let Some(label) = &port.label {
            small(
                pen,
                label,
                (placed.rect.w + 14.0, at.y - y + 4.0),
                "start",
                false,
            );
        }
    }
    // Labels that would run into each other go to a second row.
    let mut reached = f64::NEG_INFINITY;
    for place in by_position(placed) {
        let at = placed.ai_input(place);
        let port = &all.ai_inputs[place];
        let label = port.label.clone().unwrap_or_default();
        diamond(pen, at.x - x, at.y - y);
        let half = width(&label, SMALL) / 2.0 + if port.required { 4.0 } else { 0.0 };
        let lower = at.x - half < reached + 4.0;
        reached = if lower {
            f64::NEG_INFINITY
        } else {
            at.x + half
        };
        small(
            pen,
            &label,
            (at.x - x, placed.rect.h + if lower { 37.0 } else { 24.0 }),
            "middle",
            port.required,
        );
    }
    if all.is_sub_node() {
        diamond(pen, placed.rect.w / 2.0, 0.0);
    }
}

fn by_position(placed: &Placed) -> Vec<usize> {
    let mut places: Vec<usize> = (0..placed.ports.ai_inputs.len()).collect();
    places.sort_by(|&a, &b| placed.ai_input(a).x.total_cmp(&placed.ai_input(b).x));
    places
}

fn dot(pen: &mut Pen, x: f64, y: f64) {
    pen.empty(
        "circle",
        &[
            ("class", "wf-port"),
            ("cx", &number(x)),
            ("cy", &number(y)),
            ("r", "7.5"),
            ("fill", palette::SURFACE),
            ("stroke", palette::PORT),
        ],
    );
}

fn diamond(pen: &mut Pen, x: f64, y: f64) {
    let path = format!("M{} {}l9 9-9 9-9-9z", number(x), number(y - 9.0));
    pen.empty(
        "path",
        &[
            ("class", "wf-port wf-port--ai"),
            ("d", &path),
            ("fill", palette::SURFACE),
            ("stroke", palette::PORT),
        ],
    );
}

/// A port's label, on a halo so that edges do not cross it out.
fn small(pen: &mut Pen, label: &str, (x, y): (f64, f64), anchor: &str, required: bool) {
    let attributes = [
        ("class", "wf-port-label"),
        ("x", &number(x)),
        ("y", &number(y)),
        ("font-size", "12"),
        ("text-anchor", anchor),
        ("fill", palette::FAINT),
        ("stroke", palette::CANVAS),
        ("stroke-width", "4"),
        ("stroke-linejoin", "round"),
        ("paint-order", "stroke"),
    ];
    pen.tag("text", &attributes);
    pen.text(&fit(label, SMALL, PORT_LABEL));
    if required {
        pen.tag(
            "tspan",
            &[("class", "wf-required"), ("fill", palette::REQUIRED)],
        );
        pen.raw("*</tspan>");
    }
    pen.raw("</text>");
}

/// The name: under the node, or inside when the node is wide.
fn name_block(pen: &mut Pen, placed: &Placed, name: &str, subtitle: Option<&str>, room: f64) {
    let (w, h) = (placed.rect.w, placed.rect.h);
    let inside = is_inside(placed);
    let left = if placed.shape == Shape::Parent {
        70.0
    } else {
        78.0
    };
    let (x, room, anchor) = if inside {
        (left, w - left - 14.0, "start")
    } else {
        (w / 2.0, room, "middle")
    };
    let lines = wrap(name, NAME, room, 2);
    let rows = lines.len() as f64 * NAME_LINE + if subtitle.is_some() { 18.0 } else { 0.0 };
    let mut y = if inside {
        (h - rows) / 2.0 + 15.0
    } else {
        h + 8.0 + 15.0
    };
    let halo = [
        ("stroke", palette::CANVAS),
        ("stroke-width", "4"),
        ("stroke-opacity", ".8"),
        ("stroke-linejoin", "round"),
        ("paint-order", "stroke"),
    ];
    let class = if inside {
        "wf-label wf-label--inside"
    } else {
        "wf-label"
    };
    for line in &lines {
        text(
            pen,
            class,
            line,
            (x, y),
            (NAME, anchor),
            &halo[..if inside { 0 } else { halo.len() }],
        );
        y += NAME_LINE;
    }
    if let Some(subtitle) = subtitle {
        let class = if inside {
            "wf-subtitle wf-label--inside"
        } else {
            "wf-subtitle"
        };
        text(
            pen,
            class,
            &fit(subtitle, SUBTITLE, room),
            (x, y - 1.0),
            (SUBTITLE, anchor),
            &halo[..if inside { 0 } else { halo.len() }],
        );
    }
}

fn text(
    pen: &mut Pen,
    class: &str,
    line: &str,
    (x, y): (f64, f64),
    (size, anchor): (f64, &str),
    more: &[(&str, &str)],
) {
    let (x, y, size) = (number(x), number(y), number(size));
    let (weight, fill) = if size == "16" {
        ("500", palette::INK)
    } else {
        ("400", palette::FAINT)
    };
    let attributes = [
        ("class", class),
        ("x", &x),
        ("y", &y),
        ("font-size", &size),
        ("font-weight", weight),
        ("text-anchor", anchor),
        ("fill", fill),
    ];
    pen.tag("text", &[&attributes[..], more].concat());
    pen.text(line);
    pen.raw("</text>");
}

fn is_inside(placed: &Placed) -> bool {
    matches!(
        placed.shape,
        Shape::Parent | Shape::ParentTrigger | Shape::SubParent
    )
}

/// A node with its ports and its name.
pub(super) fn extent(workflow: &Workflow, placed: &Placed, index: usize, room: f64) -> Rect {
    let rect = placed.rect;
    if placed.shape == Shape::Note {
        return rect;
    }
    let below = if is_inside(placed) {
        if placed.ports.ai_inputs.is_empty() {
            HANDLE
        } else {
            44.0
        }
    } else {
        52.0
    };
    let half = wrap(&shown_name(workflow, index), NAME, room, 2)
        .iter()
        .map(|line| width(line, NAME))
        .fold(0.0, f64::max)
        / 2.0;
    let side = if is_inside(placed) {
        HANDLE
    } else {
        (half - rect.w / 2.0).max(HANDLE)
    };
    let right = if placed.ports.outputs.iter().any(|port| port.label.is_some()) {
        side.max(14.0 + PORT_LABEL / 2.0)
    } else {
        side
    };
    Rect {
        x: rect.x - side,
        y: rect.y - HANDLE,
        w: rect.w + side + right,
        h: rect.h + HANDLE + below,
    }
}
