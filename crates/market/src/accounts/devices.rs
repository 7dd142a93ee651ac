//! Where somebody is signed in, and ending that from afar.

use serde_json::json;
use sqlx::PgPool;
use time::OffsetDateTime;

use super::{Customer, session};
use crate::audit::{self, Act, Entry};
use crate::{Error, Market, Result, SessionId, Tx};

/// One place where somebody is signed in.
#[derive(Clone, Debug)]
pub struct OpenSession {
    pub id: SessionId,
    pub browser: String,
    pub system: String,
    /// The network it began in.
    pub address: Option<String>,
    pub began_at: OffsetDateTime,
    /// To within a few minutes.
    pub last_used_at: OffsetDateTime,
    pub kept: bool,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// Everywhere this person is signed in: here first, then the latest used.
pub async fn open_sessions(
    db: &PgPool,
    by: &Customer,
    now: OffsetDateTime,
) -> Result<Vec<OpenSession>> {
    Ok(sqlx::query_as!(
        OpenSession,
        r#"select pass_id as "id!: SessionId", browser as "browser!", system as "system!", address,
                  began_at as "began_at!", last_used_at as "last_used_at!", kept,
                  pass_id is not distinct from $2::uuid as "this!"
           from session
           where account_id = $1 and pass_id is not null and expires_at > $3
           order by 8 desc, last_used_at desc, pass_id"#,
        by.id.0,
        by.session().map(|id| id.0),
        now,
    )
    .fetch_all(db)
    .await?)
}

/// Ends one of one's own sessions, on every node; anybody else's is `NotFound`.
pub async fn end_session(
    market: &Market,
    tx: &mut Tx,
    by: &Customer,
    session: SessionId,
) -> Result<()> {
    let ended = sqlx::query!(
        "delete from session where account_id = $1 and pass_id = $2 returning browser, system",
        by.id.0,
        session.0
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Error::NotFound)?;
    let entry = Entry::new(
        &by.actor(),
        Act::SessionEnded,
        ("session", session.to_string()),
    )
    .before(json!({ "browser": ended.browser, "system": ended.system }));
    audit::record(market, tx, entry).await
}

/// Ends all of one's own sessions but the one that asks. Returns how many there were.
pub async fn end_other_sessions(market: &Market, tx: &mut Tx, by: &Customer) -> Result<u64> {
    let ended = session::end_but(tx, by.id, by.session()).await?;
    let entry = Entry::new(
        &by.actor(),
        Act::OtherSessionsEnded,
        ("account", by.id.to_string()),
    )
    .after(json!({ "ended": ended }));
    audit::record(market, tx, entry).await?;
    Ok(ended)
}
