//! Erasing an address that need not have an account: asked for by anybody, done by whoever reads its mail.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};

use super::{address_hash, record};
use crate::accounts::clean_email;
use crate::audit::{self, Act, Actor, Entry};
use crate::jobs::{self, Mailing};
use crate::keys::{Keys, Purpose};
use crate::limits::{self, Action, Subject};
use crate::{ErasureRequestId, Error, Market, Refusal, Result, Tx};

/// How long the link in the mail works.
const TTL: Duration = Duration::hours(24);

/// What is known about an address, as far as it is not an account's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// It opens an account, which is closed from within.
    pub account: bool,
    /// Invitations into teams of vendors.
    pub invitations: i64,
    /// Changes of another account's address to this one that wait for an answer.
    pub changes: i64,
    /// Requests for a new password.
    pub resets: i64,
    /// Forms for an account whose code was never typed.
    pub sign_ups: i64,
}

impl Known {
    /// Whether there is something that can be erased here and now.
    pub fn any(&self) -> bool {
        self.invitations + self.changes + self.resets + self.sign_ups > 0
    }
}

/// Has a link mailed to the address if anything is known about it. Whether there is is found out by the job: what is done
/// here is the same for every address. Refuses what is no address at all.
pub async fn ask(market: &Market, email: &str) -> Result<()> {
    let email = clean_email(email)?;
    let now = market.now();
    let request = ErasureRequestId::new(now);
    let hash = token_hash(&token(&market.keys, request));
    let mut tx = market.begin().await?;
    sqlx::query!(
        "insert into erasure_request (id, email, token_hash, asked_at, expires_at) values ($1, $2, $3, $4, $5)",
        request.0,
        email,
        hash.as_slice(),
        now,
        now + TTL
    )
    .execute(&mut *tx)
    .await?;
    jobs::enqueue(&mut tx, Mailing::SendErasureLink { request }, now).await?;
    Ok(tx.commit().await?)
}

/// Derived, so that a mail that has to be sent again carries the same one.
fn token(keys: &Keys, request: ErasureRequestId) -> String {
    URL_SAFE_NO_PAD.encode(keys.hash(Purpose::ErasureLink, &request.to_string()))
}

fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// The address and the link's secret, if a mail is to be sent: not when nothing is known, nor within a minute of the last,
/// nor a sixth time within a day.
pub(crate) async fn due_mail(
    market: &Market,
    request: ErasureRequestId,
) -> Result<Option<(String, String)>> {
    let now = market.now();
    let asked = sqlx::query!(
        r#"select email, mailed_at, exists (select from erasure_request other where other.email = asked.email
                                              and other.id <> asked.id and other.mailed_at > $3) as "just_now!"
           from erasure_request asked where id = $1 and expires_at > $2"#,
        request.0,
        now,
        now - Duration::minutes(1),
    )
    .fetch_optional(&market.db)
    .await?;
    let Some(asked) = asked else { return Ok(None) };
    let known = about(market, &asked.email).await?;
    if !known.account && !known.any() {
        return Ok(None);
    }
    // Once a mail: one that a mail server puts off has been counted.
    if asked.mailed_at.is_none() {
        if asked.just_now {
            return Ok(None);
        }
        match limits::take(market, Action::ErasureMail, &Subject::Address(&asked.email)).await {
            Err(Error::TooOften(_)) => return Ok(None),
            taken => taken?,
        };
        sqlx::query!(
            "update erasure_request set mailed_at = $2 where id = $1",
            request.0,
            now
        )
        .execute(&market.db)
        .await?;
    }
    Ok(Some((asked.email, token(&market.keys, request))))
}

/// What is known about the address this link was mailed to; nothing when the link has ended. Looking uses nothing up.
pub async fn known(market: &Market, token: &str) -> Result<Option<Known>> {
    let hash = token_hash(token);
    let email = sqlx::query_scalar!(
        "select email from erasure_request where token_hash = $1 and expires_at > $2",
        hash.as_slice(),
        market.now()
    )
    .fetch_optional(&market.db)
    .await?;
    match email {
        Some(email) => Ok(Some(about(market, &email).await?)),
        None => Ok(None),
    }
}

async fn about(market: &Market, email: &str) -> Result<Known> {
    Ok(sqlx::query_as!(
        Known,
        r#"select exists (select from account where email = $1) as "account!",
                  (select count(*) from team_invitation where email = $1) as "invitations!",
                  (select count(*) from email_change where new_email = $1 and done_at is null) as "changes!",
                  (select count(*) from reset_request where email = $1) as "resets!",
                  (select count(*) from sign_up where email = $1) as "sign_ups!""#,
        email
    )
    .fetch_one(&market.db)
    .await?)
}

/// Erases what is known, except an account. Refuses with `AccountLinkEnded`; of two who use the link at once, one is.
pub async fn erase_address(market: &Market, tx: &mut Tx, token: &str, from: &Actor) -> Result<()> {
    let now = market.now();
    let hash = token_hash(token);
    let email = sqlx::query_scalar!(
        "delete from erasure_request where token_hash = $1 and expires_at > $2 returning email",
        hash.as_slice(),
        now
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Refusal::AccountLinkEnded)?;
    forget_address(tx, &email, now).await?;
    let hash = address_hash(&market.keys, &email);
    let erasure = record::note(market, tx, hash, None, now).await?;
    let entry = Entry::new(from, Act::AddressErased, ("erasure", erasure.to_string()));
    audit::record(market, tx, entry).await
}

/// Removes what was noted about the address up to this moment; how many rows that were.
pub(super) async fn forget_address(tx: &mut Tx, email: &str, until: OffsetDateTime) -> Result<u64> {
    let mut rows = 0;
    macro_rules! each {
        ($($sql:literal;)+) => {$(
            rows += sqlx::query!($sql, email, until).execute(&mut **tx).await?.rows_affected();
        )+};
    }
    each! {
        "update job set last_error = null where position($1 in lower(last_error)) > 0 and created_at <= $2";
        "delete from team_invitation where email = $1 and invited_at <= $2";
        "delete from email_change where new_email = $1 and done_at is null and asked_at <= $2";
        "delete from reset_request where email = $1 and asked_at <= $2";
        "delete from sign_up where email = $1 and asked_at <= $2";
        "delete from erasure_request where email = $1 and asked_at <= $2";
    }
    Ok(rows)
}
