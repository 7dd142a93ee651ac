//! How often somebody may try something: a bucket of tries for each act and each who, which fills up again steadily.

mod action;
mod allowance;
mod browser;
mod bucket;
mod sign_in;
mod subject;

pub use action::{Action, Rule};
pub use allowance::{Allowance, Later};
pub use browser::{known_browser, remember_browser};
pub use bucket::{Bucket, Buckets, Level, StoredBuckets};
pub use sign_in::{SignInTry, sign_in};
pub use subject::Subject;

use crate::{Error, Market, Result};

/// Takes one try. Refuses with `TooOften` when there is none left, and says when there will be.
pub async fn take(market: &Market, action: Action, subject: &Subject<'_>) -> Result<Allowance> {
    let (rule, now) = (action.rule(), market.now());
    let bucket = Bucket::of(&market.keys, action, subject);
    let level = market.limits.take(&bucket, rule, now).await?;
    if level.taken {
        Ok(Allowance::at(action, level.full_at, now))
    } else {
        Err(Error::TooOften(Later::at(action, level.full_at, now)))
    }
}

/// Puts a try back that was no failure.
pub async fn give_back(market: &Market, action: Action, subject: &Subject<'_>) -> Result<()> {
    let bucket = Bucket::of(&market.keys, action, subject);
    let given = market
        .limits
        .give_back(&bucket, action.rule(), market.now());
    given.await
}
