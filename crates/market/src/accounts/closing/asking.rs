//! Asking for one's account to be closed.

use serde_json::json;
use time::OffsetDateTime;

use super::super::{Fresh, email_change, session};
use super::{GRACE, found_obstacles, hold};
use crate::audit::{self, Act, Entry};
use crate::jobs::{self, ClosingNews, Job, Mailing};
use crate::vendors;
use crate::{AccountId, Error, Market, Refusal, Result, Tx};

/// Has the account erased in fourteen days, unless its owner keeps it. Other sessions and all keys of programs end now, and
/// a vendor that nobody else acts for leaves the shop. The owner is told by mail. Asked for twice it is one closing: both
/// are told the same day. Refuses with `ClosingHindered` while something stands in the way.
pub async fn close(market: &Market, tx: &mut Tx, by: &Fresh) -> Result<OffsetDateTime> {
    let standing = hold(tx, by.id).await?;
    if standing.erased {
        return Err(Error::SignInNeeded);
    }
    if let Some(at) = standing.closing_at {
        return Ok(at);
    }
    if !found_obstacles(tx, by.id).await?.is_empty() {
        return Err(Refusal::ClosingHindered.into());
    }
    let now = market.now();
    let at = now + GRACE;
    sqlx::query!(
        "update account set closing_asked_at = $2, closing_at = $3 where id = $1",
        by.id.0,
        now,
        at
    )
    .execute(&mut **tx)
    .await?;
    session::end_but(tx, by.id, by.session()).await?;
    end_programs(tx, by.id, now).await?;
    email_change::stop_all(tx, by.id, now).await?;
    vendors::closing::leave_the_shop(tx, by.id, now).await?;
    let erase = Job::EraseAccount {
        account: by.id,
        due: at,
    };
    jobs::enqueue_for(tx, erase, at, now).await?;
    let tell = Mailing::TellOfClosing {
        account: by.id,
        news: ClosingNews::Asked,
        at: now,
    };
    jobs::enqueue(tx, tell, now).await?;
    let entry = Entry::new(
        &by.actor(),
        Act::ClosingAsked,
        ("account", by.id.to_string()),
    );
    let until = json!({ "until": at.date().to_string() });
    audit::record(market, tx, entry.after(until)).await?;
    Ok(at)
}

/// Programs cannot be told that their account may come back.
async fn end_programs(tx: &mut Tx, account: AccountId, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update api_key set revoked_at = $2 where account_id = $1 and revoked_at is null",
        account.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
