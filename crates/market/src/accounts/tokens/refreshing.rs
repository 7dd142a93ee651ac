//! Getting tokens for a key, the next ones for a refresh token, and giving them back.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::RngCore;
use time::OffsetDateTime;

use super::jwt::{self, Claims};
use super::{ACCESS_FOR, REFRESH_FOR};
use crate::accounts::api_keys::{Program, Scope, is_within};
use crate::accounts::network_of;
use crate::audit::{self, Act, Actor, Entry};
use crate::jobs::{self, Mailing};
use crate::keys::Purpose;
use crate::limits::{self, Action, Subject};
use crate::{AccountId, ApiKeyId, Error, Market, Refusal, Result, TokenFamilyId, Tx};

/// What a program gets.
#[derive(Clone, Debug)]
pub struct Tokens {
    pub access: String,
    pub access_until: OffsetDateTime,
    pub refresh: String,
    pub refresh_until: OffsetDateTime,
    pub scopes: Vec<String>,
}

/// A family and what bounds it.
struct Family {
    id: TokenFamilyId,
    account: AccountId,
    scopes: Vec<String>,
    /// When its key runs out.
    key_until: OffsetDateTime,
}

/// First tokens for a program that shows its key; with fewer scopes, where some are named. `Forbidden` for one that shows
/// a token: it cannot make itself last. Refuses scopes that the key has not.
pub async fn begin(market: &Market, by: &Program, scopes: Option<&[String]>) -> Result<Tokens> {
    let key_until = by.key_until().ok_or(Error::Forbidden)?;
    let scopes = narrowed(by, scopes)?;
    let now = market.now();
    let family = Family {
        id: TokenFamilyId::new(now),
        account: by.account(),
        scopes,
        key_until,
    };
    let mut tx = market.begin().await?;
    sqlx::query!(
        "insert into token_family (id, api_key_id, scopes, began_at, renewed_at, expires_at) values ($1, $2, $3, $4, $4, $4)",
        family.id.0,
        by.key.0,
        &family.scopes,
        now
    )
    .execute(&mut *tx)
    .await?;
    let tokens = hand_out(market, &mut tx, family).await?;
    tx.commit().await?;
    Ok(tokens)
}

/// The next tokens of a family. `SignInNeeded` for a refresh token that is none, has run out, or whose family or key has
/// ended. One that was used before ends its family at once, and its owner is told by mail.
pub async fn refresh(market: &Market, token: &str, from: IpAddr) -> Result<Tokens> {
    limits::take(market, Action::TokenRefresh, &Subject::Network(from)).await?;
    let (now, hash) = (market.now(), hash(market, token));
    let mut tx = market.begin().await?;
    // The family's lock puts in a row those who show the same token at once: the second is one too many.
    let row = sqlx::query!(
        r#"select family.id as "family: TokenFamilyId", family.scopes, key.id as "key: ApiKeyId", key.networks,
                  key.expires_at as key_until, account.id as "account: AccountId",
                  family.ended_at is null and key.revoked_at is null and suspended_at is null as "alive!"
           from refresh_token token join token_family family on family.id = token.family_id
           join api_key key on key.id = family.api_key_id join account on account.id = key.account_id
           where token.token_hash = $1 for update of family"#,
        hash.as_slice()
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Error::SignInNeeded)?;
    // Read again under the lock: whoever held it may have used the token.
    let token = sqlx::query!(
        "select used_at, expires_at from refresh_token where token_hash = $1",
        hash.as_slice()
    )
    .fetch_one(&mut *tx)
    .await?;
    if !row.alive || token.expires_at <= now || row.key_until <= now {
        return Err(Error::SignInNeeded);
    }
    if token.used_at.is_some() {
        let by = Actor {
            account: Some(row.account),
            key: Some(row.key.0),
            address: Some(network_of(from)),
            ..Actor::default()
        };
        end_stolen(market, &mut tx, row.family, by).await?;
        tx.commit().await?;
        return Err(Error::SignInNeeded);
    }
    if !is_within(&row.networks, from) {
        return Err(Error::Forbidden);
    }
    sqlx::query!(
        "update refresh_token set used_at = $2 where token_hash = $1",
        hash.as_slice(),
        now
    )
    .execute(&mut *tx)
    .await?;
    let family = Family {
        id: row.family,
        account: row.account,
        scopes: row.scopes,
        key_until: row.key_until,
    };
    let tokens = hand_out(market, &mut tx, family).await?;
    tx.commit().await?;
    Ok(tokens)
}

/// Ends the family of this refresh token, used or not. One that is none has nothing to end (RFC 7009).
pub async fn revoke(market: &Market, token: &str, from: IpAddr) -> Result<()> {
    limits::take(market, Action::TokenRefresh, &Subject::Network(from)).await?;
    let hash = hash(market, token);
    sqlx::query!(
        "update token_family set ended_at = $2 where ended_at is null
           and id = (select family_id from refresh_token where token_hash = $1)",
        hash.as_slice(),
        market.now()
    )
    .execute(&market.db)
    .await?;
    Ok(())
}

/// In the caller's transaction, which must commit although its answer is no.
async fn end_stolen(market: &Market, tx: &mut Tx, family: TokenFamilyId, by: Actor) -> Result<()> {
    let now = market.now();
    sqlx::query!(
        "update token_family set ended_at = $2 where id = $1",
        family.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    jobs::enqueue(tx, Mailing::TellTokenReused { family }, now).await?;
    let object = ("token_family", family.to_string());
    audit::record(market, tx, Entry::new(&by, Act::TokenReused, object)).await
}

async fn hand_out(market: &Market, tx: &mut Tx, family: Family) -> Result<Tokens> {
    let now = market.now();
    let access_until = (now + ACCESS_FOR).min(family.key_until);
    let refresh_until = (now + REFRESH_FOR).min(family.key_until);
    let refresh = mint();
    let hash = hash(market, &refresh);
    sqlx::query!(
        "insert into refresh_token (token_hash, family_id, expires_at) values ($1, $2, $3)",
        hash.as_slice(),
        family.id.0,
        refresh_until
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "update token_family set renewed_at = $2, expires_at = $3 where id = $1",
        family.id.0,
        now,
        refresh_until
    )
    .execute(&mut **tx)
    .await?;
    let who = (family.account, family.id);
    let claims = Claims::new(market, who, &family.scopes, access_until);
    Ok(Tokens {
        access: jwt::sign(&market.keys, &claims)?,
        access_until,
        refresh,
        refresh_until,
        scopes: family.scopes,
    })
}

fn narrowed(by: &Program, scopes: Option<&[String]>) -> Result<Vec<String>> {
    let Some(wanted) = scopes else {
        return Ok(by
            .scopes()
            .iter()
            .map(|scope| scope.code().to_owned())
            .collect());
    };
    let held =
        |code: &String| Scope::from_code(code).is_some_and(|scope| by.scopes().contains(&scope));
    if wanted.is_empty() || !wanted.iter().all(held) {
        return Err(Refusal::TokenScopes.into());
    }
    Ok(wanted.to_vec())
}

/// 256 random bits.
fn mint() -> String {
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    format!("am_refresh_{}", URL_SAFE_NO_PAD.encode(bytes))
}

fn hash(market: &Market, token: &str) -> [u8; 32] {
    market.keys.hash(Purpose::RefreshToken, token)
}
