//! What holders of a product say about it.

use serde::Deserialize;
use time::OffsetDateTime;

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Review {
    pub author: String,
    /// 1 to 5.
    pub rating: i16,
    pub body: String,
    pub version_number: String,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
}
