//! A product as a card in a grid.

use sqlx::PgPool;
use time::OffsetDateTime;

use super::{Price, ProductKind, price_from_row};
use crate::{ProductId, Result};

#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub id: ProductId,
    pub kind: ProductKind,
    pub slug: String,
    pub vendor_handle: String,
    pub vendor_name: String,
    pub vendor_verified: bool,
    pub title: String,
    pub summary: String,
    pub price: Price,
    pub rating_sum: i64,
    pub rating_count: i32,
    pub sales_count: i32,
    pub node_count: i32,
    pub credential_count: i32,
    pub setup_minutes: i32,
    pub apps: Vec<String>,
    /// An SVG of our own drawing.
    pub miniature: String,
    pub published_at: Option<OffsetDateTime>,
}

/// The cards of these products in this order; those not on sale are left out.
pub async fn cards(db: &PgPool, ids: &[ProductId]) -> Result<Vec<Card>> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select product.id as "id: ProductId", product.kind as "kind: ProductKind", product.slug, product.title, product.summary,
                  product.rating_sum, product.rating_count, product.sales_count, product.published_at,
                  vendor.handle, vendor.name, vendor.verified_at is not null as "verified!",
                  price.kind as price_kind, price.period, price.amount_minor, price.currency,
                  preview.miniature, preview.apps, preview.node_count, preview.credential_count, preview.setup_minutes
           from unnest($1::uuid[]) with ordinality as asked(id, place)
           join product on product.id = asked.id
           join vendor on vendor.id = product.vendor_id
           join price on price.product_id = product.id and price.archived_at is null and price.currency = 'USD'
           join version_preview preview on preview.version_id = product.current_version_id
           where product.state = 'approved' and vendor.state = 'approved'
           order by asked.place"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Card {
            price: price_from_row(
                &row.price_kind,
                row.period.as_deref(),
                row.amount_minor,
                &row.currency,
            ),
            id: row.id,
            kind: row.kind,
            slug: row.slug,
            vendor_handle: row.handle,
            vendor_name: row.name,
            vendor_verified: row.verified,
            title: row.title,
            summary: row.summary,
            rating_sum: row.rating_sum,
            rating_count: row.rating_count,
            sales_count: row.sales_count,
            node_count: row.node_count,
            credential_count: row.credential_count,
            setup_minutes: row.setup_minutes,
            apps: row.apps,
            miniature: row.miniature,
            published_at: row.published_at,
        })
        .collect())
}
