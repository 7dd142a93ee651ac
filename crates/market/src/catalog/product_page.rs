//! Everything the page of one product says.

use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::PgPool;
use workflow::{NodeDetail, OutlineStep, Requirements};

use super::{
    Asset, Card, Category, PriceRow, Product, ProductKind, Review, Version, cards, price_from_row,
    review,
};
use crate::vendors::Vendor;
use crate::{Error, Market, PriceId, ProductId, Result, VendorId, VersionId};

/// What is at a product's address.
pub enum Found {
    Here(Box<ProductPage>),
    /// The product has another address now.
    Moved {
        vendor_handle: String,
        slug: String,
    },
}

pub struct ProductPage {
    pub product: Product,
    pub vendor: Vendor,
    pub price: PriceRow,
    /// The one on sale.
    pub version: Version,
    /// Every published one, newest first.
    pub versions: Vec<Version>,
    pub assets: Vec<Asset>,
    pub preview: Preview,
    /// From the root to the product's own category.
    pub category_trail: Vec<Category>,
    pub reviews: Vec<Review>,
    pub related: Vec<Card>,
}

/// What a shopper sees of a version before buying.
pub struct Preview {
    pub miniature: String,
    /// The whole graph as SVG, for products that carry a workflow.
    pub graph: Option<String>,
    pub outline: Vec<OutlineStep>,
    pub nodes: Vec<NodeDetail>,
    pub requirements: Requirements,
    pub apps: Vec<String>,
    pub node_count: i32,
    pub credential_count: i32,
    pub setup_minutes: i32,
}

/// The page at `/products/{vendor}/{slug}`, or where it has moved to, or `NotFound`.
pub async fn product_page(market: &Market, vendor_handle: &str, slug: &str) -> Result<Found> {
    let db = &market.db;
    let Some(core) = core(db, vendor_handle, slug).await? else {
        return moved(db, vendor_handle, slug).await;
    };
    let (product, vendor, price, version, category, preview) = core;
    // One after the other: five connections at once for one page would leave none for the others.
    Ok(Found::Here(Box::new(ProductPage {
        versions: versions(db, product.id).await?,
        assets: assets(db, version.id).await?,
        category_trail: trail(db, &category).await?,
        reviews: review::newest(db, product.id, 12).await?,
        related: related(db, product.id).await?,
        product,
        vendor,
        price,
        version,
        preview,
    })))
}

type Core = (Product, Vendor, PriceRow, Version, String, Preview);

async fn core(db: &PgPool, vendor_handle: &str, slug: &str) -> Result<Option<Core>> {
    let row = sqlx::query!(
        r#"select product.id as "id: ProductId", product.kind as "kind: ProductKind", product.slug, product.title, product.summary,
                  product.description_html, product.tags, product.rating_sum, product.rating_count, product.sales_count,
                  product.download_count, product.published_at, product.updated_at, category.path as category,
                  vendor.id as "vendor_id: VendorId", vendor.handle, vendor.name, vendor.tagline, vendor.about_html,
                  vendor.country, vendor.state as vendor_state, vendor.verified_at, vendor.created_at as vendor_since,
                  price.id as "price_id: PriceId", price.kind as price_kind, price.period, price.amount_minor, price.currency,
                  version.id as "version_id: VersionId", version.number, version.changes_html, version.published_at as version_published_at,
                  preview.miniature, preview.graph, preview.outline, preview.nodes, preview.requirements, preview.apps,
                  preview.node_count, preview.credential_count, preview.setup_minutes
           from product join vendor on vendor.id = product.vendor_id
           join category on category.id = product.category_id
           join price on price.product_id = product.id and price.archived_at is null and price.currency = 'USD'
           join version on version.id = product.current_version_id
           join version_preview preview on preview.version_id = version.id
           where vendor.handle = lower($1) and product.slug = lower($2)
             and product.state = 'approved' and vendor.state = 'approved'"#,
        vendor_handle,
        slug
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let product = Product {
        id: row.id,
        vendor_id: row.vendor_id,
        kind: row.kind,
        slug: row.slug,
        title: row.title,
        summary: row.summary,
        description_html: row.description_html,
        tags: row.tags,
        rating_sum: row.rating_sum,
        rating_count: row.rating_count,
        sales_count: row.sales_count,
        download_count: row.download_count,
        published_at: row.published_at,
        updated_at: row.updated_at,
    };
    let vendor = Vendor {
        id: row.vendor_id,
        handle: row.handle,
        name: row.name,
        tagline: row.tagline,
        about_html: row.about_html,
        country: row.country,
        state: row.vendor_state,
        verified_at: row.verified_at,
        created_at: row.vendor_since,
    };
    let price = PriceRow {
        id: row.price_id,
        price: price_from_row(
            &row.price_kind,
            row.period.as_deref(),
            row.amount_minor,
            &row.currency,
        ),
    };
    let version = Version {
        id: row.version_id,
        number: row.number,
        changes_html: row.changes_html,
        published_at: row.version_published_at,
    };
    let preview = Preview {
        miniature: row.miniature,
        graph: row.graph,
        outline: stored(row.outline)?,
        nodes: stored(row.nodes)?,
        requirements: stored(row.requirements)?,
        apps: row.apps,
        node_count: row.node_count,
        credential_count: row.credential_count,
        setup_minutes: row.setup_minutes,
    };
    Ok(Some((
        product,
        vendor,
        price,
        version,
        row.category,
        preview,
    )))
}

fn stored<T: DeserializeOwned + Default>(value: Value) -> Result<T> {
    if value.as_object().is_some_and(serde_json::Map::is_empty) {
        return Ok(T::default());
    }
    Ok(serde_json::from_value(value).map_err(anyhow::Error::from)?)
}

/// An exact address always wins over one a product once had.
async fn moved(db: &PgPool, vendor_handle: &str, slug: &str) -> Result<Found> {
    sqlx::query!(
        "select vendor.handle, product.slug from product_slug_history history
         join product on product.id = history.product_id join vendor on vendor.id = product.vendor_id
         where vendor.handle = lower($1) and history.slug = lower($2)
           and product.state = 'approved' and vendor.state = 'approved'
         order by history.left_at desc limit 1",
        vendor_handle,
        slug
    )
    .fetch_optional(db)
    .await?
    .map(|row| Found::Moved { vendor_handle: row.handle, slug: row.slug })
    .ok_or(Error::NotFound)
}

async fn versions(db: &PgPool, product: ProductId) -> Result<Vec<Version>> {
    Ok(sqlx::query_as!(
        Version,
        "select id, number, changes_html, published_at from version
         where product_id = $1 and state in ('published', 'deprecated') order by published_at desc, id desc",
        product.0
    )
    .fetch_all(db)
    .await?)
}

pub(crate) async fn assets(db: &PgPool, version: VersionId) -> Result<Vec<Asset>> {
    Ok(sqlx::query_as!(
        Asset,
        r#"select id, file_name, media_type, bytes, encode(sha256, 'hex') as "sha256_hex!"
           from asset where version_id = $1 order by position, file_name"#,
        version.0
    )
    .fetch_all(db)
    .await?)
}

async fn trail(db: &PgPool, path: &str) -> Result<Vec<Category>> {
    Ok(sqlx::query_as!(
        Category,
        r#"select id, path, name, description, 0::bigint as "products!" from category
           where path = $1 or starts_with($1, path || '/') order by length(path)"#,
        path
    )
    .fetch_all(db)
    .await?)
}

/// Others of its category and tags, the most alike first.
async fn related(db: &PgPool, product: ProductId) -> Result<Vec<Card>> {
    let ids = sqlx::query_scalar!(
        r#"select other.id as "id: ProductId" from product this
           join product other on other.id <> this.id and other.state = 'approved'
           where this.id = $1 and (other.category_id = this.category_id or other.tags && this.tags)
           order by (other.category_id = this.category_id)::int * 2
                    + cardinality(array(select unnest(other.tags) intersect select unnest(this.tags))) desc,
                    other.sales_count desc, other.id
           limit 4"#,
        product.0
    )
    .fetch_all(db)
    .await?;
    cards(db, &ids).await
}
