//! Lists that a hostile file cannot make longer than a page can show.

use serde::{Deserialize, Serialize};

/// The most lines of one list that are shown.
const MOST: usize = 200;

/// The first lines of a list, and how many it had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed<T> {
    /// What is shown.
    pub lines: Vec<T>,
    /// How many there are in all.
    pub count: usize,
}

impl<T> Listed<T> {
    /// Keeps what a page can show.
    pub fn of(all: impl ExactSizeIterator<Item = T>) -> Self {
        let count = all.len();
        Self {
            lines: all.take(MOST).collect(),
            count,
        }
    }

    /// How many are not shown.
    pub fn rest(&self) -> usize {
        self.count - self.lines.len()
    }
}
