//! From who somebody is elsewhere to an account here.

use time::OffsetDateTime;

use super::super::sign_in::unless_suspended;
use super::super::sign_up::{clean_name, opened_account};
use super::super::{Account, clean_email};
use super::{Identity, methods};
use crate::audit::Actor;
use crate::{AccountId, Market, OnConstraint, Refusal, Result, Tx};

/// Somebody who came through a provider.
pub struct Arrived {
    pub account: Account,
    /// It was opened by that.
    pub new: bool,
}

/// The account of this identity: the one linked to it; else the one with the same address, when both sides have seen
/// that the address is theirs; else a new one. Refuses an address that the provider does not vouch for, and one whose
/// account here is not confirmed: whoever opened that may have been somebody else.
pub async fn arrive(market: &Market, identity: &Identity, from: &Actor) -> Result<Arrived> {
    let now = market.now();
    let mut tx = market.begin().await?;
    let found = match linked(&mut tx, identity, now).await? {
        Some(account) => Some(account),
        None => by_address(market, &mut tx, identity, from).await?,
    };
    let (account, new) = match found {
        Some(account) => (account, false),
        None => (open(market, &mut tx, identity, from).await?, true),
    };
    tx.commit().await?;
    let account = unless_suspended(&market.db, account).await?;
    Ok(Arrived {
        account: account.ok_or(Refusal::IdentityRefused)?,
        new,
    })
}

async fn linked(
    tx: &mut Tx,
    identity: &Identity,
    now: OffsetDateTime,
) -> Result<Option<AccountId>> {
    let row = sqlx::query!(
        r#"update federated_identity set last_used_at = $3, email = $4
           from account where account.id = account_id and provider = $1 and subject = $2
           returning account_id as "account: AccountId", suspended_at is not null as "suspended!""#,
        identity.provider.code(),
        identity.subject,
        now,
        identity.email,
    )
    .fetch_optional(&mut **tx)
    .await?;
    match row {
        Some(row) if row.suspended => Err(Refusal::IdentityRefused.into()),
        row => Ok(row.map(|row| row.account)),
    }
}

async fn by_address(
    market: &Market,
    tx: &mut Tx,
    identity: &Identity,
    from: &Actor,
) -> Result<Option<AccountId>> {
    // First, and whether there is an account or not: who cannot prove the address learns nothing about it.
    if !identity.email_verified {
        return Err(Refusal::IdentityUnverified.into());
    }
    let email = clean_email(&identity.email).map_err(|_| Refusal::IdentityUnverified)?;
    let row = sqlx::query!(
        r#"select id as "id: AccountId", email_verified_at is not null as "verified!",
                  suspended_at is not null as "suspended!"
           from account where email = $1 for no key update"#,
        email
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    if row.suspended {
        return Err(Refusal::IdentityRefused.into());
    }
    if !row.verified {
        return Err(Refusal::LinkNeedsSignIn.into());
    }
    methods::tell(market, tx, row.id, (identity.provider, true)).await?;
    methods::insert(market, tx, &as_them(from, row.id), row.id, identity).await?;
    Ok(Some(row.id))
}

async fn open(
    market: &Market,
    tx: &mut Tx,
    identity: &Identity,
    from: &Actor,
) -> Result<AccountId> {
    let now = market.now();
    let email = clean_email(&identity.email)?;
    // A name that is none of ours to refuse now: the account page changes it.
    let own = identity.name.chars().take(120).collect::<String>();
    let name =
        clean_name(&own).or_else(|_| clean_name(email.split('@').next().unwrap_or_default()));
    let id = AccountId::new(now);
    sqlx::query!(
        "insert into account (id, email, name, email_verified_at, created_at) values ($1, $2, $3, $4, $4)",
        id.0,
        email,
        name.unwrap_or_else(|_| email.clone()),
        now,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("account_email_key", Refusal::LinkNeedsSignIn)?;
    opened_account(market, tx, id, from).await?;
    methods::insert(market, tx, &as_them(from, id), id, identity).await?;
    Ok(id)
}

/// Who came has just shown who they are.
fn as_them(from: &Actor, account: AccountId) -> Actor {
    Actor {
        account: Some(account),
        ..from.clone()
    }
}
