//! The demo's data files, compiled in.

use anyhow::{Context, anyhow};
use include_dir::{Dir, include_dir};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Money;
use crate::catalog::{Period, Price, ProductKind};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../demo");

pub(super) struct Catalog {
    pub categories: Vec<CategoryEntry>,
    pub vendors: Vec<VendorEntry>,
    pub products: Vec<ProductEntry>,
    pub reviews: Vec<ReviewEntry>,
    pub customers: Vec<CustomerEntry>,
}

#[derive(Deserialize)]
pub(super) struct CategoryEntry {
    pub path: String,
    pub name: String,
    pub description: String,
    pub position: i32,
}

#[derive(Deserialize)]
pub(super) struct VendorEntry {
    pub handle: String,
    pub name: String,
    pub tagline: String,
    pub about_md: String,
    pub country: String,
    pub verified: bool,
}

#[derive(Deserialize)]
pub(super) struct ProductEntry {
    pub vendor: String,
    pub category: String,
    pub kind: ProductKind,
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub description_md: String,
    pub tags: Vec<String>,
    pub price: PriceEntry,
    #[serde(default)]
    pub featured: bool,
    #[serde(default)]
    pub parameters_shown: bool,
    pub published_days_ago: i64,
    pub versions: Vec<VersionEntry>,
    pub workflow: Option<String>,
    #[serde(default)]
    pub files: Vec<String>,
    #[serde(default)]
    pub apps: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct PriceEntry {
    kind: String,
    period: Option<String>,
    #[serde(default)]
    amount_minor: i64,
}

impl PriceEntry {
    pub fn price(&self) -> Price {
        let amount = Money::usd(self.amount_minor);
        match (self.kind.as_str(), self.period.as_deref()) {
            ("subscription", Some("year")) => Price::Subscription(amount, Period::Year),
            ("subscription", _) => Price::Subscription(amount, Period::Month),
            ("one_time", _) => Price::OneTime(amount),
            _ => Price::Free,
        }
    }
}

#[derive(Deserialize)]
pub(super) struct VersionEntry {
    pub number: String,
    pub days_ago: i64,
    pub changes_md: String,
}

#[derive(Deserialize)]
pub(super) struct ReviewEntry {
    pub product: String,
    pub vendor: String,
    pub author: String,
    pub rating: i16,
    pub body: String,
    pub version_number: String,
    pub days_ago: i64,
}

#[derive(Deserialize)]
pub(super) struct CustomerEntry {
    pub name: String,
    pub email: String,
}

pub(super) fn load() -> anyhow::Result<Catalog> {
    Ok(Catalog {
        categories: read("catalog/categories.json")?,
        vendors: read("catalog/vendors.json")?,
        products: read("catalog/products.json")?,
        reviews: read("catalog/reviews.json")?,
        customers: read("catalog/customers.json")?,
    })
}

fn read<T: DeserializeOwned>(path: &str) -> anyhow::Result<T> {
    serde_json::from_slice(bytes(path)?).with_context(|| format!("demo/{path}"))
}

/// The bytes of a file of the demo's.
pub(super) fn bytes(path: &str) -> anyhow::Result<&'static [u8]> {
    FILES
        .get_file(path)
        .map(include_dir::File::contents)
        .ok_or_else(|| anyhow!("demo/{path} is missing"))
}
