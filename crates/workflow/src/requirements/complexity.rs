//! How large a workflow is, compared with others.

use serde::{Deserialize, Serialize};

/// A workflow's size. The borders are the median and the ninth decile of two thousand real workflows: 8 and 23 nodes, notes not counted.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Complexity {
    /// At most 8 nodes: smaller than half of all workflows.
    #[default]
    Simple,
    /// 9 to 23 nodes.
    Medium,
    /// More than 23 nodes: larger than nine in ten.
    Complex,
}

impl Complexity {
    /// That of so many nodes.
    pub fn of(nodes: usize) -> Self {
        match nodes {
            0..=8 => Self::Simple,
            9..=23 => Self::Medium,
            _ => Self::Complex,
        }
    }

    /// A word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Medium => "of medium size",
            Self::Complex => "complex",
        }
    }
}
