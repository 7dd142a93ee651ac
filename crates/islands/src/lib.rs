//! Everything that runs in a browser: each island improves a page that is complete without it.

pub mod workflow_graph;

pub use workflow_graph::{GraphLink, NodeCard, WorkflowGraph};
