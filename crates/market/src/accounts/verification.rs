//! Whether an account's address is read by its owner.

use sqlx::PgPool;

use super::Customer;
use super::link::{self, Draft, Purpose};
use crate::audit::{self, Act, Actor, Entry};
use crate::events::{self, Event};
use crate::{AccountId, LinkId, Market, Refusal, Result, Tx};

/// Mails a link to the address, to be opened within 24 hours.
pub(super) async fn ask(
    market: &Market,
    tx: &mut Tx,
    account: AccountId,
    email: &str,
) -> Result<()> {
    let draft = Draft {
        id: LinkId::new(market.now()),
        account,
        purpose: Purpose::VerifyEmail,
        email,
        change: None,
    };
    link::send(market, tx, draft).await
}

/// Mails another link. Refuses with `AlreadyVerified`, `MailTooSoon` or `MailTooOften`.
pub async fn send_verification_again(market: &Market, by: &Customer) -> Result<()> {
    let mut tx = market.begin().await?;
    let account = sqlx::query!(
        "select email, email_verified_at from account where id = $1 for update",
        by.id.0
    )
    .fetch_one(&mut *tx)
    .await?;
    if account.email_verified_at.is_some() {
        return Err(Refusal::AlreadyVerified.into());
    }
    link::must_not_be_too_many(&mut tx, by.id, Purpose::VerifyEmail, market.now()).await?;
    ask(market, &mut tx, by.id, &account.email).await?;
    Ok(tx.commit().await?)
}

/// Takes the link's word for it that its address is read. Refuses with `AccountLinkEnded`; also when the account has another
/// address by now.
pub async fn verify_email(market: &Market, token: &str) -> Result<()> {
    let now = market.now();
    let mut tx = market.begin().await?;
    let link = link::take(market, &mut tx, Purpose::VerifyEmail, token).await?;
    let verified = sqlx::query!(
        "update account set email_verified_at = $3 where id = $1 and email = $2 and email_verified_at is null",
        link.account.0,
        link.email,
        now
    )
    .execute(&mut *tx)
    .await?;
    if verified.rows_affected() == 0 {
        return Err(Refusal::AccountLinkEnded.into());
    }
    let account = link.account;
    events::record(&mut tx, Event::EmailVerified { account }, now).await?;
    // Whoever reads the mail has shown nothing else of themselves.
    let owner = Actor {
        account: Some(account),
        ..Actor::default()
    };
    let entry = Entry::new(&owner, Act::EmailVerified, ("account", account.to_string()));
    audit::record(market, &mut tx, entry).await?;
    Ok(tx.commit().await?)
}

/// Whether somebody has shown that they read the account's address.
pub async fn is_verified(db: &PgPool, account: AccountId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select email_verified_at is not null as "verified!" from account where id = $1"#,
        account.0
    )
    .fetch_one(db)
    .await?)
}
