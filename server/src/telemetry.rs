//! What the server says about itself: a log, for people in development and for programs in production, and figures.

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

use crate::config::Config;

/// Libraries speak up only when something is wrong. tower-sessions warns of every cookie that has run out: that is daily life.
const QUIET: &str =
    "warn,server=info,market=info,app=info,tower_sessions=error,tower_sessions_core=error";

/// Sets the log up. Later calls change nothing.
pub fn log(config: &Config) {
    let directives = config.log.as_deref().unwrap_or(QUIET);
    let filter = EnvFilter::try_new(directives).unwrap_or_else(|error| {
        eprintln!("LOG cannot be read ({error}); logging as usual.");
        EnvFilter::new(QUIET)
    });
    let log = fmt().with_env_filter(filter).with_writer(std::io::stderr);
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
