//! What an owner sees of the tokens that programs hold for them, and ending these.

use sqlx::PgPool;
use time::OffsetDateTime;

use crate::accounts::Customer;
use crate::accounts::api_keys::{Scope, known_scopes};
use crate::audit::{self, Act, Entry};
use crate::{Error, Market, Result, TokenFamilyId, Tx};

/// A family of tokens that works.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenTokens {
    pub id: TokenFamilyId,
    pub key_name: String,
    pub scopes: Vec<Scope>,
    pub began_at: OffsetDateTime,
    pub renewed_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
}

/// Families that can be used or refreshed, the last renewed first.
pub async fn open(db: &PgPool, of: &Customer, now: OffsetDateTime) -> Result<Vec<OpenTokens>> {
    let rows = sqlx::query!(
        r#"select family.id as "id: TokenFamilyId", key.name, family.scopes, began_at, renewed_at, family.expires_at
           from token_family family join api_key key on key.id = family.api_key_id
           where key.account_id = $1 and ended_at is null and revoked_at is null and family.expires_at > $2
           order by renewed_at desc, family.id desc limit 100"#,
        of.id.0,
        now
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| OpenTokens {
            id: row.id,
            key_name: row.name,
            scopes: known_scopes(&row.scopes),
            began_at: row.began_at,
            renewed_at: row.renewed_at,
            expires_at: row.expires_at,
        })
        .collect())
}

/// Ends a family at once; somebody else's, or one that has ended, is `NotFound`.
pub async fn end(market: &Market, tx: &mut Tx, by: &Customer, family: TokenFamilyId) -> Result<()> {
    let ended = sqlx::query!(
        "update token_family set ended_at = $3 where id = $1 and ended_at is null
           and api_key_id in (select id from api_key where account_id = $2)",
        family.0,
        by.id.0,
        market.now()
    )
    .execute(&mut **tx)
    .await?;
    if ended.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    let object = ("token_family", family.to_string());
    audit::record(
        market,
        tx,
        Entry::new(&by.actor(), Act::TokensEnded, object),
    )
    .await
}
