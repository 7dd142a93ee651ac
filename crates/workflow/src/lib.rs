//! Reads n8n workflows: what they are, what they need, what they can do, and how they look. No I/O, no clock, no panic on any input.

pub mod capabilities;
mod details;
pub mod diff;
pub mod document;
pub mod draw;
pub mod family;
pub mod geometry;
pub mod graph;
pub mod inspect;
mod integrations;
mod layout;
mod links;
pub mod lint;
pub mod names;
mod outline;
pub mod parse;
pub mod path;
pub mod place;
pub mod ports;
pub mod problem;
mod refusal;
pub mod requirements;
mod sanitise;
#[cfg(feature = "scan")]
pub mod secrets;
mod text;

pub use capabilities::{Capability, Risk};
pub use details::{NodeDetail, node_details};
pub use diff::{Diff, Pairing, diff};
pub use document::{Edge, EdgeKind, Node, Workflow};
pub use inspect::{Inspection, inspect};
pub use links::{Link, links};
pub use lint::{Lint, Remark, lint};
pub use outline::{OutlineStep, outline};
pub use parse::{Parsed, parse, parse_leading};
pub use place::Place;
pub use problem::{NotAWorkflow, Problem, Severity};
pub use requirements::{Integration, Requirements, requirements};
pub use sanitise::{Removal, Sanitised, sanitise};
pub use text::{shown, wrap};
