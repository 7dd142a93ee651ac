//! What holders of a product say about it.

use sqlx::PgPool;
use time::OffsetDateTime;

use crate::{ProductId, Result};

#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    pub author: String,
    /// 1 to 5.
    pub rating: i16,
    pub body: String,
    pub version_number: String,
    pub created_at: OffsetDateTime,
}

/// The newest published reviews.
pub(super) async fn newest(db: &PgPool, product: ProductId, limit: i64) -> Result<Vec<Review>> {
    Ok(sqlx::query_as!(
        Review,
        "select account.name as author, rating, body, version_number, review.created_at
         from review join account on account.id = review.account_id
         where product_id = $1 and state = 'published'
         order by review.created_at desc, review.id desc limit $2",
        product.0,
        limit
    )
    .fetch_all(db)
    .await?)
}
