//! Guesses at a proof, counted for each account before anything is compared. Only somebody who holds its password or one of
//! its sessions comes to be counted, so nobody can lock others out with it.

use time::Duration;

use crate::{AccountId, Market, Refusal, Result};

/// How many tries there are within `WINDOW`; a right one begins anew.
const MOST: i32 = 10;
const WINDOW: Duration = Duration::hours(1);

/// Counts a try that is about to be made, and refuses it with `TooManyTries` when it is one too many. Counted in a
/// transaction of its own, so that a refusal further on takes nothing back.
pub(super) async fn count(market: &Market, account: AccountId) -> Result<()> {
    let now = market.now();
    let tries = sqlx::query_scalar!(
        "insert into proof_tries (account_id, began_at, tries) values ($1, $2, 1)
         on conflict on constraint proof_tries_pkey do update
         set tries = case when proof_tries.began_at <= $3 then 1 else proof_tries.tries + 1 end,
             began_at = case when proof_tries.began_at <= $3 then $2 else proof_tries.began_at end
         returning tries",
        account.0,
        now,
        now - WINDOW,
    )
    .fetch_one(&market.db)
    .await?;
    if tries > MOST {
        return Err(Refusal::TooManyTries.into());
    }
    Ok(())
}

pub(super) async fn forget(market: &Market, account: AccountId) -> Result<()> {
    sqlx::query!("delete from proof_tries where account_id = $1", account.0)
        .execute(&market.db)
        .await?;
    Ok(())
}
