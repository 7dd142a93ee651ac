//! Copies of sessions in Redis. Nothing it does can fail a request, and a frozen Redis costs one wait, not one per request.

use std::collections::HashMap;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use app::web::session_id_hash;
use fred::clients::Client;
use fred::prelude::{Builder, ClientLike, Config, ReconnectPolicy};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store;
use tower_sessions_redis_store::RedisStore;

/// The longest a request waits for Redis.
const WAIT: Duration = Duration::from_millis(100);
/// After a wait in vain nobody asks for this long.
const PAUSE: Duration = Duration::from_secs(5);
/// How long a copy lives. What could not be told to Redis is wrong there for at most this long.
const COPY: Duration = Duration::from_secs(60);

#[derive(Clone, Debug)]
pub struct Cache {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    client: Client,
    store: RedisStore<Client>,
    breaker: Breaker,
    /// Sessions whose change did not reach Redis: their copies are not believed until they have run out.
    unsynced: Mutex<HashMap<Id, Instant>>,
}

impl Cache {
    /// Connects in the background: a server starts, and runs, without its Redis.
    pub fn connect(url: &SecretString) -> Result<Self> {
        let config = Config::from_url(url.expose_secret()).context("REDIS_URL cannot be used")?;
        let client = Builder::from_config(config)
            .with_connection_config(|connection| {
                connection.connection_timeout = Duration::from_secs(2);
                connection.internal_command_timeout = Duration::from_secs(2);
            })
            .with_performance_config(|performance| performance.default_command_timeout = WAIT)
            .set_policy(ReconnectPolicy::new_exponential(0, 100, 2_000, 2))
            .build()
            .context("REDIS_URL cannot be used")?;
        client.connect();
        Ok(Self {
            shared: Arc::new(Shared {
                store: RedisStore::new(client.clone()),
                client,
                breaker: Breaker::new(PAUSE),
                unsynced: Mutex::default(),
            }),
        })
    }

    /// Whether Redis answers now.
    pub async fn works(&self) -> bool {
        let ping = self.shared.client.ping::<String>(None);
        matches!(tokio::time::timeout(WAIT, ping).await, Ok(Ok(_)))
    }

    pub async fn get(&self, id: &Id) -> Option<Record> {
        if self.is_unsynced(id) {
            return None;
        }
        let key = key(id);
        let mut record = self.ask(self.shared.store.load(&key)).await??;
        record.id = *id;
        Some(record)
    }

    pub async fn put(&self, record: &Record) {
        let mut copy = record.clone();
        copy.id = key(&record.id);
        copy.expiry_date = copy.expiry_date.min(self.copy_ends());
        let put = async {
            self.shared.store.delete(&copy.id).await?;
            self.shared.store.create(&mut copy).await
        };
        self.told(record.id, self.ask(put).await.is_some());
    }

    pub async fn remove(&self, id: &Id) {
        let gone = self.ask(self.shared.store.delete(&key(id))).await.is_some();
        self.told(*id, gone);
    }

    /// None when Redis did not answer, or is not asked at the moment.
    async fn ask<T>(&self, question: impl Future<Output = session_store::Result<T>>) -> Option<T> {
        if !self.shared.breaker.allows() {
            return None;
        }
        match tokio::time::timeout(WAIT, question).await {
            Ok(Ok(answer)) => {
                self.shared.breaker.answered();
                Some(answer)
            }
            Ok(Err(error)) => {
                self.shared.breaker.failed(&error.to_string());
                None
            }
            Err(_late) => {
                self.shared.breaker.failed("no answer in time");
                None
            }
        }
    }

    fn told(&self, id: Id, told: bool) {
        let mut unsynced = self
            .shared
            .unsynced
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if told {
            unsynced.remove(&id);
            return;
        }
        let now = Instant::now();
        unsynced.retain(|_, until| *until > now);
        unsynced.insert(id, now + COPY);
    }

    fn is_unsynced(&self, id: &Id) -> bool {
        let unsynced = self
            .shared
            .unsynced
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        unsynced
            .get(id)
            .is_some_and(|until| *until > Instant::now())
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "Redis ends its copies by the machine's clock, whatever the market's says"
    )]
    fn copy_ends(&self) -> time::OffsetDateTime {
        time::OffsetDateTime::now_utc() + COPY
    }
}

/// Redis knows a session by half its hash: 128 bits nobody can turn back into a cookie.
fn key(id: &Id) -> Id {
    let mut half = [0_u8; 16];
    half.copy_from_slice(&session_id_hash(id)[..16]);
    Id(i128::from_le_bytes(half))
}

/// Lets one question through after each pause; an answer closes it.
#[derive(Debug)]
struct Breaker {
    began: Instant,
    pause: Duration,
    /// Milliseconds since `began`; 0 while all is well.
    open_until: AtomicU64,
}

impl Breaker {
    fn new(pause: Duration) -> Self {
        Self {
            began: Instant::now(),
            pause,
            open_until: AtomicU64::new(0),
        }
    }

    fn allows(&self) -> bool {
        let until = self.open_until.load(Ordering::Acquire);
        if until == 0 {
            return true;
        }
        let now = self.now();
        // Of all who come after the pause, the first one tries; the others go on without.
        now >= until
            && self
                .open_until
                .compare_exchange(
                    until,
                    now + self.pause.as_millis() as u64,
                    Ordering::AcqRel,
                    Ordering::Acquire,
                )
                .is_ok()
    }

    fn answered(&self) {
        if self.open_until.swap(0, Ordering::AcqRel) != 0 {
            tracing::info!("redis answers again");
        }
    }

    fn failed(&self, why: &str) {
        metrics::counter!("session_cache_failures_total").increment(1);
        if self
            .open_until
            .swap(self.now() + self.pause.as_millis() as u64, Ordering::AcqRel)
            == 0
        {
            tracing::warn!(
                why,
                "redis does not answer; sessions come from the database"
            );
        }
    }

    fn now(&self) -> u64 {
        self.began.elapsed().as_millis() as u64 + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_redis_is_asked_once_per_pause() {
        let breaker = Breaker::new(Duration::from_millis(100));
        assert!(breaker.allows());
        breaker.failed("test");
        assert!(!breaker.allows());
        std::thread::sleep(Duration::from_millis(120));
        assert!(breaker.allows());
        assert!(!breaker.allows());
        breaker.answered();
        assert!(breaker.allows());
    }

    #[test]
    fn redis_never_sees_what_the_cookie_says() {
        let id = Id(42);
        assert_ne!(key(&id), id);
        assert_eq!(key(&id), key(&Id(42)));
    }
}
