//! What each key means while the graph has the focus.

use super::geometry::Direction;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Command {
    ZoomIn,
    ZoomOut,
    ActualSize,
    Fit,
    Find,
    Open,
    Close,
    Walk(Direction),
    /// Marks everything that lies that way.
    Reach(Direction),
    First,
    Last,
}

impl Command {
    /// Reads the `key` of a keyboard event, and whether it came with Shift.
    pub fn of(key: &str, shift: bool) -> Option<Self> {
        let way = if shift { Self::Reach } else { Self::Walk };
        Some(match key {
            "+" | "=" => Self::ZoomIn,
            "-" => Self::ZoomOut,
            "0" => Self::ActualSize,
            "1" => Self::Fit,
            "/" => Self::Find,
            "Enter" | " " => Self::Open,
            "Escape" => Self::Close,
            "ArrowLeft" => way(Direction::Left),
            "ArrowRight" => way(Direction::Right),
            "ArrowUp" => way(Direction::Up),
            "ArrowDown" => way(Direction::Down),
            "Home" => Self::First,
            "End" => Self::Last,
            _ => return None,
        })
    }
}
