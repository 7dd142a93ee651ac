//! The sandbox bank's books.

use sqlx::PgPool;
use time::OffsetDateTime;

use crate::{Money, Result, Tx};

#[derive(Clone, Debug, PartialEq)]
pub struct SandboxIntent {
    pub id: String,
    pub amount: Money,
    pub description: String,
    pub return_url: String,
    pub state: SandboxState,
    pub failure: Option<String>,
    /// Counts its changes, so that each has an event of its own.
    pub revision: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SandboxState {
    RequiresAction,
    Challenged,
    Succeeded,
    Failed,
    Canceled,
}

impl SandboxState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RequiresAction => "requires_action",
            Self::Challenged => "challenged",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }
}

struct Row {
    id: String,
    amount_minor: i64,
    currency: String,
    description: String,
    return_url: String,
    state: SandboxState,
    failure: Option<String>,
    revision: i32,
}

impl From<Row> for SandboxIntent {
    fn from(row: Row) -> Self {
        Self {
            amount: Money::stored(row.amount_minor, &row.currency),
            id: row.id,
            description: row.description,
            return_url: row.return_url,
            state: row.state,
            failure: row.failure,
            revision: row.revision,
        }
    }
}

/// The intent, or `NotFound`.
pub async fn intent(db: &PgPool, id: &str) -> Result<SandboxIntent> {
    Ok(sqlx::query_as!(
        Row,
        r#"select id, amount_minor, currency, description, return_url, state as "state: SandboxState", failure, revision
           from sandbox_intent where id = $1"#,
        id
    )
    .fetch_one(db)
    .await?
    .into())
}

pub(super) async fn locked(tx: &mut Tx, id: &str) -> Result<SandboxIntent> {
    Ok(sqlx::query_as!(
        Row,
        r#"select id, amount_minor, currency, description, return_url, state as "state: SandboxState", failure, revision
           from sandbox_intent where id = $1 for update"#,
        id
    )
    .fetch_one(&mut **tx)
    .await?
    .into())
}

pub(super) async fn moved(
    tx: &mut Tx,
    id: &str,
    state: SandboxState,
    failure: Option<&str>,
    now: OffsetDateTime,
) -> Result<SandboxIntent> {
    Ok(sqlx::query_as!(
        Row,
        r#"update sandbox_intent set state = $2, failure = $3, revision = revision + 1, updated_at = $4 where id = $1
           returning id, amount_minor, currency, description, return_url, state as "state: SandboxState", failure, revision"#,
        id,
        state.as_str(),
        failure,
        now
    )
    .fetch_one(&mut **tx)
    .await?
    .into())
}
