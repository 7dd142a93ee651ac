//! An authenticator app: six digits every thirty seconds (RFC 6238, with SHA-1 as every app does it).

use anyhow::anyhow;
use rand::Rng;
use serde_json::{Value, json};
use subtle::ConstantTimeEq;
use time::OffsetDateTime;
use totp_rs::{Builder, Secret, Totp};

use super::super::{Fresh, session};
use super::{FactorProof, is_still_set, recovery};
use crate::audit::{self, Act, Entry};
use crate::jobs::{self, FactorChange, Mailing};
use crate::keys::Purpose;
use crate::{AccountId, Error, Market, Refusal, Result, Tx};

/// Seconds in which a code is shown.
const STEP: i64 = 30;
const ISSUER: &str = "Autopilot Monster";

/// What an app is told when it is set up.
#[derive(Clone)]
pub struct Enrolment {
    /// To be typed in by hand, in base 32.
    pub secret: String,
    /// To be drawn as a QR code.
    pub uri: String,
}

/// Makes a secret for an app that is about to be set up; an earlier one that was never confirmed is forgotten. Refuses
/// with `AuthenticatorSet` when one is in use.
pub async fn start(market: &Market, tx: &mut Tx, by: &Fresh) -> Result<()> {
    let secret = hex::encode(rand::rng().random::<[u8; 20]>());
    let sealed = market
        .keys
        .seal(Purpose::AuthenticatorSeal, by.id.0.as_bytes(), &secret)?;
    let started = sqlx::query!(
        "insert into authenticator (account_id, secret_sealed, created_at) values ($1, $2, $3)
         on conflict on constraint authenticator_pkey do update set secret_sealed = $2, last_step = 0, created_at = $3
         where authenticator.confirmed_at is null",
        by.id.0,
        sealed,
        market.now(),
    )
    .execute(&mut **tx)
    .await?;
    if started.rows_affected() == 0 {
        return Err(Refusal::AuthenticatorSet.into());
    }
    Ok(())
}

/// What to tell the app, while it waits for its first code.
pub async fn enrolment(market: &Market, by: &Fresh) -> Result<Option<Enrolment>> {
    let waiting = sqlx::query_scalar!(
        "select secret_sealed from authenticator where account_id = $1 and confirmed_at is null",
        by.id.0
    )
    .fetch_optional(&market.db)
    .await?;
    let Some(sealed) = waiting else {
        return Ok(None);
    };
    let totp = opened(market, by.id, &sealed, &by.email)?;
    Ok(Some(Enrolment {
        secret: totp.secret().to_base32(),
        uri: totp
            .to_url()
            .map_err(|e| anyhow!("an enrolment has no address: {e}"))?,
    }))
}

/// The app's first code: from now on signing in takes one. Everywhere else the account is signed out. The first second
/// factor brings recovery codes: true when it did. Refuses a wrong code with `CodeWrong`.
pub async fn confirm(market: &Market, tx: &mut Tx, by: &Fresh, typed: &str) -> Result<bool> {
    let waiting = sqlx::query_scalar!(
        "select secret_sealed from authenticator where account_id = $1 and confirmed_at is null for update",
        by.id.0
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Error::NotFound)?;
    let totp = opened(market, by.id, &waiting, &by.email)?;
    let now = market.now();
    let code = digits(typed).ok_or(Refusal::CodeWrong)?;
    let step = step_of(&totp, &code, now).ok_or(Refusal::CodeWrong)?;
    sqlx::query!(
        "update authenticator set confirmed_at = $2, last_step = $3 where account_id = $1",
        by.id.0,
        now,
        step,
    )
    .execute(&mut **tx)
    .await?;
    let made = recovery::make_unless_there(market, tx, by.id).await?;
    let change = (Act::AuthenticatorAdded, FactorChange::AuthenticatorAdded);
    changed(market, tx, by, change, json!({})).await?;
    Ok(made)
}

/// Does away with the app. Takes a proof that it, or a recovery code, was at hand.
pub async fn remove(market: &Market, tx: &mut Tx, by: &Fresh, proof: &FactorProof) -> Result<()> {
    proof.must_be_of(by.id)?;
    let removed = sqlx::query!("delete from authenticator where account_id = $1", by.id.0)
        .execute(&mut **tx)
        .await?;
    if removed.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    if !is_still_set(tx, by.id).await? {
        recovery::discard(tx, by.id).await?;
    }
    let change = (
        Act::AuthenticatorRemoved,
        FactorChange::AuthenticatorRemoved,
    );
    changed(market, tx, by, change, json!({})).await
}

/// A change of factors ends the account's other sessions, is recorded, and is told to its owner.
pub(in crate::accounts) async fn changed(
    market: &Market,
    tx: &mut Tx,
    by: &Fresh,
    (act, change): (Act, FactorChange),
    mut what: Value,
) -> Result<()> {
    what["other_sessions_ended"] = session::end_but(tx, by.id, by.session()).await?.into();
    tell(market, tx, by.id, change).await?;
    let entry = Entry::new(&by.actor(), act, ("account", by.id.to_string())).after(what);
    audit::record(market, tx, entry).await
}

/// Mails the account's owner.
pub(super) async fn tell(
    market: &Market,
    tx: &mut Tx,
    account: AccountId,
    change: FactorChange,
) -> Result<()> {
    let at = market.now();
    let job = Mailing::TellFactorChanged {
        account,
        change,
        at,
    };
    jobs::enqueue(tx, job, at).await
}

/// Takes a code for the account's app: true once, and never again for this or an earlier step.
pub(super) async fn take_code(
    market: &Market,
    tx: &mut Tx,
    account: AccountId,
    code: &str,
) -> Result<bool> {
    let row = sqlx::query!(
        "select secret_sealed, email from authenticator join account on account.id = account_id
         where account_id = $1 and confirmed_at is not null",
        account.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(false) };
    let totp = opened(market, account, &row.secret_sealed, &row.email)?;
    let Some(step) = step_of(&totp, code, market.now()) else {
        return Ok(false);
    };
    let taken = sqlx::query!(
        "update authenticator set last_step = $2 where account_id = $1 and confirmed_at is not null and last_step < $2",
        account.0,
        step,
    )
    .execute(&mut **tx)
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// The step this code belongs to, if it is the current or the previous one. Both are compared, whatever the first says.
fn step_of(totp: &Totp, code: &str, now: OffsetDateTime) -> Option<i64> {
    let current = now.unix_timestamp() / STEP;
    let mut found = None;
    for step in [current - 1, current] {
        let second = u64::try_from(step * STEP).unwrap_or_default();
        let shown = totp.generate(second).to_string();
        if bool::from(shown.as_bytes().ct_eq(code.as_bytes())) {
            found = Some(step);
        }
    }
    found
}

/// Six digits, however they were spaced.
pub(super) fn digits(typed: &str) -> Option<String> {
    let code: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    (code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit())).then_some(code)
}

fn opened(market: &Market, account: AccountId, sealed: &[u8], email: &str) -> Result<Totp> {
    let secret = market
        .keys
        .unseal(Purpose::AuthenticatorSeal, account.0.as_bytes(), sealed)?;
    let secret = hex::decode(secret).map_err(anyhow::Error::from)?;
    Ok(Builder::new()
        .with_secret(Secret::new(secret.into()))
        .with_account_name(email)
        .with_issuer(Some(ISSUER))
        .build()
        .map_err(|e| anyhow!("a stored authenticator cannot be used: {e}"))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the last six of the eight digits for SHA-1.
    #[test]
    fn codes_are_those_of_the_standard_and_only_this_step_and_the_last_count() {
        let totp = Builder::new()
            .with_secret(Secret::new(b"12345678901234567890".to_vec().into()))
            .build()
            .expect("a secret of twenty bytes");
        let at = |second| OffsetDateTime::from_unix_timestamp(second).expect("a moment");
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (2_000_000_000, "279037"),
        ] {
            let step = second / STEP;
            assert_eq!(step_of(&totp, code, at(second)), Some(step));
            assert_eq!(step_of(&totp, code, at(second + STEP)), Some(step));
            assert_eq!(step_of(&totp, code, at(second + 2 * STEP)), None);
            assert_eq!(
                step_of(&totp, code, at(second - STEP)),
                None,
                "none from the future"
            );
        }
    }

    #[test]
    fn digits_may_be_spaced() {
        assert_eq!(digits(" 123 456 ").as_deref(), Some("123456"));
        assert_eq!(digits("12345"), None);
        assert_eq!(digits("１２３４５６"), None);
    }
}
