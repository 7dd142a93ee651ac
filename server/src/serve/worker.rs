//! A process that runs jobs and serves nobody.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use market::jobs::Courier;

use super::signals;
use crate::config::Config;
use crate::connect::{self, Database, Role};
use crate::data_dir::DataDir;
use crate::egress::Egress;
use crate::http::{Phase, Phases};
use crate::work::{self, Bells};

/// Runs jobs until it is told to stop. A server beside it keeps the search index.
pub async fn work(config: Config) -> Result<()> {
    let folder = DataDir::open(&config.data_dir)?;
    let phases = Phases::starting();
    signals::watch(phases.clone(), Duration::ZERO)?;
    let database = tokio::task::spawn_blocking({
        let (config, folder) = (config.clone(), folder.clone());
        move || Database::open(&config, &folder)
    });
    let database = database.await??;
    market::migrate(&database.pool(Role::Direct)).await?;
    let public_url = config.public_url(config.listen);
    let courier: Arc<dyn Courier> = Arc::new(Egress::to_ourselves(&public_url, None)?);
    let market = connect::market(&config, &folder, database.pool(Role::Work), public_url)?;
    let bells = Bells::default();
    let listening = tokio::spawn(bells.clone().listen(database.pool(Role::Direct)));
    phases.enter(Phase::Ready);
    tracing::info!("working");
    work::work(market, courier, bells, phases).await;
    listening.abort();
    Ok(())
}
