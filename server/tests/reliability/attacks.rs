//! Requests that are made to be misunderstood.

mod elsewhere;
mod forging;
mod headers;
mod logging;
mod statements;
