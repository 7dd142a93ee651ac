//! What runs without being asked: jobs, the search index, payments nobody reports on, orders nobody pays, what is old.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use market::jobs::{self, Courier, Lane};
use market::retention::{self, Swept};
use market::{Market, catalog, checkout, search};
use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::http::{Phase, Phases};

/// Nobody waits longer than this for work that nobody was woken for: a notification is only a hint.
const POLL: Duration = Duration::from_secs(5);
/// Loops, each of which runs one job at a time. Those of mail may all stand still while a mail server does.
const LOOPS: [Lane; 4] = [Lane::Rest, Lane::Rest, Lane::Mail, Lane::Mail];
/// Jobs a loop runs before it looks whether it should stop.
const BATCH: usize = 8;

/// Wakes loops when something was written down for them.
#[derive(Clone, Debug, Default)]
pub struct Bells {
    /// One a loop: a common one keeps a single ring, which a loop of the other lane could hear instead.
    jobs: [Arc<Notify>; LOOPS.len()],
    event: Arc<Notify>,
}

impl Bells {
    /// Listens on a connection of its own, which no pooler may share out. When it breaks, the loops' polls go on.
    pub async fn listen(self, db: PgPool) {
        loop {
            if let Err(error) = self.hear(&db).await {
                tracing::warn!(%error, "not listening for work; looking every few seconds instead");
            }
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
    }

    async fn hear(&self, db: &PgPool) -> Result<()> {
        let mut listener = PgListener::connect_with(db).await?;
        listener.listen_all(["job", "event"]).await?;
        // What was written before we listened rang no bell.
        self.ring();
        loop {
            match listener.try_recv().await? {
                Some(note) if note.channel() == "event" => self.event.notify_one(),
                Some(_) => self.ring_for_jobs(),
                None => self.ring(),
            }
        }
    }

    fn ring(&self) {
        self.ring_for_jobs();
        self.event.notify_one();
    }

    /// A bell that nobody waits for is heard by the next who would: nothing is missed between looking and waiting.
    fn ring_for_jobs(&self) {
        for bell in &self.jobs {
            bell.notify_one();
        }
    }
}

/// Runs jobs and the chores of every quarter of an hour until the server stops; a job under way is finished first.
pub async fn work(market: Market, courier: Arc<dyn Courier>, bells: Bells, phases: Phases) {
    let mut loops = JoinSet::new();
    for (lane, bell) in LOOPS.into_iter().zip(bells.jobs) {
        loops.spawn(run_jobs(
            market.clone(),
            courier.clone(),
            lane,
            bell,
            phases.clone(),
        ));
    }
    loops.spawn(settle(market.clone(), phases.clone()));
    loops.spawn(sweep(market, phases));
    loops.join_all().await;
}

async fn run_jobs(
    market: Market,
    courier: Arc<dyn Courier>,
    lane: Lane,
    bell: Arc<Notify>,
    phases: Phases,
) {
    while phases.now() < Phase::Stopping {
        match jobs::run_due(&market, courier.as_ref(), lane, BATCH).await {
            Ok(ran) if ran > 0 => {
                metrics::counter!("jobs_run_total").increment(ran as u64);
                continue;
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "jobs could not be run"),
        }
        rest(&bell, POLL, &phases).await;
    }
}

/// Keeps this node's index in step with the catalogue.
pub async fn follow(market: Market, bells: Bells, phases: Phases) {
    while phases.now() < Phase::Stopping {
        let read = search::follow(&market).await;
        match &read {
            Ok(0) => {}
            Ok(read) => tracing::debug!(read, "search index"),
            Err(error) => tracing::warn!(%error, "the search index could not follow"),
        }
        // A change committed while an older transaction is still open shows only when that one ends.
        rest(&bells.event, POLL, &phases).await;
    }
}

/// The safety net under webhooks and browsers: asks about quiet payments, then ends orders whose time is over.
async fn settle(market: Market, phases: Phases) {
    let never = Notify::new();
    while phases.now() < Phase::Stopping {
        if let Err(error) = checkout::settle_stale(&market).await {
            tracing::warn!(%error, "payments could not be looked after");
        }
        if let Err(error) = checkout::expire_due(&market).await {
            tracing::warn!(%error, "orders could not be ended");
        }
        rest(&never, Duration::from_secs(30), &phases).await;
    }
}

async fn sweep(market: Market, phases: Phases) {
    let never = Notify::new();
    while phases.now() < Phase::Stopping {
        match retention::sweep(&market).await {
            Ok(swept) => swept.iter().filter(|swept| swept.rows > 0).for_each(tell),
            Err(error) => tracing::warn!(%error, "not all that is old could be removed"),
        }
        if let Err(error) = catalog::recount_recent_sales(&market).await {
            tracing::warn!(%error, "recent sales could not be counted");
        }
        if let Err(error) = catalog::find_likes(&market).await {
            tracing::warn!(%error, "it could not be found out which products are alike");
        }
        rest(&never, Duration::from_secs(15 * 60), &phases).await;
    }
}

fn tell(swept: &Swept) {
    tracing::info!(what = swept.what, rows = swept.rows, "removed");
}

async fn rest(bell: &Notify, at_most: Duration, phases: &Phases) {
    tokio::select! {
        () = bell.notified() => {}
        () = tokio::time::sleep(at_most) => {}
        () = phases.reached(Phase::Stopping) => {}
    }
}
