//! Licenses as a program lists them: page by page, without keys.

use sqlx::PgPool;
use time::OffsetDateTime;

use super::key;
use crate::accounts::Customer;
use crate::catalog::ProductKind;
use crate::{LicenseId, Result};

/// A license and what it is for.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: LicenseId,
    /// The key with all but its end hidden.
    pub masked: String,
    pub kind: String,
    /// `active`, `suspended`, `revoked` or `expired`.
    pub state: String,
    pub expires_at: Option<OffsetDateTime>,
    pub since: OffsetDateTime,
    pub order_number: Option<String>,
    pub title: String,
    pub product_kind: ProductKind,
    pub vendor_handle: String,
    pub slug: String,
    /// The newest published version.
    pub version: String,
}

/// At most so many of the customer's licenses, newest first, that come after this one.
pub async fn list(
    db: &PgPool,
    of: &Customer,
    after: Option<LicenseId>,
    most: u16,
) -> Result<Vec<Listed>> {
    let rows = sqlx::query!(
        r#"select license.id as "id: LicenseId", license.key_last6, license.kind, license.state, license.expires_at,
                  entitlement.created_at as since, order_group.number as "order_number?", product.title,
                  product.kind as "product_kind: ProductKind", vendor.handle, product.slug, version.number as version
           from license join entitlement on entitlement.id = license.entitlement_id
           join product on product.id = entitlement.product_id join vendor on vendor.id = product.vendor_id
           join version on version.id = product.current_version_id
           left join order_line line on line.id = entitlement.order_line_id
           left join orders on orders.id = line.order_id left join order_group on order_group.id = orders.group_id
           where entitlement.account_id = $1 and ($2::uuid is null or license.id < $2)
           order by license.id desc limit $3"#,
        of.id.0,
        after.map(|license| license.0),
        i64::from(most),
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Listed {
            id: row.id,
            masked: key::masked(&row.key_last6),
            kind: row.kind,
            state: row.state,
            expires_at: row.expires_at,
            since: row.since,
            order_number: row.order_number,
            title: row.title,
            product_kind: row.product_kind,
            vendor_handle: row.handle,
            slug: row.slug,
            version: row.version,
        })
        .collect())
}
