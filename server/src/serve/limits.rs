//! How many may connect, and for how long they may do what.

use std::time::Duration;

use crate::config::Config;
use crate::http::{Limits, Patience};

/// How long requests under way may take once nobody is accepted any more.
const FINISH: Duration = Duration::from_secs(30);

/// File descriptors that connections must leave for files, the database and the rest.
const SPARE_FILES: usize = 256;

/// What is configured, as far as the operating system allows it.
pub fn limits(config: &Config) -> Limits {
    let files = open_files_allowed().unwrap_or(usize::MAX);
    let connections = config
        .max_connections
        .min(files.saturating_sub(SPARE_FILES).max(16));
    if connections < config.max_connections {
        tracing::warn!(
            connections,
            files,
            "fewer connections than MAX_CONNECTIONS: this process may open no more files (ulimit -n)"
        );
    }
    Limits {
        connections,
        patience: Patience::default(),
        finish: FINISH,
    }
}

fn open_files_allowed() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}
