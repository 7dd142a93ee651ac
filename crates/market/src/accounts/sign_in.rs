//! Proving who one is: once with a password, then with each request's session.

use secrecy::SecretString;
use sqlx::PgPool;
use time::OffsetDateTime;

use super::{Account, Role, hashing, sign_up::clean_email};
use crate::{AccountId, Market, Refusal, Result};

/// The account with this address and password. Refuses with `WrongCredentials`, whichever of the two is wrong and
/// after the same time.
pub async fn sign_in(market: &Market, email: &str, password: &SecretString) -> Result<Account> {
    let email = clean_email(email).unwrap_or_default();
    let found = sqlx::query!(
        r#"select id as "id: AccountId", password_hash, session_version
           from account where email = $1 and suspended_at is null"#,
        email
    )
    .fetch_optional(&market.db)
    .await?;
    let hash = found.as_ref().and_then(|row| row.password_hash.as_deref());
    let fits = hashing::fits(password, hash).await?;
    match found {
        Some(row) if fits => {
            if let Some(hash) = row.password_hash.filter(|hash| !hashing::is_current(hash)) {
                renew_hash(market, row.id, &hash, password).await?;
            }
            by_id(&market.db, row.id).await
        }
        _ => Err(Refusal::WrongCredentials.into()),
    }
}

/// Hashes the password as it is done today, now that it is at hand. Whatever has replaced the old hash meanwhile stays.
async fn renew_hash(
    market: &Market,
    account: AccountId,
    old: &str,
    password: &SecretString,
) -> Result<()> {
    let new = hashing::hash(password).await?;
    sqlx::query!(
        "update account set password_hash = $3 where id = $1 and password_hash = $2",
        account.0,
        old,
        new
    )
    .execute(&market.db)
    .await?;
    Ok(())
}

pub(super) async fn by_id(db: &PgPool, id: AccountId) -> Result<Account> {
    Ok(sqlx::query_as!(
        Account,
        r#"select id, email, name, role as "role: Role", session_version, created_at,
                  exists (select from vendor_member where account_id = account.id) as "sells!"
           from account where id = $1"#,
        id.0
    )
    .fetch_one(db)
    .await?)
}

/// The account behind a session, asked of the database each time: a session that was ended, belongs to an older
/// version or to a suspended account is nobody's at once, on every node and whatever a cache says.
pub async fn who(
    db: &PgPool,
    session_id_hash: &[u8; 32],
    account: AccountId,
    session_version: i32,
    now: OffsetDateTime,
) -> Result<Option<Account>> {
    Ok(sqlx::query_as!(
        Account,
        r#"select account.id, email, name, role as "role: Role", session_version, account.created_at,
                  exists (select from vendor_member where account_id = account.id) as "sells!"
           from account join session on session.account_id = account.id
           where account.id = $1 and session_version = $2 and suspended_at is null
             and session.id_hash = $3 and session.expires_at > $4"#,
        account.0,
        session_version,
        session_id_hash.as_slice(),
        now,
    )
    .fetch_optional(db)
    .await?)
}
