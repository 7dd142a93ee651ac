//! Names of nodes and ports.

use super::room::Room;
use super::{Pen, number, palette};
use crate::geometry::{Placed, Shape};
use crate::text::{fit, width, wrap};

pub(super) const SMALL: f64 = 12.0;
/// The widest an output's label may be.
pub(super) const PORT_LABEL: f64 = 96.0;
const NAME: f64 = 16.0;
const NAME_LINE: f64 = 20.0;
const SUBTITLE: f64 = 13.0;
/// Below the node, to the first line's foot.
const BELOW: f64 = 8.0 + 15.0;

/// Opens the group of a node's names; a halo keeps edges from crossing them out.
pub(super) fn halo(pen: &mut Pen, on_note: bool) {
    let attributes = [
        ("class", "wf-names wf-halo"),
        ("stroke", palette::CANVAS),
        ("stroke-width", "4"),
        ("stroke-linejoin", "round"),
        ("paint-order", "stroke"),
    ];
    pen.tag(
        "g",
        if on_note {
            &[("class", "wf-names")]
        } else {
            &attributes
        },
    );
}

/// The name of a port, in one line.
pub(super) fn small(pen: &mut Pen, label: &str, (x, y): (f64, f64), anchor: &str, required: bool) {
    let (x, y) = (number(x), number(y));
    let attributes = [
        ("class", "wf-port-label"),
        ("x", &*x),
        ("y", &y),
        ("font-size", "12"),
        ("text-anchor", anchor),
        ("fill", palette::FAINT),
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

/// A node's name and the grey line that may follow it.
pub(super) struct Name<'a> {
    pub(super) text: &'a str,
    pub(super) subtitle: Option<&'a str>,
    pub(super) room: Room,
}

impl Name<'_> {
    /// Centered under the node.
    pub(super) fn under(&self, pen: &mut Pen, placed: &Placed) {
        let at = (placed.rect.w / 2.0, placed.rect.h + BELOW);
        self.write(pen, at, self.room.width, "middle");
    }

    /// To the right of the mark of a wide node.
    pub(super) fn inside(&self, pen: &mut Pen, placed: &Placed) {
        let left = if placed.shape == Shape::Parent {
            70.0
        } else {
            78.0
        };
        let room = placed.rect.w - left - 14.0;
        let rows = self.lines(room).len() as f64 * NAME_LINE + self.subtitle.map_or(0.0, |_| 18.0);
        self.write(
            pen,
            (left, (placed.rect.h - rows) / 2.0 + 15.0),
            room,
            "start",
        );
    }

    /// How far the name reaches to either side of the node's middle.
    pub(super) fn half_width(&self) -> f64 {
        self.lines(self.room.width)
            .iter()
            .map(|line| width(line, NAME))
            .fold(0.0, f64::max)
            / 2.0
    }

    fn lines(&self, room: f64) -> Vec<String> {
        wrap(self.text, NAME, room, 2)
    }

    fn write(&self, pen: &mut Pen, (x, mut y): (f64, f64), room: f64, anchor: &str) {
        for line in self.lines(room) {
            let style = [
                ("class", "wf-label"),
                ("font-weight", "500"),
                ("fill", palette::INK),
            ];
            text(pen, &line, (x, y), anchor, &style);
            y += NAME_LINE;
        }
        if let Some(subtitle) = self.subtitle {
            let style = [
                ("class", "wf-subtitle"),
                ("font-size", "13"),
                ("fill", palette::FAINT),
            ];
            text(
                pen,
                &fit(subtitle, SUBTITLE, room),
                (x, y - 1.0),
                anchor,
                &style,
            );
        }
    }
}

fn text(pen: &mut Pen, line: &str, (x, y): (f64, f64), anchor: &str, style: &[(&str, &str)]) {
    let (x, y) = (number(x), number(y));
    pen.tag(
        "text",
        &[style, &[("x", &*x), ("y", &y), ("text-anchor", anchor)]].concat(),
    );
    pen.text(line);
    pen.raw("</text>");
}
