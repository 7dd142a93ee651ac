//! The one binary: serves pages, runs jobs, migrates, seeds, checks.

// The pages it serves are types as deep as their markup.
#![recursion_limit = "512"]

mod api;
mod census;
mod commands;
mod config;
mod connect;
mod data_dir;
mod doctor;
mod egress;
mod http;
mod identity;
mod postgres;
mod redis;
mod serve;
mod sessions;
mod telemetry;
mod work;

pub use census::{Admission, Census, OWN, census};
pub use commands::main;
pub use http::Route;
