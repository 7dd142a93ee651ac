//! The tool at `/tools/workflow`: it examines, cleans and compares workflow files in the browser alone.
//!
//! `reading` turns files into a report, and runs in a worker, so that the page stays responsive whatever is in them. `tool` is the island:
//! it takes files, asks the worker, and shows what comes back. Neither can send a file anywhere: the worker may load nothing but its own
//! script, and the page makes no request after it has loaded.

pub mod reading;
pub mod tool;
mod worker;

pub use tool::{ToolFiles, WorkflowTool};
