//! Getting what one owns: short-lived links, bound to an entitlement, opened only by its owner.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use object_store::path::Path;
use rand::RngCore;
use sqlx::PgPool;
use time::Duration;

use crate::accounts::Customer;
use crate::catalog::Asset;
use crate::events::{self, Event};
use crate::keys::Purpose;
use crate::{
    AccountId, AssetId, DownloadId, EntitlementId, Error, Market, ProductId, Refusal, Result, Tx,
};

/// A file that may be sent now.
pub struct Opened {
    pub asset: Asset,
    /// Where it lies in `market.files`.
    pub path: Path,
}

/// A link to one file of the product's current version. Refuses with `LicenseEnded` when the right is not in force;
/// somebody else's entitlement or a file of another product is `NotFound`.
pub async fn link(
    market: &Market,
    tx: &mut Tx,
    by: &Customer,
    entitlement: EntitlementId,
    asset: AssetId,
) -> Result<String> {
    by.must_be_themselves()?;
    let now = market.now();
    let right = sqlx::query!(
        r#"select entitlement.state = 'active' and (ends_at is null or ends_at > $4) as "in_force!"
           from entitlement join product on product.id = entitlement.product_id
           join asset on asset.version_id = product.current_version_id
           where entitlement.id = $1 and entitlement.account_id = $2 and asset.id = $3"#,
        entitlement.0,
        by.id.0,
        asset.0,
        now
    )
    .fetch_one(&mut **tx)
    .await?;
    if !right.in_force {
        return Err(Refusal::LicenseEnded.into());
    }
    let token = mint();
    let hash = market.keys.hash(Purpose::DownloadToken, &token);
    sqlx::query!(
        "insert into download_link (token_hash, entitlement_id, asset_id, expires_at, uses_left, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        hash.as_slice(),
        entitlement.0,
        asset.0,
        now + market.policy.download_ttl,
        market.policy.download_uses,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(token)
}

/// 256 random bits.
fn mint() -> String {
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Uses a link once. Unknown, or somebody else's: `NotFound`. Too old or used up: `LinkExpired`. The right itself is
/// looked at again: a link outlives no revocation.
pub async fn open(market: &Market, token: &str, account: AccountId) -> Result<Opened> {
    let now = market.now();
    let hash = market.keys.hash(Purpose::DownloadToken, token);
    let mut tx = market.begin().await?;
    let row = sqlx::query!(
        r#"select link.entitlement_id as "entitlement: EntitlementId", link.expires_at, link.uses_left,
                  entitlement.product_id as "product: ProductId",
                  entitlement.state = 'active' and (ends_at is null or ends_at > $3) as "in_force!",
                  asset.id as "asset: AssetId", asset.file_name, asset.media_type, asset.bytes,
                  encode(asset.sha256, 'hex') as "sha256_hex!", asset.object_key
           from download_link link join entitlement on entitlement.id = link.entitlement_id join asset on asset.id = link.asset_id
           where link.token_hash = $1 and entitlement.account_id = $2 for update of link"#,
        hash.as_slice(),
        account.0,
        now
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Error::NotFound)?;
    if !row.in_force {
        return Err(Refusal::LicenseEnded.into());
    }
    if row.expires_at <= now || row.uses_left == 0 {
        return Err(Refusal::LinkExpired.into());
    }
    sqlx::query!(
        "update download_link set uses_left = uses_left - 1 where token_hash = $1",
        hash.as_slice()
    )
    .execute(&mut *tx)
    .await?;
    record(
        market,
        &mut tx,
        row.entitlement,
        row.product,
        row.asset,
        row.bytes,
    )
    .await?;
    tx.commit().await?;
    Ok(Opened {
        path: Path::from(row.object_key),
        asset: Asset {
            id: row.asset,
            file_name: row.file_name,
            media_type: row.media_type,
            bytes: row.bytes,
            sha256_hex: row.sha256_hex,
        },
    })
}

/// Makes up for a use of a link that brought nothing, because the file could not be had.
pub async fn give_back(market: &Market, token: &str) -> Result<()> {
    let hash = market.keys.hash(Purpose::DownloadToken, token);
    sqlx::query!(
        "update download_link set uses_left = least(uses_left + 1, $2) where token_hash = $1",
        hash.as_slice(),
        market.policy.download_uses
    )
    .execute(&market.db)
    .await?;
    Ok(())
}

/// The same file again within a day is the same download: a resumed transfer counts once.
async fn record(
    market: &Market,
    tx: &mut Tx,
    entitlement: EntitlementId,
    product: ProductId,
    asset: AssetId,
    bytes: i64,
) -> Result<()> {
    let now = market.now();
    let id = DownloadId::new(now);
    let counted = sqlx::query!(
        "insert into download (id, entitlement_id, asset_id, at, bytes)
         select $1, $2, $3, $4, $5
         where not exists (select from download where entitlement_id = $2 and asset_id = $3 and at > $6)",
        id.0,
        entitlement.0,
        asset.0,
        now,
        bytes,
        now - Duration::days(1),
    )
    .execute(&mut **tx)
    .await?;
    if counted.rows_affected() == 1 {
        events::record(
            tx,
            Event::DownloadStarted {
                download: id,
                product,
            },
            now,
        )
        .await?;
    }
    Ok(())
}

/// Where some file lies that ought to be there; None while nothing was ever stored.
pub async fn a_stored_file(db: &PgPool) -> Result<Option<Path>> {
    let key = sqlx::query_scalar!("select object_key from asset limit 1")
        .fetch_optional(db)
        .await?;
    Ok(key.map(Path::from))
}
