//! What somebody agreed to, for themselves to see.

use sqlx::PgPool;
use time::OffsetDateTime;

use crate::Result;
use crate::accounts::Customer;

/// An agreement that was given at least once.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// `terms`, `privacy`, `license` or `product-news`.
    pub subject: String,
    /// Of a document.
    pub version: Option<i32>,
    pub first_at: OffsetDateTime,
    pub last_at: OffsetDateTime,
    pub times: i64,
    /// When the last of them was taken back.
    pub withdrawn_at: Option<OffsetDateTime>,
}

/// Each text and version once, the latest first.
pub async fn given(db: &PgPool, by: &Customer) -> Result<Vec<Given>> {
    Ok(sqlx::query_as!(
        Given,
        r#"select subject, version, min(given_at) as "first_at!", max(given_at) as "last_at!", count(*) as "times!",
                  case when bool_and(withdrawn_at is not null) then max(withdrawn_at) end as withdrawn_at
           from consent where account_id = $1 group by subject, version
           order by max(given_at) desc, subject, version desc"#,
        by.id.0
    )
    .fetch_all(db)
    .await?)
}
