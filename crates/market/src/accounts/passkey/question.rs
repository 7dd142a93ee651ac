//! A question put to somebody's device. It lies in the database, so that its answer counts once.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{AccountId, Market, Refusal, Result, Tx};

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::minutes(10);

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// A new passkey for an account.
    Add,
    /// One of an account's own.
    Prove,
    /// Any of ours, and with it whose it is.
    Identify,
}

impl Question {
    fn code(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Prove => "prove",
            Self::Identify => "identify",
        }
    }
}

pub(super) async fn ask(
    market: &Market,
    tx: &mut Tx,
    (kind, about): (Question, Option<AccountId>),
    options: Value,
    state: &impl Serialize,
) -> Result<Uuid> {
    let id = Uuid::new_v4();
    sqlx::query!(
        "insert into passkey_question (id, account_id, kind, options, state, asked_at) values ($1, $2, $3, $4, $5, $6)",
        id,
        about.map(|id| id.0),
        kind.code(),
        options,
        serde_json::to_value(state).map_err(anyhow::Error::from)?,
        market.now(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// What the browser is to be told, while the question waits for its answer.
pub async fn options(
    db: &PgPool,
    question: Uuid,
    kind: Question,
    now: OffsetDateTime,
) -> Result<Option<Value>> {
    Ok(sqlx::query_scalar!(
        "select options from passkey_question where id = $1 and kind = $2 and asked_at > $3",
        question,
        kind.code(),
        now - PATIENCE,
    )
    .fetch_optional(db)
    .await?)
}

/// Takes the question away, whatever the answer turns out to be. Refuses with `PasskeyRefused` when it was answered
/// before, was asked too long ago or of somebody else.
pub(super) async fn take<S: DeserializeOwned>(
    market: &Market,
    question: Uuid,
    (kind, about): (Question, Option<AccountId>),
) -> Result<S> {
    let state = sqlx::query_scalar!(
        "delete from passkey_question
         where id = $1 and kind = $2 and account_id is not distinct from $3::uuid and asked_at > $4 returning state",
        question,
        kind.code(),
        about.map(|id| id.0),
        market.now() - PATIENCE,
    )
    .fetch_optional(&market.db)
    .await?
    .ok_or(Refusal::PasskeyRefused)?;
    Ok(serde_json::from_value(state).map_err(anyhow::Error::from)?)
}

/// What a browser sent, if it is an answer at all.
pub(super) fn read<A: DeserializeOwned>(answer: &str) -> Result<A, Refusal> {
    serde_json::from_str(answer).map_err(|_| Refusal::PasskeyRefused)
}
