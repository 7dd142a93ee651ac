//! Work that follows an event: claimed by one worker at a time, and safe to run twice.

mod job;
mod mailing;
mod running;

pub use job::Job;
pub use mailing::{ClosingNews, FactorChange, Mailing};
pub use running::run_due;

use async_trait::async_trait;
use sqlx::PgPool;
use time::OffsetDateTime;

use crate::{Result, Tx};

/// Carries messages to other servers: the one door out. The server holds it.
#[async_trait]
pub trait Courier: Send + Sync {
    /// Posts the body and returns the status of the answer.
    async fn post(
        &self,
        url: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
    ) -> anyhow::Result<u16>;
}

/// Which jobs to run. Mail waits for a server of somebody else's, so nothing may wait behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Mail,
    Rest,
}

/// Writes the job down; it runs after the caller's transaction has committed.
pub async fn enqueue(tx: &mut Tx, job: impl Into<Job>, now: OffsetDateTime) -> Result<()> {
    enqueue_for(tx, job, now, now).await
}

/// The same for work that is not due before `run_at`.
pub(crate) async fn enqueue_for(
    tx: &mut Tx,
    job: impl Into<Job>,
    run_at: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<()> {
    let job = job.into();
    let args = serde_json::to_value(&job).map_err(anyhow::Error::from)?;
    sqlx::query!(
        "insert into job (kind, args, dedupe_key, run_at, created_at) values ($1, $2, $3, $4, $5)
         on conflict on constraint job_dedupe_key do nothing",
        job.kind(),
        args,
        job.dedupe_key(),
        run_at,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// How many jobs are neither done nor parked.
pub async fn waiting(db: &PgPool) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from job where done_at is null and parked_at is null"#
    )
    .fetch_one(db)
    .await?)
}
