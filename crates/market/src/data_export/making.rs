//! Making the file: one look at the database, however long it takes to write down.

use object_store::path::Path;
use rand::Rng;

use super::archive::{Archive, Stored};
use super::removing::remove_file;
use super::{FOLDER, KEPT_FOR, PARTS, parts};
use crate::accounts::avatar_picture;
use crate::jobs::{self, Mailing};
use crate::{AccountId, AvatarId, DataExportId, Error, Market, Result, Tx};

/// Counts up when a file is renamed or says something else than before.
const SCHEMA_VERSION: u32 = 1;

/// Writes the file into the store. Asked again, as after a worker has died, it writes another and removes the first.
pub(crate) async fn make(market: &Market, export: DataExportId) -> Result<()> {
    let path = Path::from(format!(
        "{FOLDER}/{}.zip",
        hex::encode(rand::rng().random::<[u8; 32]>())
    ));
    let Some(account) = take_over(market, export, &path).await? else {
        return Ok(());
    };
    let stored = write(market, account, &path).await?;
    let bytes = i64::try_from(stored.bytes).map_err(anyhow::Error::from)?;
    let kept = sqlx::query!(
        "update data_export set bytes = $3, sha256 = $4 where id = $1 and object_key = $2",
        export.0,
        path.as_ref(),
        bytes,
        stored.sha256.as_slice()
    )
    .execute(&market.db)
    .await?;
    if kept.rows_affected() == 0 {
        // Another worker has begun anew meanwhile, or the account is gone.
        remove_file(market, &path).await?;
    }
    Ok(())
}

/// The part inside the database: the file may be downloaded, and its owner hears of it.
pub(crate) async fn finish(market: &Market, tx: &mut Tx, export: DataExportId) -> Result<()> {
    let now = market.now();
    let ready = sqlx::query!(
        "update data_export set ready_at = $2, expires_at = $3
         where id = $1 and ready_at is null and failed_at is null and sha256 is not null",
        export.0,
        now,
        now + KEPT_FOR
    )
    .execute(&mut **tx)
    .await?;
    match ready.rows_affected() {
        0 => Ok(()),
        _ => jobs::enqueue(tx, Mailing::TellDataExport { export }, now).await,
    }
}

/// Names the file before it is there, so that none is ever lost. Nothing when there is nothing to make any more.
async fn take_over(
    market: &Market,
    export: DataExportId,
    path: &Path,
) -> Result<Option<AccountId>> {
    let mut tx = market.begin().await?;
    let before = sqlx::query!(
        r#"select account_id as "account: AccountId", object_key from data_export
           where id = $1 and ready_at is null and failed_at is null for update"#,
        export.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(before) = before else {
        return Ok(None);
    };
    if let Some(key) = before.object_key {
        remove_file(market, &Path::from(key)).await?;
    }
    sqlx::query!(
        "update data_export set object_key = $2, bytes = null, sha256 = null where id = $1",
        export.0,
        path.as_ref()
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Some(before.account))
}

async fn write(market: &Market, account: AccountId, path: &Path) -> Result<Stored> {
    let mut archive = Archive::begin(market.files.as_ref(), path, market.now()).await?;
    match fill(market, account, &mut archive).await {
        Ok(()) => archive.finish(SCHEMA_VERSION, account.to_string()).await,
        Err(error) => {
            archive.abort().await?;
            Err(error)
        }
    }
}

async fn fill(market: &Market, account: AccountId, archive: &mut Archive) -> Result<()> {
    archive
        .file("README.txt", "What each file is", readme().as_bytes())
        .await?;
    // What changes meanwhile is in the next copy, as a whole.
    let mut tx = market
        .db
        .begin_with("begin isolation level repeatable read read only")
        .await?;
    sqlx::query!("select set_config('statement_timeout', '30000', true) as said")
        .fetch_one(&mut *tx)
        .await?;
    parts::write(market, &mut tx, archive, account).await?;
    let avatar = sqlx::query_scalar!(
        r#"select avatar_id as "avatar: AvatarId" from account where id = $1"#,
        account.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    let Some(avatar) = avatar.flatten() else {
        return Ok(());
    };
    match avatar_picture(market, avatar).await {
        Ok(picture) => archive.file("picture.webp", PICTURE, &picture).await,
        // Taken off a moment ago.
        Err(Error::NotFound) => Ok(()),
        Err(error) => Err(error),
    }
}

const PICTURE: &str = "The picture on your profile";

fn readme() -> String {
    let mut text = "Your data at Autopilot Monster\n\n\
        Every .json file is a list in UTF-8. Times are in ISO 8601. Amounts are whole numbers of the smallest unit of their \
        currency: 1234 with USD is $12.34.\n\n"
        .to_owned();
    for part in PARTS {
        text += &format!("{}: {}.\n", part.file, part.about);
    }
    text += &format!("picture.webp: {PICTURE}, if there is one.\n");
    text += "manifest.json: What is in this archive, and how many rows each list has.\n\n\
        Not in here: your password, the secrets of your authenticator app, passkeys, API keys and sessions. We store them only \
        so that nobody can read them, or they would let whoever finds this file act as you. Of what others did to your account \
        the record shows what and when, and not from where. The files of products you own are in your library.\n\n\
        License keys are in licenses.json. Keep this file like a password.\n";
    text
}
