//! A copy of everything that is stored about an account, as a file that its owner may have for a week.

mod archive;
mod asking;
mod getting;
mod making;
mod parts;
mod removing;

pub use asking::ask;
pub use getting::{Opened, must_be_of, open};
pub(crate) use making::{finish, make};
pub use parts::{LEFT_OUT, PARTS, Part};
pub use removing::remove_old;

use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use crate::accounts::Customer;
use crate::{DataExportId, Result};

/// How long a file may be downloaded.
pub const KEPT_FOR: Duration = Duration::days(7);
/// From one asking to the next.
pub const PAUSE: Duration = Duration::days(1);
/// Where the files lie in the store.
const FOLDER: &str = "exports";

/// A copy that was asked for.
#[derive(Clone, Debug)]
pub struct DataExport {
    pub id: DataExportId,
    pub asked_at: OffsetDateTime,
    pub state: State,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    Waiting,
    Ready {
        bytes: i64,
        expires_at: OffsetDateTime,
    },
    /// It was tried for a day, and could not be made.
    Failed,
}

/// What this person asked for and can still have, or waits for, the latest first.
pub async fn list(db: &PgPool, by: &Customer, now: OffsetDateTime) -> Result<Vec<DataExport>> {
    let rows = sqlx::query!(
        r#"select data_export.id as "id: DataExportId", asked_at, bytes, expires_at, ready_at is not null as "ready!",
                  failed_at is not null or job.parked_at is not null as "failed!"
           from data_export left join job on job.dedupe_key = 'make-data-export:' || data_export.id
           where account_id = $1 and (expires_at is null or expires_at > $2)
           order by asked_at desc, data_export.id desc limit 10"#,
        by.id.0,
        now
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| DataExport {
            id: row.id,
            asked_at: row.asked_at,
            state: match (row.expires_at.filter(|_| row.ready), row.failed) {
                (Some(expires_at), _) => State::Ready {
                    bytes: row.bytes.unwrap_or_default(),
                    expires_at,
                },
                (None, true) => State::Failed,
                (None, false) => State::Waiting,
            },
        })
        .collect())
}
