//! What the server knows of its dependencies' health: asked in the background, so that asking us costs nothing.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use market::Market;
use market::downloads;
use object_store::ObjectStoreExt;
use object_store::path::Path;
use serde::Serialize;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};

use super::phase::{Phase, Phases};
use super::pulse::{Beat, Pulse};
use crate::redis::Redis;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Health {
    Up,
    Down,
    /// Works, at less than its best.
    Resting,
    NotConfigured,
}

#[derive(Clone, Copy, Debug)]
pub struct Findings {
    pub database: Health,
    pub redis: Health,
    pub storage: Health,
    pub search: Health,
}

/// Cheap to clone; everyone sees the same findings.
#[derive(Clone, Debug)]
pub struct Vitals {
    pub began: Instant,
    phases: Phases,
    findings: Arc<Mutex<Findings>>,
    database: Arc<Mutex<Pulse>>,
}

/// How long the database may take for a sign of life.
const BEAT: Duration = Duration::from_secs(1);
/// Between two signs of life, and after one that did not come.
const REST: Duration = Duration::from_secs(1);
const RETRY: Duration = Duration::from_millis(250);

impl Vitals {
    /// Called once the database has answered, so it starts as up.
    pub fn new(phases: Phases, redis: bool) -> Self {
        let redis = if redis {
            Health::Resting
        } else {
            Health::NotConfigured
        };
        let findings = Findings {
            database: Health::Up,
            redis,
            storage: Health::Up,
            search: Health::Up,
        };
        Self {
            began: Instant::now(),
            phases,
            findings: Arc::new(Mutex::new(findings)),
            database: Arc::default(),
        }
    }

    pub fn findings(&self) -> Findings {
        *self.findings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a load balancer should send visitors here.
    pub fn ready(&self) -> bool {
        self.phases.now() == Phase::Ready && self.database_up()
    }

    pub fn database_up(&self) -> bool {
        self.findings().database == Health::Up
    }

    /// The database's pulse, for those who would ask it something.
    pub fn database(&self) -> Pulse {
        *self.database.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, change: impl FnOnce(&mut Findings)) {
        change(&mut self.findings.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Asks the database every second on a connection of its own: a pool that is busy is not a database that is away.
    pub async fn watch_database(self, options: PgConnectOptions) {
        let mut connection = None;
        loop {
            let asked = tokio::time::timeout(BEAT, ping(&mut connection, &options)).await;
            let beat = match asked {
                Ok(Ok(())) => Beat::Answered,
                Ok(Err(_refused)) => Beat::Refused,
                Err(_late) => Beat::Late,
            };
            if beat != Beat::Answered {
                connection = None;
            }
            self.feel(beat);
            let rest = if beat == Beat::Answered { REST } else { RETRY };
            tokio::time::sleep(rest).await;
        }
    }

    fn feel(&self, beat: Beat) {
        let pulse = {
            let mut pulse = self.database.lock().unwrap_or_else(PoisonError::into_inner);
            pulse.feel(beat);
            *pulse
        };
        let health = if pulse.is_weak() {
            Health::Down
        } else {
            Health::Up
        };
        if self.findings().database != health {
            tracing::warn!(?health, ?beat, "database");
        }
        self.note(|findings| findings.database = health);
        metrics::gauge!("database_up").set(if health == Health::Up { 1.0 } else { 0.0 });
    }

    /// Asks for a file that was stored: storage that answers and does not have it is as good as away.
    async fn storage(&self, market: &Market) -> Health {
        let stored = downloads::a_stored_file(&market.db).await.ok().flatten();
        let nothing = stored.is_none();
        let path = stored.unwrap_or_else(|| Path::from("health/nothing"));
        let why = match tokio::time::timeout(Duration::from_secs(2), market.files.head(&path)).await
        {
            Ok(Ok(_)) => return Health::Up,
            Ok(Err(object_store::Error::NotFound { .. })) if nothing => return Health::Up,
            Ok(Err(error)) => error.to_string(),
            Err(_late) => "no answer in time".to_owned(),
        };
        if self.findings().storage != Health::Down {
            tracing::warn!(why, "storage is away");
        }
        Health::Down
    }

    pub async fn watch_others(self, market: Market, redis: Option<Redis>) {
        loop {
            let storage = self.storage(&market).await;
            let redis = match &redis {
                Some(redis) => {
                    if redis.works().await {
                        Health::Up
                    } else {
                        Health::Down
                    }
                }
                None => Health::NotConfigured,
            };
            let search = if market.search.is_empty() {
                Health::Resting
            } else {
                Health::Up
            };
            self.note(|findings| {
                (findings.storage, findings.redis, findings.search) = (storage, redis, search)
            });
            if let Ok(waiting) = market::jobs::waiting(&market.db).await {
                metrics::gauge!("jobs_waiting").set(waiting as f64);
            }
            metrics::gauge!("database_connections_idle").set(market.db.num_idle() as f64);
            metrics::gauge!("database_connections_open").set(f64::from(market.db.size()));
            tokio::time::sleep(Duration::from_secs(5)).await;
        }
    }
}

async fn ping(
    connection: &mut Option<PgConnection>,
    options: &PgConnectOptions,
) -> sqlx::Result<()> {
    match connection {
        Some(connection) => connection.ping().await,
        None => connection.insert(options.connect().await?).ping().await,
    }
}
