//! A program that shows a key.

use std::net::IpAddr;

use ipnet::IpNet;
use time::{Duration, OffsetDateTime};

use super::{Scope, key, scope};
use crate::accounts::account::account;
use crate::accounts::{Account, Customer, Role};
use crate::keys::Purpose;
use crate::limits::{self, Action, Allowance, Subject};
use crate::{AccountId, ApiKeyId, AvatarId, Error, Market, Result};

/// When a key was last used is written no more often: it is asked for by people, and keys are used by machines.
const USED_EVERY: Duration = Duration::minutes(5);

/// A program that acts for an account, as far as its key goes.
#[derive(Clone, Debug)]
pub struct Program {
    pub key: ApiKeyId,
    account: Account,
    scopes: Vec<Scope>,
    /// When the key that was shown runs out; a token was shown where there is none.
    key_until: Option<OffsetDateTime>,
    /// What the key has left.
    pub left: Allowance,
}

impl Program {
    pub(in crate::accounts) fn with_token(
        key: ApiKeyId,
        account: Account,
        scopes: Vec<Scope>,
        left: Allowance,
    ) -> Self {
        Self {
            key,
            account,
            scopes,
            key_until: None,
            left,
        }
    }

    pub(in crate::accounts) fn account(&self) -> AccountId {
        self.account.id
    }

    pub(in crate::accounts) fn scopes(&self) -> &[Scope] {
        &self.scopes
    }

    pub(in crate::accounts) fn key_until(&self) -> Option<OffsetDateTime> {
        self.key_until
    }

    /// The account's owner, for what this scope covers; else `Forbidden`.
    pub fn may(&self, scope: Scope) -> Result<Customer> {
        if self.scopes.contains(&scope) {
            Ok(Customer::of(self.account.clone()))
        } else {
            Err(Error::Forbidden)
        }
    }
}

/// Whom a key lets act, from this address. `SignInNeeded` for a key that is none, has run out or was revoked, or whose
/// account is suspended; `Forbidden` from an address it is not for; `TooOften` when it was used too often.
pub async fn by_key(market: &Market, text: &str, from: IpAddr) -> Result<Program> {
    if !key::well_formed(text) {
        return unknown(market, from).await;
    }
    let now = market.now();
    let hash = market.keys.hash(Purpose::ApiKey, text);
    let found = sqlx::query!(
        r#"select api_key.id as "key: ApiKeyId", scopes, networks, last_used_at, expires_at,
                  account.id as "id: AccountId", email, account.name, role as "role: Role", session_version, closing_at, avatar_id as "avatar: AvatarId", time_zone,
                  account.created_at, exists (select from vendor_member where account_id = account.id) as "sells!"
           from api_key join account on account.id = api_key.account_id
           where key_hash = $1 and revoked_at is null and expires_at > $2 and suspended_at is null"#,
        hash.as_slice(),
        now
    )
    .fetch_optional(&market.db)
    .await?;
    let Some(row) = found else {
        return unknown(market, from).await;
    };
    if !is_within(&row.networks, from) {
        return Err(Error::Forbidden);
    }
    let left = limits::take(market, Action::ApiKey, &Subject::Key(row.key)).await?;
    note_use(market, row.key, row.last_used_at, now).await?;
    let account = account!(row);
    Ok(Program {
        key: row.key,
        account,
        scopes: scope::known(&row.scopes),
        key_until: Some(row.expires_at),
        left,
    })
}

/// Keys cannot be guessed; whoever tries costs the database little, and soon nothing.
pub(in crate::accounts) async fn unknown(market: &Market, from: IpAddr) -> Result<Program> {
    limits::take(market, Action::ApiKeyUnknown, &Subject::Network(from)).await?;
    Err(Error::SignInNeeded)
}

pub(in crate::accounts) fn is_within(networks: &[String], from: IpAddr) -> bool {
    let from = from.to_canonical();
    let contains = |network: &String| {
        network
            .parse::<IpNet>()
            .is_ok_and(|network| network.contains(&from))
    };
    networks.is_empty() || networks.iter().any(contains)
}

async fn note_use(
    market: &Market,
    key: ApiKeyId,
    last: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Result<()> {
    if last.is_some_and(|last| now < last + USED_EVERY) {
        return Ok(());
    }
    sqlx::query!(
        "update api_key set last_used_at = $2 where id = $1 and (last_used_at is null or last_used_at <= $3)",
        key.0,
        now,
        now - USED_EVERY
    )
    .execute(&market.db)
    .await?;
    Ok(())
}
