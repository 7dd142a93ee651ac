//! Another password, and what that means for sessions begun under the one before.

use secrecy::SecretString;

use super::password::{self, Protection};
use super::sign_in::{known_hash, unless_suspended};
use super::{Account, Customer, hashing, link, session};
use crate::audit::{self, Act, Actor, Entry};
use crate::events::{self, Event};
use crate::{AccountId, Error, Market, Refusal, Result, Tx};

/// Changes the password of somebody who knows the current one. All sessions end; the account that is returned begins the next.
/// The owner is told by mail. Refuses with `CurrentPasswordWrong`,
/// `TooManyTries`, or what is wrong with the new one.
pub async fn change_password(
    market: &Market,
    by: &Customer,
    current: &SecretString,
    new: &SecretString,
) -> Result<Account> {
    by.must_be_themselves()?;
    let known = must_know(market, by.id, current).await?;
    let protection = Protection::of(&market.db, by.id).await?;
    password::accept(new, &by.email, &by.name, protection)?;
    let hash = hashing::hash(new).await?;
    let mut tx = market.begin().await?;
    let now_kept = sqlx::query_scalar!(
        "select password_hash from account where id = $1 for update",
        by.id.0
    )
    .fetch_one(&mut *tx)
    .await?;
    // It has been changed meanwhile, so what was typed is the current one no more.
    if now_kept.as_deref() != Some(&known) {
        return Err(Refusal::CurrentPasswordWrong.into());
    }
    let by_whom = (&by.actor(), Act::PasswordChanged);
    replace(market, &mut tx, by_whom, by.id, &hash).await?;
    tx.commit().await?;
    let account = unless_suspended(&market.db, by.id).await?;
    account.ok_or(Error::SignInNeeded)
}

/// Refuses with `CurrentPasswordWrong` who does not know the account's password, with `TooManyTries` who guesses at it; returns
/// the hash it fits.
pub(super) async fn must_know(
    market: &Market,
    account: AccountId,
    password: &SecretString,
) -> Result<String> {
    let known = known_hash(market, account, password).await?;
    Ok(known.ok_or(Refusal::CurrentPasswordWrong)?)
}

/// Keeps the new hash, ends every session and every link that would set another password, and has the owner told.
pub(super) async fn replace(
    market: &Market,
    tx: &mut Tx,
    (by, act): (&Actor, Act),
    account: AccountId,
    hash: &str,
) -> Result<()> {
    let now = market.now();
    sqlx::query!(
        "update account set password_hash = $2 where id = $1",
        account.0,
        hash
    )
    .execute(&mut **tx)
    .await?;
    session::end_all(tx, account).await?;
    link::end(tx, account, &[link::Purpose::ResetPassword], now).await?;
    let session_version = sqlx::query_scalar!(
        "select session_version from account where id = $1",
        account.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let changed = Event::PasswordChanged {
        account,
        session_version,
    };
    events::record(tx, changed, now).await?;
    let entry = Entry::new(by, act, ("account", account.to_string()));
    audit::record(market, tx, entry).await
}
