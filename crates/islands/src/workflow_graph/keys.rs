//! What each key means while the graph has the focus.

use super::geometry::Direction;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Command {
    ZoomIn,
    ZoomOut,
    ActualSize,
    Fit,
    Open,
    Close,
    Walk(Direction),
    First,
    Last,
}

impl Command {
    /// Reads the `key` of a keyboard event.
    pub fn of(key: &str) -> Option<Self> {
        Some(match key {
            "+" | "=" => Self::ZoomIn,
            "-" => Self::ZoomOut,
            "0" => Self::ActualSize,
            "1" => Self::Fit,
            "Enter" | " " => Self::Open,
            "Escape" => Self::Close,
            "ArrowLeft" => Self::Walk(Direction::Left),
            "ArrowRight" => Self::Walk(Direction::Right),
            "ArrowUp" => Self::Walk(Direction::Up),
            "ArrowDown" => Self::Walk(Direction::Down),
            "Home" => Self::First,
            "End" => Self::Last,
            _ => return None,
        })
    }
}
