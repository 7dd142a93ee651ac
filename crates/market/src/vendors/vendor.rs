//! A vendor as everyone sees it.

use sqlx::PgPool;
use time::OffsetDateTime;

use crate::{Result, VendorId};

#[derive(Clone, Debug, PartialEq)]
pub struct Vendor {
    pub id: VendorId,
    pub handle: String,
    pub name: String,
    pub tagline: String,
    /// Sanitised HTML.
    pub about_html: String,
    /// ISO 3166 code of two letters.
    pub country: String,
    pub state: String,
    pub verified_at: Option<OffsetDateTime>,
    pub created_at: OffsetDateTime,
}

impl Vendor {
    /// The vendor at this handle, if it is open for business; else `NotFound`.
    pub async fn by_handle(db: &PgPool, handle: &str) -> Result<Self> {
        Ok(sqlx::query_as!(
            Self,
            "select id, handle, name, tagline, about_html, country, state, verified_at, created_at
             from vendor where handle = lower($1) and state = 'approved'",
            handle
        )
        .fetch_one(db)
        .await?)
    }

    /// The vendor with this id, whatever its state: for those who act for it.
    pub(crate) async fn find(db: &PgPool, id: VendorId) -> Result<Self> {
        Ok(sqlx::query_as!(
            Self,
            "select id, handle, name, tagline, about_html, country, state, verified_at, created_at
             from vendor where id = $1",
            id.0
        )
        .fetch_one(db)
        .await?)
    }
}
