//! Running what is due: claimed under a lease, done once, tried again or set aside.

use std::panic::AssertUnwindSafe;

use anyhow::anyhow;
use futures::FutureExt;
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{Courier, Job, Lane, Mailing};
use crate::{Error, Market, Result, notifications};

/// Tries before a person has to look. With the pauses below that is about a day.
const MAX_ATTEMPTS: i32 = 9;
const LEASE: Duration = Duration::seconds(60);

/// A job under this worker's lease.
struct Claimed {
    id: i64,
    job: Result<Job, serde_json::Error>,
    attempts: i32,
    token: Uuid,
}

/// Claims and runs up to `max` due jobs of the lane, one after another, and returns how many it ran.
pub async fn run_due(
    market: &Market,
    courier: &dyn Courier,
    lane: Lane,
    max: usize,
) -> Result<usize> {
    for ran in 0..max {
        let Some(claimed) = claim(&market.db, lane, market.now()).await? else {
            return Ok(ran);
        };
        // One that panics must not end the loop that all others wait for.
        let run = AssertUnwindSafe(run(market, courier, &claimed)).catch_unwind();
        let ended = run
            .await
            .unwrap_or_else(|_panic| Err(anyhow!("it panicked").into()));
        if let Err(error) = ended {
            set_aside(market, &claimed, error).await?;
        }
    }
    Ok(max)
}

async fn claim(db: &PgPool, lane: Lane, now: OffsetDateTime) -> Result<Option<Claimed>> {
    let token = Uuid::new_v4();
    let kinds: Vec<String> = Mailing::KINDS
        .iter()
        .map(|kind| (*kind).to_owned())
        .collect();
    let row = sqlx::query!(
        "update job set lease_token = $1, lease_until = $2, attempts = attempts + 1
         where id = (select id from job
                     where done_at is null and parked_at is null and run_at <= $3
                       and (lease_until is null or lease_until < $3)
                       and kind = any ($4) = $5
                     order by run_at, id limit 1 for update skip locked)
         returning id, args, attempts",
        token,
        now + LEASE,
        now,
        &kinds,
        lane == Lane::Mail,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Claimed {
        id: row.id,
        job: serde_json::from_value(row.args),
        attempts: row.attempts,
        token,
    }))
}

async fn run(market: &Market, courier: &dyn Courier, claimed: &Claimed) -> Result<()> {
    let job = claimed
        .job
        .as_ref()
        .map_err(|e| anyhow!("a job of another release: {e}"))?;
    fail::fail_point!("job-before-effect");
    tokio::select! {
        reached = job.reach_out(market, courier) => reached?,
        lost = keep_lease(market, claimed) => return lost,
    }
    fail::fail_point!("job-effect-before-done");
    let mut tx = market.begin().await?;
    job.apply(market, &mut tx).await?;
    let done = sqlx::query!(
        "update job set done_at = $3, lease_token = null, lease_until = null, last_error = null
         where id = $1 and lease_token = $2",
        claimed.id,
        claimed.token,
        market.now(),
    )
    .execute(&mut *tx)
    .await?;
    // Someone else took the job over while this worker was away: their run counts, this one is rolled back.
    if done.rows_affected() == 1 {
        tx.commit().await?;
    }
    Ok(())
}

/// Work may take longer than a lease, which tells of a worker that died. Ends only when somebody else has taken the job over.
async fn keep_lease(market: &Market, claimed: &Claimed) -> Result<()> {
    loop {
        tokio::time::sleep(std::time::Duration::from_secs(20)).await;
        let kept = sqlx::query!(
            "update job set lease_until = $3 where id = $1 and lease_token = $2",
            claimed.id,
            claimed.token,
            market.now() + LEASE,
        )
        .execute(&market.db)
        .await?;
        if kept.rows_affected() == 0 {
            return Ok(());
        }
    }
}

/// A refusal parks the job for a person, and so does a mail server's last word; a failure tries again later.
async fn set_aside(market: &Market, claimed: &Claimed, error: Error) -> Result<()> {
    let now = market.now();
    let hopeless = claimed.attempts >= MAX_ATTEMPTS
        || match &error {
            Error::Failed(cause) => notifications::refused_for_good(cause),
            Error::Busy | Error::TooOften(_) => false,
            _ => true,
        };
    let said = match &error {
        Error::Failed(cause) => format!("{cause:#}"),
        other => other.to_string(),
    };
    // A mail server names the address it speaks of, which no log may; the row keeps it, where an erasure finds it.
    let told = match &claimed.job {
        Ok(Job::Mail(_)) => "the mail could not be sent",
        _ => said.as_str(),
    };
    if hopeless {
        tracing::error!(job = claimed.id, error = %told, "job parked");
    } else {
        tracing::warn!(job = claimed.id, attempt = claimed.attempts, error = %told, "job will be tried again");
    }
    sqlx::query!(
        "update job set lease_token = null, lease_until = null, last_error = $3,
                parked_at = case when $4 then $5::timestamptz end, run_at = $6
         where id = $1 and lease_token = $2",
        claimed.id,
        claimed.token,
        said,
        hopeless,
        now,
        now + pause_after(claimed.attempts),
    )
    .execute(&market.db)
    .await?;
    Ok(())
}

fn pause_after(attempt: i32) -> Duration {
    match attempt {
        ..=1 => Duration::seconds(2),
        2 => Duration::seconds(10),
        3 => Duration::minutes(1),
        4 => Duration::minutes(5),
        5 => Duration::minutes(30),
        6 => Duration::hours(2),
        7 => Duration::hours(6),
        _ => Duration::hours(12),
    }
}
