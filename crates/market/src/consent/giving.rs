//! Agreeing, and taking back what can be taken back.

use anyhow::Context;
use time::OffsetDateTime;

use super::Document;
use crate::accounts::Customer;
use crate::audit::Actor;
use crate::{AccountId, ConsentId, Market, Refusal, Result, Tx};

/// Where somebody stood when they agreed or took it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    SignUp,
    Checkout,
    TermsPage,
    Preferences,
    Mail,
}

impl Way {
    fn code(self) -> &'static str {
        match self {
            Self::SignUp => "sign-up",
            Self::Checkout => "checkout",
            Self::TermsPage => "terms-page",
            Self::Preferences => "preferences",
            Self::Mail => "mail",
        }
    }
}

/// What may be withdrawn again.
const PRODUCT_NEWS: &str = "product-news";

/// Refuses with `TermsChanged` who has seen another version than the one in force.
pub(crate) fn must_be_current(seen: i32, now: OffsetDateTime) -> Result<(), Refusal> {
    let current = Document::Terms.current(now).number;
    (seen == current).then_some(()).ok_or(Refusal::TermsChanged)
}

/// Agrees to the terms as they are now. Refuses with `TermsChanged` when another version was seen.
pub async fn accept_terms(market: &Market, tx: &mut Tx, by: &Customer, seen: i32) -> Result<()> {
    let now = market.now();
    must_be_current(seen, now)?;
    let from = by.actor();
    for document in [Document::Terms, Document::Privacy] {
        note(tx, by.id, document, Way::TermsPage, &from, now).await?;
    }
    Ok(())
}

/// Whether somebody agreed to this text as it is now.
pub async fn has_accepted(
    db: impl sqlx::PgExecutor<'_>,
    account: AccountId,
    document: Document,
    now: OffsetDateTime,
) -> Result<bool> {
    let version = document.current(now).number;
    Ok(sqlx::query_scalar!(
        r#"select exists (select from consent where account_id = $1 and subject = $2 and version = $3) as "accepted!""#,
        account.0,
        document.code(),
        version
    )
    .fetch_one(db)
    .await?)
}

/// Writes down that somebody agreed to this text as it is now. Every time is kept: it says what an order was made under.
pub(crate) async fn note(
    tx: &mut Tx,
    account: AccountId,
    document: Document,
    way: Way,
    from: &Actor,
    now: OffsetDateTime,
) -> Result<()> {
    let version = document.current(now);
    let sha256 = hex::decode(version.sha256).context("a document's sum is not in hex")?;
    sqlx::query!(
        "insert into document_version (document, version, since, sha256) values ($1, $2, $3, $4)
         on conflict on constraint document_version_pkey do nothing",
        document.code(),
        version.number,
        version.since,
        sha256,
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "insert into consent (id, account_id, subject, version, given_at, way, address) values ($1, $2, $3, $4, $5, $6, $7)",
        ConsentId::new(now).0,
        account.0,
        document.code(),
        version.number,
        now,
        way.code(),
        from.address,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Agrees to news about products, unless that stands already.
pub(crate) async fn give(
    tx: &mut Tx,
    account: AccountId,
    way: Way,
    from: &Actor,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "insert into consent (id, account_id, subject, given_at, way, address) values ($1, $2, $3, $4, $5, $6)
         on conflict (account_id, subject) where version is null and withdrawn_at is null do nothing",
        ConsentId::new(now).0,
        account.0,
        PRODUCT_NEWS,
        now,
        way.code(),
        from.address,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes the consent to news about products back, if it stands.
pub(crate) async fn withdraw(
    tx: &mut Tx,
    account: AccountId,
    way: Way,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update consent set withdrawn_at = $3, withdrawn_way = $4
         where account_id = $1 and subject = $2 and withdrawn_at is null",
        account.0,
        PRODUCT_NEWS,
        now,
        way.code(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
