//! What the server says about itself: a log, for people in development and for programs in production, and figures.

use std::io::IsTerminal;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

use crate::config::Config;

/// Libraries speak up only when something is wrong. tower-sessions warns of every cookie that has run out: that is daily life.
const QUIET: &str =
    "warn,server=info,market=info,app=info,tower_sessions=error,tower_sessions_core=error";

/// Every request has a line in production; while developing, only those that went wrong.
const QUIET_WHILE_DEVELOPING: &str = ",server::http::observe=warn";

/// Sets the log up. Later calls change nothing.
pub fn log(config: &Config) {
    let usual = if config.production() {
        QUIET.to_owned()
    } else {
        format!("{QUIET}{QUIET_WHILE_DEVELOPING}")
    };
    let directives = config.log.as_deref().unwrap_or(&usual);
    let filter = EnvFilter::try_new(directives).unwrap_or_else(|error| {
        eprintln!("LOG cannot be read ({error}); logging as usual.");
        EnvFilter::new(&usual)
    });
    let log = fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let set = if config.production() {
        log.json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .try_init()
    } else {
        log.with_target(false).compact().try_init()
    };
    // Somebody who embeds the server has a log already.
    drop(set);
}

/// Gathers the figures that /metrics shows.
pub fn figures() -> anyhow::Result<PrometheusHandle> {
    const SECONDS: &[f64] = &[
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
    ];
    Ok(PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), SECONDS)?
        .install_recorder()?)
}
