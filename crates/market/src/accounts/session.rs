//! Sessions as they are kept: under a hash of their id, with what the visitor's browser session holds, and how long each
//! may last.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use super::Device;
use crate::{AccountId, Result, SessionId, Tx};

/// How long a guest's session outlives its last use.
pub const GUEST_IDLE: Duration = Duration::days(14);

/// How often a session's last use is written down, at most.
const NOTICED_EVERY: Duration = Duration::minutes(5);

pub struct Stored {
    pub data: Value,
    pub expires_at: OffsetDateTime,
}

/// What lets a session act for an account. The session carries it; the table's columns, written from it, decide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pass {
    /// The same for as long as this sign-in lasts, whatever the session's own id is by then.
    pub id: SessionId,
    pub account: AccountId,
    /// The account's `session_version` when it began.
    pub version: i32,
    pub began_at: OffsetDateTime,
    /// When somebody last proved who they are.
    pub proved_at: OffsetDateTime,
    /// Whether a second factor was part of that.
    pub second_factor: bool,
    pub kept: bool,
    pub device: Device,
    /// The network it began in.
    pub address: Option<String>,
}

/// How long a sign-in lasts: after its last use, and in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub idle: Duration,
    pub absolute: Duration,
}

impl Limits {
    /// For people who asked to be kept signed in, and for those who did not.
    pub const fn of(kept: bool) -> Self {
        if kept {
            Self {
                idle: Duration::days(30),
                absolute: Duration::days(90),
            }
        } else {
            Self {
                idle: Duration::hours(12),
                absolute: Duration::hours(24),
            }
        }
    }

    fn end(self, began_at: OffsetDateTime, used_at: OffsetDateTime) -> OffsetDateTime {
        (used_at + self.idle).min(began_at + self.absolute)
    }
}

impl Pass {
    pub fn limits(&self) -> Limits {
        Limits::of(self.kept)
    }
}

/// The session, unless it is unknown or over.
pub async fn load(db: &PgPool, id_hash: &[u8; 32], now: OffsetDateTime) -> Result<Option<Stored>> {
    Ok(sqlx::query_as!(
        Stored,
        "select data, expires_at from session where id_hash = $1 and expires_at > $2",
        id_hash.as_slice(),
        now
    )
    .fetch_optional(db)
    .await?)
}

/// Begins a session; false when there is one under this id already.
pub async fn create(
    db: &PgPool,
    id_hash: &[u8; 32],
    pass: Option<&Pass>,
    stored: &Stored,
    now: OffsetDateTime,
) -> Result<bool> {
    let created = sqlx::query!(
        "insert into session (id_hash, account_id, data, created_at, expires_at, last_used_at, pass_id, began_at, proved_at,
                              second_factor, kept, browser, system, address)
         values ($1, $2, $3, $4, $5, $4, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict on constraint session_pkey do nothing",
        id_hash.as_slice(),
        pass.map(|pass| pass.account.0),
        stored.data,
        now,
        expiry(pass, stored, now),
        pass.map(|pass| pass.id.0),
        pass.map(|pass| pass.began_at),
        pass.map(|pass| pass.proved_at),
        pass.is_some_and(|pass| pass.second_factor),
        pass.is_some_and(|pass| pass.kept),
        pass.map(|pass| pass.device.browser.as_str()),
        pass.map(|pass| pass.device.system.as_str()),
        pass.and_then(|pass| pass.address.as_deref()),
    )
    .execute(db)
    .await?;
    Ok(created.rows_affected() == 1)
}

/// Saves a session that lives. One that was ended or has run out meanwhile stays so: false.
pub async fn save(
    db: &PgPool,
    id_hash: &[u8; 32],
    pass: Option<&Pass>,
    stored: &Stored,
    now: OffsetDateTime,
) -> Result<bool> {
    let saved = sqlx::query!(
        "update session set account_id = $2, data = $3, expires_at = $5, last_used_at = $4, pass_id = $6, began_at = $7,
                proved_at = $8, second_factor = $9, kept = $10, browser = $11, system = $12, address = $13
         where id_hash = $1 and expires_at > $4",
        id_hash.as_slice(),
        pass.map(|pass| pass.account.0),
        stored.data,
        now,
        expiry(pass, stored, now),
        pass.map(|pass| pass.id.0),
        pass.map(|pass| pass.began_at),
        pass.map(|pass| pass.proved_at),
        pass.is_some_and(|pass| pass.second_factor),
        pass.is_some_and(|pass| pass.kept),
        pass.map(|pass| pass.device.browser.as_str()),
        pass.map(|pass| pass.device.system.as_str()),
        pass.and_then(|pass| pass.address.as_deref()),
    )
    .execute(db)
    .await?;
    Ok(saved.rows_affected() == 1)
}

/// A cookie may say what it likes: a sign-in ends when its limits say so.
fn expiry(pass: Option<&Pass>, stored: &Stored, now: OffsetDateTime) -> OffsetDateTime {
    pass.map_or(stored.expires_at, |pass| {
        pass.limits().end(pass.began_at, now)
    })
}

/// Notes that a signed-in session is in use, which moves its end on. Most requests find that noted already.
pub(super) async fn used(
    db: &PgPool,
    id_hash: &[u8; 32],
    last_used_at: OffsetDateTime,
    (began_at, kept): (OffsetDateTime, bool),
    now: OffsetDateTime,
) -> Result<()> {
    if now < last_used_at + NOTICED_EVERY {
        return Ok(());
    }
    sqlx::query!(
        "update session set last_used_at = $2, expires_at = $3
         where id_hash = $1 and last_used_at < $2 and expires_at > $2",
        id_hash.as_slice(),
        now,
        Limits::of(kept).end(began_at, now),
    )
    .execute(db)
    .await?;
    Ok(())
}

pub async fn delete(db: &PgPool, id_hash: &[u8; 32]) -> Result<()> {
    sqlx::query!("delete from session where id_hash = $1", id_hash.as_slice())
        .execute(db)
        .await?;
    Ok(())
}

/// Ends every session of the account, on every node, and those somebody is about to begin.
pub async fn end_all(tx: &mut Tx, account: AccountId) -> Result<()> {
    end_but(tx, account, None).await?;
    sqlx::query!(
        "update account set session_version = session_version + 1 where id = $1",
        account.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Ends the account's sessions on every node, all but this one, and says how many there were.
pub(crate) async fn end_but(
    tx: &mut Tx,
    account: AccountId,
    kept: Option<SessionId>,
) -> Result<u64> {
    let ended = sqlx::query!(
        "delete from session where account_id = $1 and pass_id is distinct from $2::uuid",
        account.0,
        kept.map(|id| id.0),
    )
    .execute(&mut **tx)
    .await?;
    Ok(ended.rows_affected())
}
