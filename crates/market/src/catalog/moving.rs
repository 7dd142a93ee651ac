//! Products that were at another address once.

use sqlx::PgPool;

use crate::{Error, Result};

/// Where a product is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub vendor_handle: String,
    pub slug: String,
}

/// Where the product is now that once was here; `NotFound` where none ever was. An exact address always wins over one a
/// product once had, so whoever asks has looked there first.
pub async fn new_address(db: &PgPool, vendor_handle: &str, slug: &str) -> Result<Address> {
    sqlx::query_as!(
        Address,
        r#"select vendor.handle as vendor_handle, product.slug from product_slug_history history
           join product on product.id = history.product_id join vendor on vendor.id = product.vendor_id
           where vendor.handle = lower($1) and history.slug = lower($2)
             and product.state = 'approved' and vendor.state = 'approved'
           order by history.left_at desc limit 1"#,
        vendor_handle,
        slug
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}
