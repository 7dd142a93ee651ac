//! Showing a second factor: a code of the app or, when it is lost, one from paper.

use super::super::{proving::note, tries};
use super::authenticator::{self, digits, tell};
use super::recovery;
use crate::audit::{self, Act, Actor, Entry};
use crate::jobs::FactorChange;
use crate::{AccountId, Error, Market, Refusal, Result};

/// That a second factor of this account was at hand a moment ago.
#[derive(Debug)]
pub struct FactorProof(AccountId);

impl FactorProof {
    pub(in crate::accounts) fn by_passkey(account: AccountId) -> Self {
        Self(account)
    }

    pub(super) fn must_be_of(&self, account: AccountId) -> Result<()> {
        if self.0 == account {
            Ok(())
        } else {
            Err(Error::Forbidden)
        }
    }
}

/// Takes what was typed for a code of the app or from paper. Refuses anything else, and what was used before, with
/// `CodeWrong`; and everything with `TooManyTries` for the rest of an hour with ten wrong ones.
pub async fn prove(
    market: &Market,
    account: AccountId,
    typed: &str,
    by: &Actor,
) -> Result<FactorProof> {
    tries::count(market, account).await?;
    take(market, account, typed, by).await
}

/// The same, for a try that was counted already.
pub(in crate::accounts) async fn take(
    market: &Market,
    account: AccountId,
    typed: &str,
    by: &Actor,
) -> Result<FactorProof> {
    let mut tx = market.begin().await?;
    let right = match digits(typed) {
        Some(code) => authenticator::take_code(market, &mut tx, account, &code).await?,
        None => {
            let taken = recovery::take_code(market, &mut tx, account, typed).await?;
            if taken {
                tell(market, &mut tx, account, FactorChange::RecoveryCodeUsed).await?;
                let object = ("account", account.to_string());
                let entry = Entry::new(by, Act::RecoveryCodeUsed, object);
                audit::record(market, &mut tx, entry).await?;
            }
            taken
        }
    };
    if !right {
        drop(tx);
        note(market, by, Act::ProofFailed, account).await?;
        return Err(Refusal::CodeWrong.into());
    }
    tx.commit().await?;
    tries::forget(market, account).await?;
    Ok(FactorProof(account))
}
