//! Products' files as they lie in the store: what a row names has to be there, and what no row names may go.

use futures::{StreamExt, TryStreamExt, stream};
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};
use time::{Duration, OffsetDateTime};

use crate::{Market, Result, Tx};

/// Where they lie: under their own SHA-256.
pub(crate) const FOLDER: &str = "sha256";
/// A file without a row may be about to get one; after this long it is not.
const PATIENCE: Duration = Duration::days(1);
/// Files that are looked at with one question to the database, and at one time in the store.
const BATCH: i64 = 500;
const AT_ONCE: usize = 16;
/// The advisory lock between those who store files and those who remove them.
const LOCK: i64 = 0x66_69_6c_65_73;

/// What is in the store and what ought to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examined {
    /// Files that rows name.
    pub named: usize,
    /// Of these, the keys of those that are not there, or not whole.
    pub missing: Vec<String>,
    /// Files nobody names, with their bytes; only those older than a day.
    pub orphans: Vec<(String, u64)>,
}

/// Looks at every file. With `mend` the orphans are removed; what is missing nobody can bring back.
pub async fn examine(market: &Market, mend: bool) -> Result<Examined> {
    let mut examined = Examined::default();
    look_for_missing(market, &mut examined).await?;
    let folder = Path::from(FOLDER);
    let before = market.now() - PATIENCE;
    let listed = market.files.list(Some(&folder));
    let old = listed.try_filter(|file| std::future::ready(is_older(file, before)));
    let mut batches = old.try_chunks(BATCH as usize);
    while let Some(batch) = batches.next().await {
        let batch = batch.map_err(|error| error.1)?;
        let orphans = if mend {
            remove_orphans(market, batch).await?
        } else {
            orphans(&market.db, batch).await?
        };
        examined.orphans.extend(
            orphans
                .into_iter()
                .map(|file| (file.location.to_string(), file.size)),
        );
    }
    Ok(examined)
}

/// Files that are stored from here on stay at least until the transaction ends, so that it can name them.
pub(crate) async fn hold(tx: &mut Tx) -> Result<()> {
    sqlx::query!("select pg_advisory_xact_lock_shared($1)", LOCK)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn look_for_missing(market: &Market, examined: &mut Examined) -> Result<()> {
    let mut after = String::new();
    loop {
        let rows = sqlx::query!(
            r#"select object_key, min(bytes) as "bytes!" from asset where object_key > $1
               group by object_key order by object_key limit $2"#,
            after,
            BATCH
        )
        .fetch_all(&market.db)
        .await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.object_key.clone();
        examined.named += rows.len();
        let looks = stream::iter(rows).map(|row| async move {
            let whole = is_whole(market.files.as_ref(), &row.object_key, row.bytes).await?;
            Ok::<_, crate::Error>((!whole).then_some(row.object_key))
        });
        let looks: Vec<_> = looks.buffered(AT_ONCE).try_collect().await?;
        examined.missing.extend(looks.into_iter().flatten());
    }
}

async fn is_whole(files: &dyn ObjectStore, key: &str, bytes: i64) -> Result<bool> {
    match files.head(&Path::from(key)).await {
        Ok(file) => Ok(i64::try_from(file.size) == Ok(bytes)),
        Err(object_store::Error::NotFound { .. }) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn is_older(file: &ObjectMeta, than: OffsetDateTime) -> bool {
    file.last_modified.timestamp() < than.unix_timestamp()
}

/// Those of the files that no row names.
async fn orphans(
    db: impl sqlx::PgExecutor<'_>,
    mut files: Vec<ObjectMeta>,
) -> Result<Vec<ObjectMeta>> {
    let keys: Vec<String> = files.iter().map(|file| file.location.to_string()).collect();
    let named = sqlx::query_scalar!(
        "select distinct object_key from asset where object_key = any($1)",
        &keys
    )
    .fetch_all(db)
    .await?;
    files.retain(|file| !named.contains(&file.location.to_string()));
    Ok(files)
}

/// Nobody stores a file meanwhile: one they found there might be gone by the time their row names it.
async fn remove_orphans(market: &Market, files: Vec<ObjectMeta>) -> Result<Vec<ObjectMeta>> {
    let mut tx = market.begin().await?;
    sqlx::query!("select pg_advisory_xact_lock($1)", LOCK)
        .execute(&mut *tx)
        .await?;
    let orphans = orphans(&mut *tx, files).await?;
    for orphan in &orphans {
        market.files.delete(&orphan.location).await?;
    }
    tx.commit().await?;
    Ok(orphans)
}
