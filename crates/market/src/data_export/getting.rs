//! Getting the file.

use object_store::path::Path;
use time::Duration;

use crate::accounts::{Customer, Fresh};
use crate::audit::{self, Act, Entry};
use crate::{DataExportId, Error, Market, Refusal, Result, Tx};

/// A resumed transfer is the same download.
const ONE_DOWNLOAD: Duration = Duration::hours(1);

/// A file that may be sent now.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Where it lies in `market.files`.
    pub path: Path,
    pub file_name: String,
    pub bytes: i64,
    pub sha256_hex: String,
}

/// `NotFound` for what is somebody else's or not there: asked before anybody is sent to prove who they are.
pub async fn must_be_of(market: &Market, by: &Customer, export: DataExportId) -> Result<()> {
    sqlx::query!(
        "select id from data_export where id = $1 and account_id = $2",
        export.0,
        by.id.0
    )
    .fetch_one(&market.db)
    .await?;
    Ok(())
}

/// The file, for its owner alone: somebody else's, or one that is not ready, is `NotFound`. Refuses with `ExportExpired`
/// after a week. It is noted in the record.
pub async fn open(
    market: &Market,
    tx: &mut Tx,
    by: &Fresh,
    export: DataExportId,
) -> Result<Opened> {
    let now = market.now();
    let row = sqlx::query!(
        r#"select object_key as "object_key!", bytes as "bytes!", encode(sha256, 'hex') as "sha256_hex!",
                  expires_at as "expires_at!", asked_at, downloaded_at
           from data_export where id = $1 and account_id = $2 and ready_at is not null for update"#,
        export.0,
        by.id.0
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Error::NotFound)?;
    if row.expires_at <= now {
        return Err(Refusal::ExportExpired.into());
    }
    if row.downloaded_at.is_none_or(|at| at + ONE_DOWNLOAD <= now) {
        sqlx::query!(
            "update data_export set downloaded_at = $2 where id = $1",
            export.0,
            now
        )
        .execute(&mut **tx)
        .await?;
        let object = ("data_export", export.to_string());
        let entry = Entry::new(&by.actor(), Act::DataExportDownloaded, object);
        audit::record(market, tx, entry).await?;
    }
    Ok(Opened {
        path: Path::from(row.object_key),
        file_name: format!("autopilot-monster-data-{}.zip", row.asked_at.date()),
        bytes: row.bytes,
        sha256_hex: row.sha256_hex,
    })
}
