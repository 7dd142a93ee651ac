//! Copies of sessions in Redis.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use app::web::session_id_hash;
use fred::prelude::KeysInterface;
use fred::types::{Expiration, SetOptions};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use tokio::time::Instant;
use tower_sessions::session::{Id, Record};

use crate::redis::Redis;

/// How long a copy lives. What could not be told to Redis is wrong there for at most this long.
const COPY: Duration = Duration::from_secs(60);

#[derive(Clone, Debug)]
pub struct Cache {
    redis: Redis,
    /// Sessions whose change did not reach Redis: their copies are not believed until they have run out.
    unsynced: Arc<Mutex<HashMap<Id, Instant>>>,
}

/// What Redis keeps of a session. The id is not in it: it would open the session.
#[derive(Serialize, Deserialize)]
struct Copy {
    data: HashMap<String, Value>,
    /// Seconds since 1970.
    expires_at: i64,
}

impl Cache {
    pub fn new(redis: Redis) -> Self {
        Self {
            redis,
            unsynced: Arc::default(),
        }
    }

    pub async fn get(&self, id: &Id) -> Option<Record> {
        if self.is_unsynced(id) {
            return None;
        }
        let kept = self.redis.client().get::<Option<Vec<u8>>, _>(key(id));
        let kept = self.redis.ask(kept).await??;
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
        let gone = self
            .redis
            .ask(self.redis.client().del::<(), _>(key(id)))
            .await;
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
            .redis
            .client()
            .set::<(), _, _>(key, copy, ends, unless, false);
        self.redis.ask(set).await.is_some()
    }

    fn told(&self, id: Id, told: bool) {
        let mut unsynced = self.unsynced.lock().unwrap_or_else(PoisonError::into_inner);
        if told {
            unsynced.remove(&id);
            return;
        }
        let now = Instant::now();
        unsynced.retain(|_, until| *until > now);
        unsynced.insert(id, now + COPY);
    }

    fn is_unsynced(&self, id: &Id) -> bool {
        let unsynced = self.unsynced.lock().unwrap_or_else(PoisonError::into_inner);
        unsynced
            .get(id)
            .is_some_and(|until| *until > Instant::now())
    }
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
