//! A product, its versions and their files.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{AssetId, ProductId, VendorId, VersionId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "kebab-case")]
#[sqlx(type_name = "text")]
pub enum ProductKind {
    #[sqlx(rename = "ai-agent")]
    AiAgent,
    #[sqlx(rename = "n8n-workflow")]
    #[serde(rename = "n8n-workflow")]
    N8nWorkflow,
    #[sqlx(rename = "automation-asset")]
    AutomationAsset,
}

impl ProductKind {
    pub const ALL: [Self; 3] = [Self::N8nWorkflow, Self::AiAgent, Self::AutomationAsset];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::AiAgent => "ai-agent",
            Self::N8nWorkflow => "n8n-workflow",
            Self::AutomationAsset => "automation-asset",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::AiAgent => "AI agent",
            Self::N8nWorkflow => "n8n workflow",
            Self::AutomationAsset => "Automation asset",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    pub id: ProductId,
    pub vendor_id: VendorId,
    pub kind: ProductKind,
    pub slug: String,
    pub title: String,
    pub summary: String,
    /// Sanitised HTML.
    pub description_html: String,
    pub tags: Vec<String>,
    pub rating_sum: i64,
    pub rating_count: i32,
    pub sales_count: i32,
    pub download_count: i32,
    pub published_at: Option<OffsetDateTime>,
    pub updated_at: OffsetDateTime,
}

/// Immutable bytes under a number that is never used again.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Version {
    pub id: VersionId,
    pub number: String,
    /// Sanitised HTML.
    pub changes_html: String,
    #[serde(with = "time::serde::rfc3339::option")]
    pub published_at: Option<OffsetDateTime>,
}

/// A file of a version.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Asset {
    pub id: AssetId,
    pub file_name: String,
    pub media_type: String,
    pub bytes: i64,
    /// SHA-256 in lower-case hex, so that a buyer can check what arrived.
    pub sha256_hex: String,
}
