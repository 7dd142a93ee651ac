//! One file for every request, from memory, through the same accept loop: what `scripts/bench` compares the pages with.

use std::path::Path;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;

use super::{limits, listen, signals};
use crate::config::Config;
use crate::http::{self, Front, Phase, Phases};

/// Answers until it is told to stop.
pub async fn echo(config: &Config, file: &Path) -> Result<()> {
    let body = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let body = Bytes::from(body);
    let answer = move || {
        let body = body.clone();
        async move { ([(CONTENT_TYPE, "text/html; charset=utf-8")], body) }
    };
    let listener = listen(config.listen).await?;
    let (phases, front) = (Phases::starting(), Front::new());
    signals::watch(phases.clone(), config.drain)?;
    front.open(Router::new().fallback(answer));
    phases.enter(Phase::Ready);
    http::serve(listener, front, phases, limits::limits(config)).await;
    Ok(())
}
