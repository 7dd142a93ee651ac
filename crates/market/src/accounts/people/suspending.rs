//! Shutting somebody out, and letting them in again. What they bought stays theirs meanwhile.

use super::super::{Permission, Staff, session};
use super::{clean_reason, hold};
use crate::audit::{self, Act, Entry};
use crate::jobs::{self, Mailing};
use crate::{AccountId, Error, Market, Refusal, Result, Tx};

/// Suspends an account: its sessions end at once on every node, its API keys and their tokens open nothing, and nobody can
/// sign in to it. Its owner reads the reason in a mail. Refuses to suspend oneself, and without a reason; `Forbidden` for
/// accounts that keep the market, unless one gives roles there.
pub async fn suspend(
    market: &Market,
    tx: &mut Tx,
    by: &Staff,
    account: AccountId,
    reason: &str,
) -> Result<()> {
    by.must(Permission::Suspend)?;
    let reason = clean_reason(reason)?;
    if account == by.id {
        return Err(Refusal::SuspendOneself.into());
    }
    let held = hold(tx, by.id, account).await?;
    if !held.may_suspend() {
        return Err(Error::Forbidden);
    }
    if held.subject.suspended {
        return Err(Refusal::SuspendedAlready.into());
    }
    sqlx::query!(
        "update account set suspended_at = $2 where id = $1",
        account.0,
        market.now()
    )
    .execute(&mut **tx)
    .await?;
    session::end_all(tx, account).await?;
    tell(market, tx, by, (account, true), reason).await
}

/// Lets the account in again, as it was; whoever it belongs to signs in anew. Refuses an account that is not suspended.
pub async fn restore(
    market: &Market,
    tx: &mut Tx,
    by: &Staff,
    account: AccountId,
    reason: &str,
) -> Result<()> {
    by.must(Permission::Suspend)?;
    let reason = clean_reason(reason)?;
    let held = hold(tx, by.id, account).await?;
    if !held.may_suspend() {
        return Err(Error::Forbidden);
    }
    if !held.subject.suspended {
        return Err(Refusal::NotSuspended.into());
    }
    sqlx::query!(
        "update account set suspended_at = null where id = $1",
        account.0
    )
    .execute(&mut **tx)
    .await?;
    tell(market, tx, by, (account, false), reason).await
}

/// Mails the owner, and records it.
async fn tell(
    market: &Market,
    tx: &mut Tx,
    by: &Staff,
    (account, suspended): (AccountId, bool),
    reason: String,
) -> Result<()> {
    let at = market.now();
    let job = Mailing::TellSuspended {
        account,
        suspended,
        reason: reason.clone(),
        at,
    };
    jobs::enqueue(tx, job, at).await?;
    let act = if suspended {
        Act::AccountSuspended
    } else {
        Act::AccountRestored
    };
    let entry = Entry::new(&by.actor(), act, ("account", account.to_string()));
    audit::record(market, tx, entry.reason(reason)).await
}
