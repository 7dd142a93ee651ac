//! Copies of sessions in Redis. Nothing it does can fail a request, and a frozen Redis costs one wait, not one per request.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use app::web::session_id_hash;
use fred::clients::Client;
use fred::error::Error;
use fred::prelude::{Builder, ClientLike, Config, KeysInterface, ReconnectPolicy};
use fred::types::{Expiration, SetOptions};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use tokio::time::Instant;
use tower_sessions::session::{Id, Record};

use super::breaker::Breaker;

/// The longest a request waits for Redis.
const WAIT: Duration = Duration::from_millis(100);
/// After a wait in vain nobody asks for this long.
const PAUSE: Duration = Duration::from_secs(5);
/// How long a copy lives. What could not be told to Redis is wrong there for at most this long.
const COPY: Duration = Duration::from_secs(60);
/// For connecting, and for what connecting asks.
const CONNECT: Duration = Duration::from_secs(2);

#[derive(Clone, Debug)]
pub struct Cache {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    client: Client,
    breaker: Breaker,
    /// Sessions whose change did not reach Redis: their copies are not believed until they have run out.
    unsynced: Mutex<HashMap<Id, Instant>>,
}

/// What Redis keeps of a session. The id is not in it: it would open the session.
#[derive(Serialize, Deserialize)]
struct Copy {
    data: HashMap<String, Value>,
    /// Seconds since 1970.
    expires_at: i64,
}

impl Cache {
    /// Connects in the background, again and again: a server starts, and runs, without its Redis.
    pub fn connect(url: &SecretString) -> Result<Self> {
        let client = client(url, false)?;
        client.connect();
        Ok(Self {
            shared: Arc::new(Shared {
                client,
                breaker: Breaker::new(PAUSE),
                unsynced: Mutex::default(),
            }),
        })
    }

    /// Connects and asks once; the error says why that did not work.
    pub async fn try_out(url: &SecretString) -> Result<()> {
        let client = client(url, true)?;
        let tried = async {
            client.init().await?;
            client.ping::<String>(None).await
        };
        let answer = tokio::time::timeout(2 * CONNECT, tried).await;
        answer.context("no answer in time")??;
        Ok(())
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
        let kept = self.shared.client.get::<Option<Vec<u8>>, _>(key(id));
        let kept = self.ask(kept).await??;
        let record = read(*id, &kept);
        if record.is_none() {
            self.remove(id).await;
        }
        record
    }

    /// Keeps what the database said, unless somebody has put something there meanwhile: that is newer.
    pub async fn fill(&self, record: &Record) {
        self.set(record, Some(SetOptions::NX)).await;
    }

    /// Keeps what the database was told.
    pub async fn put(&self, record: &Record) {
        let put = self.set(record, None).await;
        self.told(record.id, put);
    }

    pub async fn remove(&self, id: &Id) {
        let gone = self.ask(self.shared.client.del::<(), _>(key(id))).await;
        self.told(*id, gone.is_some());
    }

    async fn set(&self, record: &Record, unless: Option<SetOptions>) -> bool {
        let copy = Copy {
            data: record.data.clone(),
            expires_at: record.expiry_date.unix_timestamp(),
        };
        let Ok(copy) = serde_json::to_string(&copy) else {
            return false;
        };
        // A moment, not a span: a frozen Redis that carries this out later makes no copy that outlives it.
        let ends = Some(Expiration::EXAT(copy_ends().unix_timestamp()));
        let key = key(&record.id);
        let set = self
            .shared
            .client
            .set::<(), _, _>(key, copy, ends, unless, false);
        self.ask(set).await.is_some()
    }

    /// None when Redis did not answer, or is not asked at the moment.
    async fn ask<T>(&self, question: impl Future<Output = Result<T, Error>>) -> Option<T> {
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
}

/// `once`: gives up when the first attempt to connect fails.
fn client(url: &SecretString, once: bool) -> Result<Client> {
    let mut config = Config::from_url(url.expose_secret()).context("REDIS_URL cannot be used")?;
    config.fail_fast = once;
    Builder::from_config(config)
        .with_connection_config(|connection| {
            connection.connection_timeout = CONNECT;
            connection.internal_command_timeout = CONNECT;
            connection.reconnect_on_auth_error = true;
        })
        .with_performance_config(|performance| performance.default_command_timeout = WAIT)
        .set_policy(ReconnectPolicy::new_exponential(0, 100, 2_000, 2))
        .build()
        .context("REDIS_URL cannot be used")
}

/// None for what we cannot have written.
fn read(id: Id, kept: &[u8]) -> Option<Record> {
    let copy: Copy = serde_json::from_slice(kept).ok()?;
    Some(Record {
        id,
        data: copy.data,
        expiry_date: OffsetDateTime::from_unix_timestamp(copy.expires_at).ok()?,
    })
}

/// Redis knows a session by half its hash: 128 bits nobody can turn back into a cookie.
fn key(id: &Id) -> String {
    format!("session:{}", hex::encode(&session_id_hash(id)[..16]))
}

#[expect(
    clippy::disallowed_methods,
    reason = "Redis ends its copies by the machine's clock, whatever the market's says"
)]
fn copy_ends() -> OffsetDateTime {
    OffsetDateTime::now_utc() + COPY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redis_never_sees_what_the_cookie_says() {
        let id = Id(42);
        assert_eq!(key(&id), key(&Id(42)));
        assert!(!key(&id).contains(&id.to_string()));
    }

    #[test]
    fn what_somebody_else_wrote_is_no_session() {
        for kept in ["", "nonsense", "{}", r#"{"data":[],"expires_at":0}"#] {
            assert!(read(Id(1), kept.as_bytes()).is_none(), "{kept}");
        }
    }
}
