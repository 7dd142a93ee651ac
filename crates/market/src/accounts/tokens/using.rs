//! A program that shows an access token.

use std::net::IpAddr;

use super::jwt;
use crate::accounts::Role;
use crate::accounts::account::account;
use crate::accounts::api_keys::{Program, is_within, known_scopes, unknown};
use crate::limits::{self, Action, Subject};
use crate::{AccountId, ApiKeyId, AvatarId, Error, Market, Result};

/// Whom an access token lets act, from this address. The signature says that we gave it out; the database, whether it still
/// counts: an ended family, a revoked key or a suspended account ends it at once. Errors are those of `by_key`.
pub async fn by_access_token(market: &Market, text: &str, from: IpAddr) -> Result<Program> {
    let now = market.now();
    let Some(claims) = jwt::read(&market.keys, &market.public_url, text, now) else {
        return unknown(market, from).await;
    };
    let row = sqlx::query!(
        r#"select key.id as "key: ApiKeyId", key.networks, family.scopes,
                  account.id as "id: AccountId", email, account.name, role as "role: Role", session_version, closing_at, avatar_id as "avatar: AvatarId", time_zone,
                  account.created_at, exists (select from vendor_member where account_id = account.id) as "sells!"
           from token_family family join api_key key on key.id = family.api_key_id
           join account on account.id = key.account_id
           where family.id = $1 and account.id = $2 and family.ended_at is null and key.revoked_at is null
             and key.expires_at > $3 and suspended_at is null"#,
        claims.fam.0,
        claims.sub.0,
        now
    )
    .fetch_optional(&market.db)
    .await?
    .ok_or(Error::SignInNeeded)?;
    if !is_within(&row.networks, from) {
        return Err(Error::Forbidden);
    }
    let left = limits::take(market, Action::ApiKey, &Subject::Key(row.key)).await?;
    let account = account!(row);
    let scopes = known_scopes(&row.scopes);
    Ok(Program::with_token(row.key, account, scopes, left))
}
