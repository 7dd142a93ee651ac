//! Another address for an account. It takes effect when both mailboxes have agreed; the old one can stop it.

use secrecy::SecretString;
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use super::link::{self, Draft, Link, Purpose};
use super::password_change::must_know;
use super::{Customer, sign_up::clean_email};
use crate::audit::{self, Act, Actor, Entry};
use crate::events::{self, Event};
use crate::limits::{self, Action, Subject};
use crate::{AccountId, EmailChangeId, LinkId, Market, OnConstraint, Refusal, Result, Tx};

/// A change that waits for one mailbox or both.
#[derive(Clone, Debug, PartialEq)]
pub struct EmailChange {
    pub new_email: String,
    pub new_agreed: bool,
    /// True also when the old address need not agree, because nobody ever showed that they read it.
    pub old_agreed: bool,
    pub expires_at: OffsetDateTime,
}

/// What an agreement has led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The other mailbox has to agree, too.
    WaitsForTheOther,
    Done,
}

/// Asks both mailboxes whether the account's address is to be `email`; a change asked for earlier is stopped. Whether another
/// account has that address is not said here. Refuses what is no address, the present one and a wrong password; `TooOften` after
/// five within a day.
pub async fn ask_email_change(
    market: &Market,
    by: &Customer,
    email: &str,
    password: &SecretString,
) -> Result<()> {
    by.must_be_themselves()?;
    let new_email = clean_email(email)?;
    if new_email == by.email {
        return Err(Refusal::EmailSame.into());
    }
    must_know(market, by.id, password).await?;
    limits::take(market, Action::EmailChange, &Subject::Account(by.id)).await?;
    let now = market.now();
    let mut tx = market.begin().await?;
    let account = sqlx::query!(
        "select email, email_verified_at from account where id = $1 for update",
        by.id.0
    )
    .fetch_one(&mut *tx)
    .await?;
    stop_all(&mut tx, by.id, now).await?;
    let change = EmailChangeId::new(now);
    sqlx::query!(
        "insert into email_change (id, account_id, old_email, new_email, old_must_agree, asked_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        change.0,
        by.id.0,
        account.email,
        new_email,
        account.email_verified_at.is_some(),
        now,
        now + Duration::hours(24),
    )
    .execute(&mut *tx)
    .await?;
    for (purpose, email) in [
        (Purpose::NewEmail, &new_email),
        (Purpose::OldEmail, &account.email),
    ] {
        let draft = Draft {
            id: LinkId::new(now),
            account: by.id,
            purpose,
            email,
            change: Some(change),
        };
        link::send(market, &mut tx, draft).await?;
    }
    let whose = ("account", by.id.to_string());
    let entry = Entry::new(&by.actor(), Act::EmailChangeAsked, whose);
    audit::record(market, &mut tx, entry).await?;
    Ok(tx.commit().await?)
}

/// What the account waits for.
pub async fn pending_email_change(
    db: &PgPool,
    account: AccountId,
    now: OffsetDateTime,
) -> Result<Option<EmailChange>> {
    Ok(sqlx::query_as!(
        EmailChange,
        r#"select new_email, new_agreed_at is not null as "new_agreed!",
                  (old_agreed_at is not null or not old_must_agree) as "old_agreed!", expires_at
           from email_change where account_id = $1 and done_at is null and stopped_at is null and expires_at > $2"#,
        account.0,
        now
    )
    .fetch_optional(db)
    .await?)
}

/// One mailbox agrees, by its link. Refuses with `AccountLinkEnded`; and with `EmailTaken` when another account has got the
/// address: that is said to nobody but the mailbox itself.
pub async fn agree_to_email_change(
    market: &Market,
    purpose: Purpose,
    token: &str,
) -> Result<Settled> {
    let now = market.now();
    let mut tx = market.begin().await?;
    let link = link::take(market, &mut tx, purpose, token).await?;
    let change = change_of(&link)?;
    let stands = sqlx::query!(
        "update email_change set new_agreed_at = case when $2 then $3 else new_agreed_at end,
                old_agreed_at = case when $2 then old_agreed_at else $3 end
         where id = $1 and done_at is null and stopped_at is null and expires_at > $3
         returning old_email, new_email, new_agreed_at, old_agreed_at, old_must_agree",
        change.0,
        purpose == Purpose::NewEmail,
        now,
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::AccountLinkEnded)?;
    let old_agreed = stands.old_agreed_at.is_some() || !stands.old_must_agree;
    if stands.new_agreed_at.is_none() || !old_agreed {
        tx.commit().await?;
        return Ok(Settled::WaitsForTheOther);
    }
    let addresses = (stands.old_email.as_str(), stands.new_email.as_str());
    make(&mut tx, link.account, change, addresses, now).await?;
    // Two mailboxes agreed, in whatever browser.
    let owner = Actor {
        account: Some(link.account),
        ..Actor::default()
    };
    let whose = ("account", link.account.to_string());
    audit::record(
        market,
        &mut tx,
        Entry::new(&owner, Act::EmailChanged, whose),
    )
    .await?;
    tx.commit().await?;
    Ok(Settled::Done)
}

/// Sessions stay; links that were mailed to the old address end.
async fn make(
    tx: &mut Tx,
    account: AccountId,
    change: EmailChangeId,
    (old, new): (&str, &str),
    now: OffsetDateTime,
) -> Result<()> {
    let made = sqlx::query!(
        "update account set email = $3, email_verified_at = $4 where id = $1 and email = $2",
        account.0,
        old,
        new,
        now
    )
    .execute(&mut **tx)
    .await
    .on_constraint("account_email_key", Refusal::EmailTaken)?;
    if made.rows_affected() == 0 {
        return Err(Refusal::AccountLinkEnded.into());
    }
    sqlx::query!(
        "update email_change set done_at = $2 where id = $1",
        change.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    let all = [Purpose::ResetPassword, Purpose::NewEmail, Purpose::OldEmail];
    link::end(tx, account, &all, now).await?;
    events::record(tx, Event::EmailChanged { account, change }, now).await
}

/// The old mailbox says no, by its link. Refuses with `AccountLinkEnded`.
pub async fn refuse_email_change(market: &Market, token: &str) -> Result<()> {
    let mut tx = market.begin().await?;
    let link = link::take(market, &mut tx, Purpose::OldEmail, token).await?;
    stop_all(&mut tx, link.account, market.now()).await?;
    Ok(tx.commit().await?)
}

/// The owner has thought better of it.
pub async fn cancel_email_change(market: &Market, by: &Customer) -> Result<()> {
    let mut tx = market.begin().await?;
    stop_all(&mut tx, by.id, market.now()).await?;
    Ok(tx.commit().await?)
}

/// Stops what the account waits for, and ends the links of it.
pub(super) async fn stop_all(tx: &mut Tx, account: AccountId, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update email_change set stopped_at = $2 where account_id = $1 and done_at is null and stopped_at is null",
        account.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    link::end(tx, account, &[Purpose::NewEmail, Purpose::OldEmail], now).await
}

fn change_of(link: &Link) -> Result<EmailChangeId> {
    Ok(link.change.ok_or(Refusal::AccountLinkEnded)?)
}
