//! Setting a new password without the old one, by a link that is mailed to the account's address.

use secrecy::SecretString;

use super::link::{self, Draft, Purpose};
use super::password::{self, Protection};
use super::password_change::replace;
use super::sign_in::unless_suspended;
use super::{email_change, hashing, sign_up::clean_email};
use crate::audit::{Act, Actor};
use crate::jobs::{self, Job};
use crate::{AccountId, Error, LinkId, Market, Refusal, ResetRequestId, Result, Tx};

/// Has a link mailed to the address, if it has an account. Whether it has is asked later, by the job: what is done here is the
/// same for every address, and takes the same time. Refuses what is no address at all.
pub async fn ask_reset(market: &Market, email: &str) -> Result<()> {
    let email = clean_email(email)?;
    let now = market.now();
    let request = ResetRequestId::new(now);
    let mut tx = market.begin().await?;
    sqlx::query!(
        "insert into reset_request (id, email, asked_at) values ($1, $2, $3)",
        request.0,
        email,
        now
    )
    .execute(&mut *tx)
    .await?;
    jobs::enqueue(&mut tx, Job::AnswerReset { request }, now).await?;
    Ok(tx.commit().await?)
}

/// Sends the link to an account that may sign in; nothing to anybody else, and nothing more to one that was sent enough of them.
pub(crate) async fn answer(market: &Market, tx: &mut Tx, request: ResetRequestId) -> Result<()> {
    let found = sqlx::query!(
        r#"select account.id as "id: AccountId", account.email from account join reset_request on reset_request.email = account.email
           where reset_request.id = $1 and suspended_at is null for update of account"#,
        request.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(account) = found else { return Ok(()) };
    let now = market.now();
    match link::must_not_be_too_many(tx, account.id, Purpose::ResetPassword, now).await {
        Err(Error::Refused(_)) => return Ok(()),
        counted => counted?,
    }
    let draft = Draft {
        id: LinkId(request.0),
        account: account.id,
        purpose: Purpose::ResetPassword,
        email: &account.email,
        change: None,
    };
    link::send(market, tx, draft).await
}

/// What protects the account that the link is for; nothing once the link has ended. Looking uses nothing up.
pub async fn reset_protection(market: &Market, token: &str) -> Result<Option<Protection>> {
    match link::find(market, Purpose::ResetPassword, token).await? {
        Some(link) => Protection::of(&market.db, link.account).await.map(Some),
        None => Ok(None),
    }
}

/// Sets the password, for whoever has the link. All sessions end, a change of address that somebody has begun is stopped, and the
/// owner is told by mail. Refuses with `AccountLinkEnded`, or what is wrong with the password; then the link still works.
pub async fn reset_password(
    market: &Market,
    token: &str,
    new: &SecretString,
    from: &Actor,
) -> Result<()> {
    let link = link::find(market, Purpose::ResetPassword, token).await?;
    let link = link.ok_or(Refusal::AccountLinkEnded)?;
    let account = unless_suspended(&market.db, link.account).await?;
    let account = account.ok_or(Refusal::AccountLinkEnded)?;
    let protection = Protection::of(&market.db, account.id).await?;
    password::accept(new, &account.email, &account.name, protection)?;
    let hash = hashing::hash(new).await?;
    let mut tx = market.begin().await?;
    let link = link::take(market, &mut tx, Purpose::ResetPassword, token).await?;
    // Whoever was mailed the link reads the address, if it still is the account's.
    let verified = sqlx::query!(
        "update account set email_verified_at = coalesce(email_verified_at, $3) where id = $1 and email = $2",
        link.account.0,
        link.email,
        market.now()
    )
    .execute(&mut *tx)
    .await?;
    if verified.rows_affected() == 0 {
        return Err(Refusal::AccountLinkEnded.into());
    }
    email_change::stop_all(&mut tx, link.account, market.now()).await?;
    let owner = Actor {
        account: Some(link.account),
        ..from.clone()
    };
    let by_whom = (&owner, Act::PasswordReset);
    replace(market, &mut tx, by_whom, link.account, &hash).await?;
    Ok(tx.commit().await?)
}
