//! What became of a node, as a sign at its corner and a word in its title: color alone tells it to too few.

use super::{Pen, number};
use crate::diff::Mark;

/// The sign's radius, in canvas pixels.
const RADIUS: f64 = 13.0;

/// What is told about a node that is not as it was.
struct Told {
    word: &'static str,
    /// Deep enough for a white sign on it.
    ground: &'static str,
    sign: &'static str,
}

fn told(mark: Mark) -> Option<Told> {
    let (word, ground, sign) = match mark {
        Mark::Same => return None,
        Mark::Added => ("added", "#0a7d3e", "M-6 0H6M0-6V6"),
        Mark::Removed => ("removed", "#c4162a", "M-6 0H6"),
        Mark::Changed => ("changed", "#8a6508", "M-7 1.5C-4.5-4-1.5-3 0 0S4.5 4 7-1.5"),
        Mark::Moved => (
            "moved",
            "#1f66ad",
            "M-7 0H7M-4-3.5L-7.5 0L-4 3.5M4-3.5L7.5 0L4 3.5",
        ),
    };
    Some(Told { word, ground, sign })
}

/// The word for it, nothing for a node that is as it was.
pub(super) fn word(mark: Option<Mark>) -> Option<&'static str> {
    told(mark?).map(|told| told.word)
}

/// The sign, around a point.
pub(super) fn sign(pen: &mut Pen, mark: Option<Mark>, (x, y): (f64, f64)) {
    let Some(told) = mark.and_then(told) else {
        return;
    };
    let (at, radius) = (
        format!("translate({} {})", number(x), number(y)),
        number(RADIUS),
    );
    pen.tag("g", &[("class", "wf-sign"), ("transform", &at)]);
    pen.empty(
        "circle",
        &[
            ("r", &radius),
            ("fill", told.ground),
            ("stroke", "#fff"),
            ("stroke-width", "2"),
        ],
    );
    pen.empty(
        "path",
        &[
            ("d", told.sign),
            ("fill", "none"),
            ("stroke", "#fff"),
            ("stroke-width", "2.5"),
            ("stroke-linecap", "round"),
            ("stroke-linejoin", "round"),
        ],
    );
    pen.raw("</g>");
}
