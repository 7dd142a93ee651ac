//! The mark in the middle of a node: a tinted tile with a glyph, or an app's tile.

use super::{Pen, brand, glyph, number, palette};
use crate::document::Node;
use crate::family::{Family, is_trigger};
use crate::integrations::{app_of, monogram};

/// What a node's mark is made of.
pub(super) enum Mark {
    /// A glyph in the family's color on a tint of it.
    Glyph(&'static str, Family),
    /// A white glyph on an app's color.
    Tile(&'static str, &'static str),
    /// Two letters on an app's color.
    Letters(&'static str, String),
}

impl Mark {
    /// The mark of a node. What only reads like an app, such as a calculator, keeps its family's look.
    pub(super) fn of(node: &Node) -> Self {
        let family = Family::of(node);
        let Some(app) = app_of(node) else {
            return Self::Glyph(glyph::of(node), family);
        };
        let brand = brand::of(&app.key);
        match glyph::of_part(node).or(brand.glyph) {
            Some(_) if family == Family::Ai && is_trigger(node) => {
                Self::Glyph(glyph::of(node), family)
            }
            Some(glyph) => Self::Tile(brand.color, glyph),
            None => Self::Letters(brand.color, monogram(node)),
        }
    }

    /// The color it is seen in from afar.
    pub(super) fn color(&self) -> &'static str {
        match self {
            Self::Glyph(_, family) => palette::family(*family),
            Self::Tile(color, _) | Self::Letters(color, _) => color,
        }
    }
}

/// Draws a mark of `size` pixels around a point.
pub(super) fn draw(pen: &mut Pen, mark: &Mark, (x, y): (f64, f64), size: f64, round: bool) {
    let half = size / 2.0;
    let corner = number(if round { half } else { size * 0.24 });
    let (left, top, side) = (number(x - half), number(y - half), number(size));
    let tile = [
        ("x", left.as_str()),
        ("y", &top),
        ("width", &side),
        ("height", &side),
        ("rx", &corner),
    ];
    match mark {
        Mark::Glyph(glyph, family) => {
            let color = palette::family(*family);
            pen.empty(
                "rect",
                &[
                    &[
                        ("class", "wf-tint"),
                        ("fill", color),
                        ("fill-opacity", ".12"),
                    ],
                    &tile[..],
                ]
                .concat(),
            );
            line(pen, glyph, (x, y), size * 0.66, ("wf-glyph", color));
        }
        Mark::Tile(color, glyph) => {
            pen.empty(
                "rect",
                &[&[("class", "wf-tile"), ("fill", *color)], &tile[..]].concat(),
            );
            line(pen, glyph, (x, y), size * 0.62, ("wf-tile-glyph", "#fff"));
        }
        Mark::Letters(color, letters) => {
            pen.empty(
                "rect",
                &[&[("class", "wf-tile"), ("fill", *color)], &tile[..]].concat(),
            );
            let (x, y, size) = (number(x), number(y + size * 0.15), number(size * 0.42));
            pen.tag(
                "text",
                &[
                    ("class", "wf-letters"),
                    ("x", &x),
                    ("y", &y),
                    ("font-size", &size),
                    ("font-weight", "700"),
                    ("text-anchor", "middle"),
                    ("fill", "#fff"),
                ],
            );
            pen.text(letters);
            pen.raw("</text>");
        }
    }
}

fn line(pen: &mut Pen, glyph: &str, (x, y): (f64, f64), size: f64, (class, color): (&str, &str)) {
    let scale = size / 24.0;
    let transform = format!(
        "translate({} {}) scale({:.2})",
        number(x - size / 2.0),
        number(y - size / 2.0),
        scale
    );
    let attributes = [
        ("class", class),
        ("transform", &transform),
        ("d", glyph),
        ("fill", "none"),
        ("stroke", color),
        ("stroke-width", "1.8"),
        ("stroke-linecap", "round"),
        ("stroke-linejoin", "round"),
    ];
    pen.empty("path", &attributes);
}
