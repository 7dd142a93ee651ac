//! From a signal to an orderly end.

use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};

use crate::http::{Phase, Phases};

/// The first signal drains, then stops; the second stops at once; the third ends the process. A database left behind
/// by the third is adopted at the next start.
pub fn watch(phases: Phases, drain: Duration) -> std::io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        let mut told = async || {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        };
        told().await;
        // Still starting: nobody was sent here yet, so nobody has to be seen leaving.
        let drain = if phases.now() == Phase::Ready {
            drain
        } else {
            Duration::ZERO
        };
        tracing::info!(ms = drain.as_millis() as u64, "draining");
        phases.enter(Phase::Draining);
        let again = tokio::time::timeout(drain, told()).await.is_ok();
        tracing::info!("stopping");
        phases.enter(Phase::Stopping);
        if !again {
            told().await;
        }
        told().await;
        tracing::warn!("stopped without waiting");
        std::process::exit(130);
    });
    Ok(())
}
