//! Keeping an account after all: from one of its pages, or by the link in the mail, which works as long as there is
//! something to call off.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use time::OffsetDateTime;
use uuid::Uuid;

use super::super::Customer;
use super::{Standing, hold};
use crate::audit::{self, Act, Actor, Entry};
use crate::jobs::{self, ClosingNews, Mailing};
use crate::keys::{Keys, Purpose};
use crate::vendors;
use crate::{AccountId, Error, Market, Refusal, Result, Tx};

/// Names the account, and shows that we said so about this closing of it. Nothing is stored: another closing has another.
pub(crate) fn token(keys: &Keys, account: AccountId, asked_at: OffsetDateTime) -> String {
    let said = [
        account.0.as_bytes().as_slice(),
        &mac(keys, account, asked_at),
    ]
    .concat();
    URL_SAFE_NO_PAD.encode(said)
}

fn mac(keys: &Keys, account: AccountId, asked_at: OffsetDateTime) -> [u8; 32] {
    let said = format!("{account}:{}", asked_at.unix_timestamp_nanos());
    keys.hash(Purpose::ClosingLink, &said)
}

fn named_by(token: &str) -> Option<AccountId> {
    let said = URL_SAFE_NO_PAD.decode(token).ok()?;
    let id = said.first_chunk::<16>()?;
    Some(AccountId(Uuid::from_bytes(*id)))
}

/// Until when the account that this link is for can be kept; nothing when the link is none, or there is nothing to call off.
pub async fn open_until(market: &Market, token: &str) -> Result<Option<OffsetDateTime>> {
    let Some(account) = named_by(token) else {
        return Ok(None);
    };
    let found = sqlx::query!(
        "select closing_asked_at, closing_at from account where id = $1",
        account.0
    )
    .fetch_optional(&market.db)
    .await?;
    let found = found.and_then(|row| row.closing_asked_at.zip(row.closing_at));
    Ok(found.and_then(|(asked_at, at)| fits(market, account, asked_at, token).then_some(at)))
}

/// In the same time, however much of it is right.
fn fits(market: &Market, account: AccountId, asked_at: OffsetDateTime, shown: &str) -> bool {
    let right = self::token(&market.keys, account, asked_at);
    blake3::hash(shown.as_bytes()) == blake3::hash(right.as_bytes())
}

/// Keeps the account. One that nobody is closing is kept already.
pub async fn keep(market: &Market, tx: &mut Tx, by: &Customer) -> Result<()> {
    let standing = hold(tx, by.id).await?;
    if standing.erased {
        return Err(Error::SignInNeeded);
    }
    stay(market, tx, &by.actor(), by.id, &standing).await
}

/// The same for whoever reads the account's mail. Refuses with `AccountLinkEnded`.
pub async fn keep_by_link(market: &Market, tx: &mut Tx, token: &str, from: &Actor) -> Result<()> {
    let account = named_by(token).ok_or(Refusal::AccountLinkEnded)?;
    let standing = match hold(tx, account).await {
        Err(Error::NotFound) => return Err(Refusal::AccountLinkEnded.into()),
        held => held?,
    };
    let asked_at = standing.closing_asked_at;
    if !asked_at.is_some_and(|asked_at| fits(market, account, asked_at, token)) {
        return Err(Refusal::AccountLinkEnded.into());
    }
    let owner = Actor {
        account: Some(account),
        ..from.clone()
    };
    stay(market, tx, &owner, account, &standing).await
}

async fn stay(
    market: &Market,
    tx: &mut Tx,
    by: &Actor,
    account: AccountId,
    standing: &Standing,
) -> Result<()> {
    if standing.closing_at.is_none() {
        return Ok(());
    }
    let now = market.now();
    sqlx::query!(
        "update account set closing_asked_at = null, closing_at = null where id = $1",
        account.0
    )
    .execute(&mut **tx)
    .await?;
    vendors::closing::come_back(tx, account, now).await?;
    let tell = Mailing::TellOfClosing {
        account,
        news: ClosingNews::Kept,
        at: now,
    };
    jobs::enqueue(tx, tell, now).await?;
    let entry = Entry::new(by, Act::AccountKept, ("account", account.to_string()));
    audit::record(market, tx, entry).await
}
