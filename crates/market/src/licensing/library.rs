//! A customer's library: what they hold and what they can do with it.

use std::collections::HashMap;

use sqlx::PgPool;
use time::OffsetDateTime;

use super::key;
use crate::accounts::Customer;
use crate::catalog::{Asset, ProductKind};
use crate::{AssetId, EntitlementId, LicenseId, Result};

pub struct Owned {
    pub entitlement: EntitlementId,
    pub title: String,
    pub slug: String,
    pub kind: ProductKind,
    pub vendor_handle: String,
    pub vendor_name: String,
    pub miniature: String,
    /// `active`, `suspended` or `revoked`.
    pub state: String,
    pub license: Option<Held>,
    /// The newest published version, which is what a download gives.
    pub version_number: String,
    pub assets: Vec<Asset>,
    pub bought_at: OffsetDateTime,
    pub order_number: Option<String>,
}

/// A license as its owner sees it before asking for the key.
pub struct Held {
    pub id: LicenseId,
    pub masked: String,
    pub kind: String,
    pub state: String,
    pub expires_at: Option<OffsetDateTime>,
}

/// Everything the customer holds or held, newest first.
pub async fn library(db: &PgPool, of: &Customer) -> Result<Vec<Owned>> {
    let rows = sqlx::query!(
        r#"select entitlement.id as "entitlement: EntitlementId", entitlement.state, entitlement.created_at,
                  product.title, product.slug, product.kind as "kind: ProductKind", vendor.handle, vendor.name,
                  preview.miniature, version.number, version.id as "version_id: uuid::Uuid",
                  license.id as "license?: LicenseId", license.key_last6 as "last6?", license.kind as "license_kind?",
                  license.state as "license_state?", license.expires_at as "expires_at?",
                  order_group.number as "order_number?"
           from entitlement join product on product.id = entitlement.product_id join vendor on vendor.id = product.vendor_id
           join version on version.id = product.current_version_id join version_preview preview on preview.version_id = version.id
           left join license on license.entitlement_id = entitlement.id
           left join order_line line on line.id = entitlement.order_line_id
           left join orders on orders.id = line.order_id left join order_group on order_group.id = orders.group_id
           where entitlement.account_id = $1 order by entitlement.created_at desc, entitlement.id desc"#,
        of.id.0
    )
    .fetch_all(db)
    .await?;
    let versions: Vec<_> = rows.iter().map(|row| row.version_id).collect();
    let files = files(db, &versions).await?;
    Ok(rows
        .into_iter()
        .map(|row| Owned {
            assets: files.get(&row.version_id).cloned().unwrap_or_default(),
            entitlement: row.entitlement,
            title: row.title,
            slug: row.slug,
            kind: row.kind,
            vendor_handle: row.handle,
            vendor_name: row.name,
            miniature: row.miniature,
            state: row.state,
            license: row.license.map(|id| Held {
                id,
                masked: key::masked(&row.last6.unwrap_or_default()),
                kind: row.license_kind.unwrap_or_default(),
                state: row.license_state.unwrap_or_default(),
                expires_at: row.expires_at,
            }),
            version_number: row.number,
            bought_at: row.created_at,
            order_number: row.order_number,
        })
        .collect())
}

async fn files(db: &PgPool, versions: &[uuid::Uuid]) -> Result<HashMap<uuid::Uuid, Vec<Asset>>> {
    let rows = sqlx::query!(
        r#"select version_id, id as "id: AssetId", file_name, media_type, bytes, encode(sha256, 'hex') as "sha256_hex!"
           from asset where version_id = any($1) order by position, file_name"#,
        versions
    )
    .fetch_all(db)
    .await?;
    let mut files: HashMap<uuid::Uuid, Vec<Asset>> = HashMap::new();
    for row in rows {
        files.entry(row.version_id).or_default().push(Asset {
            id: row.id,
            file_name: row.file_name,
            media_type: row.media_type,
            bytes: row.bytes,
            sha256_hex: row.sha256_hex,
        });
    }
    Ok(files)
}
