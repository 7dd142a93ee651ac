//! The colors of the light theme; the style sheet has the dark ones.

use crate::diff::Mark;
use crate::family::Family;

pub(super) const FONT: &str = "Inter, ui-sans-serif, system-ui, sans-serif";
pub(super) const CANVAS: &str = "#f5f5f5";
pub(super) const SURFACE: &str = "#fff";
pub(super) const BORDER: &str = "#d6d6da";
pub(super) const EDGE: &str = "#9f9fa8";
pub(super) const PORT: &str = "#c4c4ca";
pub(super) const INK: &str = "#2b2b30";
pub(super) const FAINT: &str = "#6f6f76";
pub(super) const PINNED: &str = "#7f22fe";
/// Nodes that came, changed, went and moved.
const ADDED: &str = "#0eab54";
const CHANGED: &str = "#bf941f";
const REMOVED: &str = "#f51f32";
const MOVED: &str = "#2b7fd0";
pub(super) const REQUIRED: &str = "#d33a3a";

/// The class and the border of a node that is told apart.
pub(super) fn mark(mark: Option<Mark>) -> Option<(&'static str, &'static str)> {
    match mark? {
        Mark::Same => None,
        Mark::Added => Some((" wf-marked--added", ADDED)),
        Mark::Changed => Some((" wf-marked--changed", CHANGED)),
        Mark::Removed => Some((" wf-marked--removed", REMOVED)),
        Mark::Moved => Some((" wf-marked--moved", MOVED)),
    }
}

/// The color of a family's glyphs.
pub(super) fn family(family: Family) -> &'static str {
    match family {
        Family::Trigger => "#d48e00",
        Family::Ai => "#9260da",
        Family::Logic => "#2b88c0",
        Family::Data => "#009b8f",
        Family::App => "#bf5257",
        Family::Code => "#5f636f",
        Family::Note => "#9a9aa2",
    }
}

/// The family that has a color, for its class name; an app's own color has none.
pub(super) fn word(color: &str) -> Option<&'static str> {
    use Family::{Ai, App, Code, Data, Logic, Trigger};
    let families = [Trigger, Ai, Logic, Data, App, Code];
    families
        .into_iter()
        .find(|of| family(*of) == color)
        .map(Family::word)
}

/// Fill and border of a sticky note's seven colors, from 1.
pub(super) const NOTES: [(&str, &str); 7] = [
    ("#fef9c2", "#fff085"),
    ("#f7e3c4", "#efc381"),
    ("#ffe2e2", "#ffb8b8"),
    ("#dcfce7", "#7bf1a8"),
    ("#dbeafe", "#bedbff"),
    ("#ddd6ff", "#c4b4ff"),
    ("#f5f5f5", "#e5e5e5"),
];
