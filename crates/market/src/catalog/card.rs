//! A product as a card in a grid.

use sqlx::PgPool;
use time::OffsetDateTime;

use super::{Price, ProductKind};
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

/// A card of a row that has the columns of the view `product_card`.
macro_rules! card {
    ($row:expr) => {
        $crate::catalog::Card {
            price: $crate::catalog::price_from_row(
                &$row.price_kind,
                $row.price_period.as_deref(),
                $row.amount_minor,
                &$row.currency,
            ),
            id: $row.id,
            kind: $row.kind,
            slug: $row.slug,
            vendor_handle: $row.vendor_handle,
            vendor_name: $row.vendor_name,
            vendor_verified: $row.vendor_verified,
            title: $row.title,
            summary: $row.summary,
            rating_sum: $row.rating_sum,
            rating_count: $row.rating_count,
            sales_count: $row.sales_count,
            node_count: $row.node_count,
            credential_count: $row.credential_count,
            setup_minutes: $row.setup_minutes,
            apps: $row.apps,
            miniature: $row.miniature,
            published_at: $row.published_at,
        }
    };
}
pub(super) use card;

/// A row of the view `product_card` as one value, its columns in their order: so other questions can bring cards along.
#[derive(Debug, sqlx::Type)]
#[sqlx(type_name = "product_card")]
pub(super) struct CardRow {
    id: ProductId,
    kind: ProductKind,
    slug: String,
    title: String,
    summary: String,
    rating_sum: i64,
    rating_count: i32,
    sales_count: i32,
    published_at: Option<OffsetDateTime>,
    vendor_handle: String,
    vendor_name: String,
    vendor_verified: bool,
    price_kind: String,
    price_period: Option<String>,
    amount_minor: i64,
    currency: String,
    miniature: String,
    apps: Vec<String>,
    node_count: i32,
    credential_count: i32,
    setup_minutes: i32,
}

impl From<CardRow> for Card {
    fn from(row: CardRow) -> Self {
        card!(row)
    }
}

/// The cards of these products in this order; those not on sale are left out.
pub async fn cards(db: &PgPool, ids: &[ProductId]) -> Result<Vec<Card>> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select card.id as "id!: ProductId", card.kind as "kind!: ProductKind", card.slug as "slug!", card.title as "title!",
                  card.summary as "summary!", card.rating_sum as "rating_sum!", card.rating_count as "rating_count!",
                  card.sales_count as "sales_count!", card.published_at, card.vendor_handle as "vendor_handle!",
                  card.vendor_name as "vendor_name!", card.vendor_verified as "vendor_verified!", card.price_kind as "price_kind!",
                  card.price_period, card.amount_minor as "amount_minor!", card.currency as "currency!", card.miniature as "miniature!",
                  card.apps as "apps!", card.node_count as "node_count!", card.credential_count as "credential_count!",
                  card.setup_minutes as "setup_minutes!"
           from unnest($1::uuid[]) with ordinality as asked(id, place) join product_card card on card.id = asked.id
           order by asked.place"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| card!(row)).collect())
}
