//! What a shared link shows of a product: its picture and the few words beside it.

use super::{Price, ProductKind, price_from_row};
use crate::{Error, Market, Result};

/// The words and the picture of a product, for social media.
pub struct ShareCard {
    pub title: String,
    pub slug: String,
    pub kind: ProductKind,
    pub vendor_name: String,
    pub price: Price,
    /// The structure alone, as on cards, or the emblem of a product without a workflow.
    pub miniature: String,
}

/// The card of a product on sale, or `NotFound`.
pub async fn share_card(market: &Market, vendor_handle: &str, slug: &str) -> Result<ShareCard> {
    let row = sqlx::query!(
        r#"select product.title, product.slug, product.kind as "kind: ProductKind", vendor.name, preview.miniature,
                  price.kind as price_kind, price.period, price.amount_minor, price.currency
           from product join vendor on vendor.id = product.vendor_id
           join price on price.product_id = product.id and price.archived_at is null and price.currency = 'USD'
           join version_preview preview on preview.version_id = product.current_version_id
           where vendor.handle = lower($1) and product.slug = lower($2)
             and product.state = 'approved' and vendor.state = 'approved'"#,
        vendor_handle,
        slug
    )
    .fetch_optional(&market.db)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(ShareCard {
        title: row.title,
        slug: row.slug,
        kind: row.kind,
        vendor_name: row.name,
        price: price_from_row(
            &row.price_kind,
            row.period.as_deref(),
            row.amount_minor,
            &row.currency,
        ),
        miniature: row.miniature,
    })
}
