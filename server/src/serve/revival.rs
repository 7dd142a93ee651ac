//! A private database has nobody else to look after it: when it dies, it is started again.

use std::time::Duration;

use crate::http::{Phase, Phases, Vitals};
use crate::postgres::Reviver;

/// Ends before the database is stopped for good.
pub async fn keep_alive(reviver: Reviver, vitals: Vitals, phases: Phases) {
    while phases.now() < Phase::Stopping {
        if !vitals.database_up() {
            let reviver = reviver.clone();
            match tokio::task::spawn_blocking(move || reviver.revive()).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!("{error:#}"),
                Err(error) => {
                    tracing::error!(%error, "the private database could not be started again")
                }
            }
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            () = phases.reached(Phase::Stopping) => {}
        }
    }
}
