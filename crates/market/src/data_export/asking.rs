//! Asking for a copy.

use super::PAUSE;
use crate::accounts::Fresh;
use crate::audit::{self, Act, Entry};
use crate::jobs::{self, Job};
use crate::{AccountId, DataExportId, Market, OnConstraint, Refusal, Result, Tx};

/// Has a copy made; a mail says when it is ready. Refuses with `ExportRunning` while one is being made and with
/// `ExportTooSoon` within a day of the last; one that could not be made does not count.
pub async fn ask(market: &Market, tx: &mut Tx, by: &Fresh) -> Result<DataExportId> {
    let now = market.now();
    give_up_parked(market, tx, by.id).await?;
    let last = sqlx::query_scalar!(
        r#"select ready_at is not null as "ready!" from data_export
           where account_id = $1 and failed_at is null and asked_at > $2 order by asked_at desc limit 1"#,
        by.id.0,
        now - PAUSE
    )
    .fetch_optional(&mut **tx)
    .await?;
    match last {
        Some(true) => return Err(Refusal::ExportTooSoon.into()),
        Some(false) => return Err(Refusal::ExportRunning.into()),
        None => {}
    }
    let export = DataExportId::new(now);
    sqlx::query!(
        "insert into data_export (id, account_id, asked_at) values ($1, $2, $3)",
        export.0,
        by.id.0,
        now
    )
    .execute(&mut **tx)
    .await
    .on_constraint("data_export_running_key", Refusal::ExportRunning)?;
    jobs::enqueue(tx, Job::MakeDataExport { export }, now).await?;
    let object = ("data_export", export.to_string());
    audit::record(
        market,
        tx,
        Entry::new(&by.actor(), Act::DataExportAsked, object),
    )
    .await?;
    Ok(export)
}

/// What no worker will try again stands in nobody's way. The account is held, so that two askings see each other.
async fn give_up_parked(market: &Market, tx: &mut Tx, account: AccountId) -> Result<()> {
    sqlx::query!(
        "select id from account where id = $1 for no key update",
        account.0
    )
    .fetch_one(&mut **tx)
    .await?;
    sqlx::query!(
        "update data_export set failed_at = $2 from job
         where account_id = $1 and ready_at is null and failed_at is null
           and job.dedupe_key = 'make-data-export:' || data_export.id and job.parked_at is not null",
        account.0,
        market.now()
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
