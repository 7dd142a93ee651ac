//! One node of the full picture: body, mark, ports, name.

use super::label::{self, Name, PORT_LABEL};
use super::port;
use super::room::Room;
use super::{Pen, icon, marked, number, palette};
use crate::diff::Mark;
use crate::document::{Node, Workflow};
use crate::family::Family;
use crate::geometry::{HANDLE, Placed, Rect, Scene, Shape};
use crate::names::type_label;
use crate::outline::shown_name;
use crate::text::{plain, shortened};

pub(super) fn draw(
    pen: &mut Pen,
    workflow: &Workflow,
    scene: &Scene,
    index: usize,
    (room, mark): (Room, Option<Mark>),
    ids: Option<&str>,
) {
    let (node, placed) = (&workflow.nodes[index], &scene.nodes[index]);
    let family = Family::of(node);
    let mut class = format!("wf-node wf-node--{}", family.word());
    for (name, applies) in [
        (" wf-node--disabled", node.disabled),
        (" wf-node--pinned", node.pinned),
        (" wf-node--sub", placed.ports.is_sub_node()),
        (" wf-node--on-note", room.on_note),
    ] {
        class.push_str(if applies { name } else { "" });
    }
    let border = palette::mark(mark);
    class.push_str(border.map_or("", |(class, _)| class));
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
    let name = shown_name(workflow, index);
    pen.raw("<title>");
    pen.text(&title(node, &name, mark));
    pen.raw("</title>");
    body(pen, placed, node.pinned, border.map(|(_, color)| color));
    if node.disabled {
        pen.tag("g", &[("class", "wf-dim"), ("opacity", ".35")]);
    }
    let brand = icon::Mark::of(node);
    match placed.shape {
        Shape::Parent | Shape::ParentTrigger | Shape::SubParent => icon::draw(
            pen,
            &brand,
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
        Shape::SubNode => icon::draw(pen, &brand, (40.0, 40.0), 48.0, true),
        _ => icon::draw(
            pen,
            &brand,
            (placed.rect.w / 2.0, placed.rect.h / 2.0),
            52.0,
            false,
        ),
    }
    if node.disabled {
        pen.raw("</g>");
        strike(pen, placed);
    }
    port::draw_all(pen, placed);
    let subtitle = subtitle(node);
    let name = Name {
        text: &name,
        subtitle: subtitle.as_deref(),
        room,
    };
    if is_inside(placed) {
        name.inside(pen, placed);
    }
    label::halo(pen, room.on_note);
    port::name_all(pen, placed);
    if !is_inside(placed) {
        name.under(pen, placed);
    }
    pen.raw("</g>");
    marked::sign(pen, mark, (placed.rect.w - 4.0, 4.0));
    pen.raw("</g>");
}

/// What it is called, what it is unless the name says so, whether it is off, and what became of it: also the name by which it is read out.
fn title(node: &Node, name: &str, mark: Option<Mark>) -> String {
    let what = type_label(&node.type_name);
    let known = name.to_lowercase().contains(&what.to_lowercase());
    let mut title = name.to_owned();
    let became = marked::word(mark);
    for (applies, words) in [
        (!known, what.as_str()),
        (node.disabled, "Disabled"),
        (became.is_some(), became.unwrap_or_default()),
    ] {
        if applies {
            title.push_str(" · ");
            title.push_str(words);
        }
    }
    title
}

fn subtitle(node: &Node) -> Option<String> {
    if node.disabled {
        return Some("Disabled".to_owned());
    }
    node.notes
        .as_deref()
        .filter(|_| node.notes_in_flow)
        .map(|notes| plain(&shortened(notes, 200)))
}

fn body(pen: &mut Pen, placed: &Placed, pinned: bool, mark: Option<&str>) {
    let (w, h) = (placed.rect.w, placed.rect.h);
    let (left, right) = match placed.shape {
        Shape::Trigger | Shape::ParentTrigger => (36.0, 8.0),
        Shape::SubNode | Shape::SubParent => (h / 2.0, h / 2.0),
        _ => (8.0, 8.0),
    };
    let (stroke, thickness) = match mark {
        Some(color) => (color, "3"),
        None if pinned => (palette::PINNED, "2"),
        None => (palette::BORDER, "1.5"),
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

fn is_inside(placed: &Placed) -> bool {
    matches!(
        placed.shape,
        Shape::Parent | Shape::ParentTrigger | Shape::SubParent
    )
}

/// A node with its ports and its name.
pub(super) fn extent(workflow: &Workflow, placed: &Placed, index: usize, room: Room) -> Rect {
    let rect = placed.rect;
    if placed.shape == Shape::Note {
        return rect;
    }
    let text = shown_name(workflow, index);
    let (side, below) = if is_inside(placed) {
        (
            HANDLE,
            if placed.ports.ai_inputs.is_empty() {
                HANDLE
            } else {
                44.0
            },
        )
    } else {
        let half = Name {
            text: &text,
            subtitle: None,
            room,
        }
        .half_width();
        ((half - rect.w / 2.0).max(HANDLE), 52.0)
    };
    let labelled = placed.ports.outputs.iter().any(|port| port.label.is_some());
    let right = if labelled {
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
