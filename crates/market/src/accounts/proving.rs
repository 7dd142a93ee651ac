//! Proving once more who one is, before an act on money or secrets.

use secrecy::SecretString;

use super::Customer;
use super::second_factor;
use super::sign_in::known_hash;
use super::tries;
use crate::audit::{self, Act, Actor, Entry};
use crate::{AccountId, Market, Refusal, Result};

/// The password again and, where there is one, the second factor. Returns whether a factor was shown. Refuses with
/// `PasswordWrong`, `CodeWrong` or, after too many of these, `TooManyTries`.
pub async fn prove_again(
    market: &Market,
    by: &Customer,
    password: &SecretString,
    code: &str,
) -> Result<bool> {
    by.must_be_themselves()?;
    if known_hash(market, by.id, password).await?.is_none() {
        note(market, &by.actor(), Act::ProofFailed, by.id).await?;
        return Err(Refusal::PasswordWrong.into());
    }
    let with_factor = second_factor::is_set(&market.db, by.id).await?;
    if with_factor {
        second_factor::take(market, by.id, code, &by.actor()).await?;
    } else {
        tries::forget(market, by.id).await?;
    }
    note(market, &by.actor(), Act::IdentityProved, by.id).await?;
    Ok(with_factor)
}

/// Records an act on an account in a transaction of its own: it stands whatever becomes of the rest.
pub(super) async fn note(market: &Market, by: &Actor, act: Act, account: AccountId) -> Result<()> {
    let mut tx = market.begin().await?;
    let entry = Entry::new(by, act, ("account", account.to_string()));
    audit::record(market, &mut tx, entry).await?;
    Ok(tx.commit().await?)
}

/// Signing out, for the record. The session itself is its keeper's to end.
pub async fn note_sign_out(market: &Market, by: &Customer) -> Result<()> {
    note(market, &by.actor(), Act::SignedOut, by.id).await
}
