//! Visitors' sessions: Postgres is the truth, Redis at most a copy that may vanish, freeze or lie.

use app::web::{pass_of, session_id_hash};
use async_trait::async_trait;
use market::Clock;
use market::accounts::session::{self, GUEST_IDLE, Stored};
use sqlx::PgPool;
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, SessionManagerLayer, SessionStore};

mod cache;
mod renewal;

pub use cache::Cache;
pub use renewal::renew;

/// The cookie's name. Over https the prefix makes browsers refuse it from anyone but this very host.
pub fn cookie_name(https: bool) -> &'static str {
    if https {
        "__Host-autopilot"
    } else {
        "autopilot"
    }
}

/// A visitor who changes nothing gets no session, hence no cookie.
pub fn layer(sessions: Sessions, https: bool) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(sessions)
        .with_name(cookie_name(https))
        .with_secure(https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(GUEST_IDLE))
}

#[derive(Clone, Debug)]
pub struct Sessions {
    db: PgPool,
    clock: Clock,
    cache: Option<Cache>,
}

impl Sessions {
    pub fn new(db: PgPool, clock: Clock, cache: Option<Cache>) -> Self {
        Self { db, clock, cache }
    }

    async fn load_stored(&self, id: &Id) -> Result<Option<Record>> {
        let stored = session::load(&self.db, &session_id_hash(id), self.clock.now())
            .await
            .map_err(backend)?;
        stored.map(|stored| self.record(id, stored)).transpose()
    }

    /// tower-sessions reads the machine's clock, the market its own; what is stored follows the market's.
    fn record(&self, id: &Id, stored: Stored) -> Result<Record> {
        Ok(Record {
            id: *id,
            data: serde_json::from_value(stored.data)
                .map_err(|error| Error::Decode(error.to_string()))?,
            expiry_date: stored.expires_at - self.clock.offset(),
        })
    }

    fn stored(&self, record: &Record) -> Result<Stored> {
        Ok(Stored {
            data: serde_json::to_value(&record.data)
                .map_err(|error| Error::Encode(error.to_string()))?,
            expires_at: record.expiry_date + self.clock.offset(),
        })
    }
}

fn backend(error: market::Error) -> Error {
    match error {
        market::Error::Failed(cause) => Error::Backend(format!("{cause:#}")),
        other => Error::Backend(other.to_string()),
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let stored = self.stored(record)?;
        loop {
            let hash = session_id_hash(&record.id);
            if session::create(
                &self.db,
                &hash,
                pass_of(&record.data).as_ref(),
                &stored,
                self.clock.now(),
            )
            .await
            .map_err(backend)?
            {
                break;
            }
            record.id = Id::default();
        }
        if let Some(cache) = &self.cache {
            cache.put(record).await;
        }
        Ok(())
    }

    /// A session that was ended meanwhile, on this node or another, is not brought back by a request that was under way.
    async fn save(&self, record: &Record) -> Result<()> {
        let stored = self.stored(record)?;
        let alive = session::save(
            &self.db,
            &session_id_hash(&record.id),
            pass_of(&record.data).as_ref(),
            &stored,
            self.clock.now(),
        )
        .await
        .map_err(backend)?;
        match &self.cache {
            Some(cache) if alive => cache.put(record).await,
            Some(cache) => cache.remove(&record.id).await,
            None => {}
        }
        Ok(())
    }

    /// What the cache says decides nothing: whoever is signed in is looked up in Postgres on every request.
    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some(cache) = &self.cache else {
            return self.load_stored(id).await;
        };
        if let Some(record) = cache.get(id).await {
            return Ok(Some(record));
        }
        let record = self.load_stored(id).await?;
        if let Some(record) = &record {
            cache.fill(record).await;
        }
        Ok(record)
    }

    /// The truth first: when Redis is away the copy runs out by itself, and opens nothing until then.
    async fn delete(&self, id: &Id) -> Result<()> {
        session::delete(&self.db, &session_id_hash(id))
            .await
            .map_err(backend)?;
        if let Some(cache) = &self.cache {
            cache.remove(id).await;
        }
        Ok(())
    }
}
