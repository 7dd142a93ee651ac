//! Keys with which programs act for an account: made and shown once, kept as a hash, good for what their scopes say.

mod key;
mod making;
mod scope;
mod using;

pub use making::{ApiKeyForm, EXPIRIES, MOST, make, open_shown, revoke};
pub use scope::Scope;
pub(super) use scope::known as known_scopes;
pub use using::{Program, by_key};
pub(super) use using::{is_within, unknown};

use sqlx::PgPool;
use time::OffsetDateTime;

use super::Customer;
use crate::{ApiKeyId, Result};

/// A key as its owner sees it afterwards.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub name: String,
    /// Its last characters.
    pub ending: String,
    pub scopes: Vec<Scope>,
    /// Where it works from; empty means anywhere.
    pub networks: Vec<String>,
    pub created_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
    /// To a few minutes.
    pub last_used_at: Option<OffsetDateTime>,
}

/// The keys that work or have run out; what was revoked is gone. Newest first.
pub async fn list(db: &PgPool, of: &Customer) -> Result<Vec<ApiKey>> {
    let rows = sqlx::query!(
        r#"select id as "id: ApiKeyId", name, ending, scopes, networks, created_at, expires_at, last_used_at
           from api_key where account_id = $1 and revoked_at is null order by created_at desc, id desc"#,
        of.id.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ApiKey {
            id: row.id,
            name: row.name,
            ending: row.ending,
            scopes: scope::known(&row.scopes),
            networks: row.networks,
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
        })
        .collect())
}
