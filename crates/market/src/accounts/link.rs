//! Links that are sent by mail: whoever opens one reads that address. Each works once, and not for long.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use time::{Duration, OffsetDateTime};

use crate::jobs::{self, Mailing};
use crate::keys::{self, Keys};
use crate::{AccountId, EmailChangeId, LinkId, Market, Refusal, Result, Tx};

/// What opening a link is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "kebab-case")]
pub enum Purpose {
    ResetPassword,
    /// At the address an account is to have.
    NewEmail,
    /// At the address it has.
    OldEmail,
}

impl Purpose {
    fn works_for(self) -> Duration {
        match self {
            Self::ResetPassword => Duration::hours(1),
            Self::NewEmail | Self::OldEmail => Duration::hours(24),
        }
    }
}

/// A link that is to be sent.
pub(super) struct Draft<'a> {
    pub id: LinkId,
    pub account: AccountId,
    pub purpose: Purpose,
    pub email: &'a str,
    pub change: Option<EmailChangeId>,
}

/// A link that was opened.
pub(super) struct Link {
    pub account: AccountId,
    pub email: String,
    pub change: Option<EmailChangeId>,
}

/// The secret of a link: 256 bits that nobody can tell without the key. Derived, so that a mail that has to be sent again
/// carries the same one, and nothing but a hash of it need be kept.
pub(crate) fn token(keys: &Keys, link: LinkId) -> String {
    URL_SAFE_NO_PAD.encode(keys.hash(keys::Purpose::AccountLink, &link.to_string()))
}

fn hash_of(keys: &Keys, token: &str) -> [u8; 32] {
    keys.hash(keys::Purpose::AccountLinkLookup, token)
}

/// Writes the link down and has it sent. A link of this id is written once, however often that is asked for.
pub(super) async fn send(market: &Market, tx: &mut Tx, link: Draft<'_>) -> Result<()> {
    let now = market.now();
    let hash = hash_of(&market.keys, &token(&market.keys, link.id));
    sqlx::query!(
        "insert into account_link (id, account_id, purpose, token_hash, email, email_change_id, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict on constraint account_link_pkey do nothing",
        link.id.0,
        link.account.0,
        link.purpose as Purpose,
        hash.as_slice(),
        link.email,
        link.change.map(|id| id.0),
        now,
        now + link.purpose.works_for(),
    )
    .execute(&mut **tx)
    .await?;
    jobs::enqueue(tx, Mailing::SendLink { link: link.id }, now).await
}

/// Whether the link would still work. Looking uses nothing up: programs that examine mails open what they find.
pub async fn is_open(market: &Market, purpose: Purpose, token: &str) -> Result<bool> {
    Ok(find(market, purpose, token).await?.is_some())
}

/// The link, if it would still work.
pub(super) async fn find(market: &Market, purpose: Purpose, token: &str) -> Result<Option<Link>> {
    let hash = hash_of(&market.keys, token);
    Ok(sqlx::query_as!(
        Link,
        r#"select account_id as "account: AccountId", account_link.email, email_change_id as "change: EmailChangeId"
           from account_link join account on account.id = account_id
           where token_hash = $1 and purpose = $2 and used_at is null and expires_at > $3 and suspended_at is null"#,
        hash.as_slice(),
        purpose as Purpose,
        market.now(),
    )
    .fetch_optional(&market.db)
    .await?)
}

/// Uses the link, and with it all others of its kind that its account has: of two who open it at once, one finds it used.
/// Refuses with `AccountLinkEnded`.
pub(super) async fn take(
    market: &Market,
    tx: &mut Tx,
    purpose: Purpose,
    token: &str,
) -> Result<Link> {
    let now = market.now();
    let hash = hash_of(&market.keys, token);
    let link = sqlx::query_as!(
        Link,
        r#"update account_link set used_at = $3 from account
           where token_hash = $1 and purpose = $2 and used_at is null and expires_at > $3
             and account.id = account_link.account_id and suspended_at is null
           returning account_id as "account: AccountId", account_link.email, email_change_id as "change: EmailChangeId""#,
        hash.as_slice(),
        purpose as Purpose,
        now,
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Refusal::AccountLinkEnded)?;
    end(tx, link.account, &[purpose], now).await?;
    Ok(link)
}

/// Ends the account's links of these kinds.
pub(super) async fn end(
    tx: &mut Tx,
    account: AccountId,
    purposes: &[Purpose],
    now: OffsetDateTime,
) -> Result<()> {
    for purpose in purposes {
        sqlx::query!(
            "update account_link set used_at = $3 where account_id = $1 and purpose = $2 and used_at is null",
            account.0,
            *purpose as Purpose,
            now
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Refuses with `MailTooSoon` or `MailTooOften` when the account was sent such a link less than a minute ago, or five within a
/// day. The caller has locked the account, so that two who ask at once are counted one after the other.
pub(super) async fn must_not_be_too_many(
    tx: &mut Tx,
    account: AccountId,
    purpose: Purpose,
    now: OffsetDateTime,
) -> Result<()> {
    let sent = sqlx::query!(
        r#"select count(*) as "today!", count(*) filter (where created_at > $4) as "just_now!"
           from account_link where account_id = $1 and purpose = $2 and created_at > $3"#,
        account.0,
        purpose as Purpose,
        now - Duration::days(1),
        now - Duration::minutes(1),
    )
    .fetch_one(&mut **tx)
    .await?;
    match (sent.just_now, sent.today) {
        (1.., _) => Err(Refusal::MailTooSoon.into()),
        (_, 5..) => Err(Refusal::MailTooOften.into()),
        _ => Ok(()),
    }
}
