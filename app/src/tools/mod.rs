//! Tools for anybody, whether or not they buy or sell here.

mod workflow;

pub use workflow::WorkflowToolPage;
