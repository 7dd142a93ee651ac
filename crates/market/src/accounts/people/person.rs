//! One person: what one has to know to help them, and nothing that opens anything.

use sqlx::PgPool;
use time::OffsetDateTime;

use super::super::{Permission, Role, Staff};
use crate::audit::{self, Listed};
use crate::{AccountId, Error, Result};

/// How much of what happened is shown.
const LATEST: i64 = 20;

#[derive(Clone, Debug)]
pub struct Person {
    pub id: AccountId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub created_at: OffsetDateTime,
    /// When they confirmed their address.
    pub verified_at: Option<OffsetDateTime>,
    pub suspended_at: Option<OffsetDateTime>,
    /// Nobody is there any more.
    pub erased: bool,
    /// Whether signing in takes more than a password, or no password at all.
    pub second_factor: bool,
    /// Where they are signed in now.
    pub sessions: i64,
    pub orders: i64,
    /// API keys that work.
    pub api_keys: i64,
    /// The vendors they act for.
    pub vendors: i64,
    /// The latest that they did or that was done to them; nothing for whoever may not read the record.
    pub latest: Option<Vec<Listed>>,
}

/// The person with this id; `NotFound` when there is none.
pub async fn person(db: &PgPool, by: &Staff, id: AccountId, now: OffsetDateTime) -> Result<Person> {
    by.must(Permission::SeePeople)?;
    let row = sqlx::query!(
        r#"select name, email, role as "role: Role", created_at, email_verified_at, suspended_at, erased_at is not null as "erased!",
                  (exists (select from authenticator where account_id = account.id and confirmed_at is not null)
                   or exists (select from passkey where account_id = account.id)) as "second_factor!",
                  (select count(*) from session where account_id = account.id and expires_at > $2) as "sessions!",
                  (select count(*) from order_group where account_id = account.id) as "orders!",
                  (select count(*) from api_key
                   where account_id = account.id and revoked_at is null and expires_at > $2) as "api_keys!",
                  (select count(*) from vendor_member where account_id = account.id) as "vendors!"
           from account where id = $1"#,
        id.0,
        now
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)?;
    let latest = match by.may(Permission::ReadRecord) {
        true => Some(audit::about(db, id, LATEST).await?),
        false => None,
    };
    Ok(Person {
        id,
        name: row.name,
        email: row.email,
        role: row.role,
        created_at: row.created_at,
        verified_at: row.email_verified_at,
        suspended_at: row.suspended_at,
        erased: row.erased,
        second_factor: row.second_factor,
        sessions: row.sessions,
        orders: row.orders,
        api_keys: row.api_keys,
        vendors: row.vendors,
        latest,
    })
}
