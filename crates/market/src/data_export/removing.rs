//! Removing files whose week is over, and what was left lying when a try broke off.

use futures::{TryStreamExt, stream};
use object_store::ObjectStoreExt;
use object_store::path::Path;

use super::{FOLDER, KEPT_FOR};
use crate::{DataExportId, Market, Result};

/// Rows looked at in one sweep; what is left waits for the next.
const BATCH: i64 = 500;

/// First the file, then its row: a row without a file promises too much, a file without a row is never found.
/// Returns how many exports have ended.
pub async fn remove_old(market: &Market) -> Result<u64> {
    let now = market.now();
    let over = sqlx::query!(
        r#"select id as "id: DataExportId", object_key from data_export
           where expires_at <= $1 or failed_at <= $2 limit $3"#,
        now,
        now - KEPT_FOR,
        BATCH
    )
    .fetch_all(&market.db)
    .await?;
    let mut removed = 0;
    for export in over {
        if let Some(key) = export.object_key {
            remove_file(market, &Path::from(key)).await?;
        }
        removed += sqlx::query!("delete from data_export where id = $1", export.id.0)
            .execute(&market.db)
            .await?
            .rows_affected();
    }
    remove_strays(market).await?;
    Ok(removed)
}

/// Takes a file out of the store; one that is gone already is gone.
pub(super) async fn remove_file(market: &Market, path: &Path) -> Result<()> {
    match market.files.delete(path).await {
        Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Files that no row names and that are too old for a try under way: of an account that was erased, or of a worker that
/// died.
async fn remove_strays(market: &Market) -> Result<()> {
    let before = (market.now() - KEPT_FOR).unix_timestamp();
    let folder = Path::from(FOLDER);
    let listed = market.files.list(Some(&folder));
    let old = listed.try_filter(|file| std::future::ready(file.last_modified.timestamp() < before));
    let old: Vec<Path> = old.map_ok(|file| file.location).try_collect().await?;
    let keys: Vec<String> = old.iter().map(ToString::to_string).collect();
    let named = sqlx::query_scalar!(
        r#"select object_key as "key!" from data_export where object_key = any($1)"#,
        &keys
    )
    .fetch_all(&market.db)
    .await?;
    let strays = old
        .into_iter()
        .filter(|path| !named.contains(&path.to_string()));
    stream::iter(strays.map(Ok))
        .try_for_each(|path| async move { remove_file(market, &path).await })
        .await
}
