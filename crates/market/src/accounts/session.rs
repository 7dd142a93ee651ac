//! Sessions as they are kept: under a hash of their id, with what the visitor's browser session holds.

use serde_json::Value;
use sqlx::PgPool;
use time::OffsetDateTime;

use crate::{AccountId, Result, Tx};

pub struct Stored {
    pub data: Value,
    pub expires_at: OffsetDateTime,
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
    account: Option<AccountId>,
    stored: &Stored,
    now: OffsetDateTime,
) -> Result<bool> {
    let created = sqlx::query!(
        "insert into session (id_hash, account_id, data, created_at, expires_at) values ($1, $2, $3, $4, $5)
         on conflict on constraint session_pkey do nothing",
        id_hash.as_slice(),
        account.map(|id| id.0),
        stored.data,
        now,
        stored.expires_at,
    )
    .execute(db)
    .await?;
    Ok(created.rows_affected() == 1)
}

/// Saves a session that lives. One that was ended meanwhile stays ended: false.
pub async fn save(
    db: &PgPool,
    id_hash: &[u8; 32],
    account: Option<AccountId>,
    stored: &Stored,
) -> Result<bool> {
    let saved = sqlx::query!(
        "update session set account_id = $2, data = $3, expires_at = $4 where id_hash = $1",
        id_hash.as_slice(),
        account.map(|id| id.0),
        stored.data,
        stored.expires_at,
    )
    .execute(db)
    .await?;
    Ok(saved.rows_affected() == 1)
}

pub async fn delete(db: &PgPool, id_hash: &[u8; 32]) -> Result<()> {
    sqlx::query!("delete from session where id_hash = $1", id_hash.as_slice())
        .execute(db)
        .await?;
    Ok(())
}

/// Ends every session of the account, on every node.
pub async fn end_all(tx: &mut Tx, account: AccountId) -> Result<()> {
    sqlx::query!("delete from session where account_id = $1", account.0)
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        "update account set session_version = session_version + 1 where id = $1",
        account.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
