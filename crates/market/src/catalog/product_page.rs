//! Everything the page of one product says.

use sqlx::PgPool;
use sqlx::types::Json;
use workflow::{Link, NodeDetail, OutlineStep, Requirements};

use super::card::CardRow;
use super::moving::new_address;
use super::revealing::{Parameters, fill, parameters_of, sees};
use super::{
    Address, Asset, Card, Category, ChangeCount, Price, PriceRow, Product, ProductKind, Review,
    Version, price_from_row,
};
use crate::vendors::Vendor;
use crate::{AccountId, Market, PriceId, ProductId, Result, VendorId, VersionId};

/// What is at a product's address.
pub enum Found {
    Here(Box<ProductPage>),
    Moved(Address),
}

pub struct ProductPage {
    pub product: Product,
    pub vendor: Vendor,
    pub price: PriceRow,
    /// The one on sale.
    pub version: Version,
    /// Every published one, newest first.
    pub versions: Vec<Version>,
    /// For versions of a workflow that were compared with the one before.
    pub change_counts: Vec<ChangeCount>,
    pub assets: Vec<Asset>,
    pub preview: Preview,
    /// From the root to the product's own category.
    pub category_trail: Vec<Category>,
    pub reviews: Vec<Review>,
    /// Those it is like, the likest first.
    pub related: Vec<Card>,
}

/// What a shopper sees of a version before buying.
pub struct Preview {
    pub miniature: String,
    /// The whole graph as SVG, for products that carry a workflow.
    pub graph: Option<String>,
    pub outline: Vec<OutlineStep>,
    /// With what they are set to where [`Self::parameters_shown`], else without.
    pub nodes: Vec<NodeDetail>,
    /// Whether what the nodes are set to is for this visitor to see.
    pub parameters_shown: bool,
    /// Whether the whole file is theirs to have: it is free, they own it, or they sell it.
    pub file_offered: bool,
    /// What leads where.
    pub links: Vec<Link>,
    pub requirements: Requirements,
    pub apps: Vec<String>,
    pub node_count: i32,
    pub credential_count: i32,
    pub setup_minutes: i32,
}

/// The page at `/products/{vendor}/{slug}`, or where it has moved to, or `NotFound`.
/// Somebody who owns the product, or acts for its vendor, sees what its nodes are set to in any case.
pub async fn product_page(
    market: &Market,
    vendor_handle: &str,
    slug: &str,
    viewer: Option<AccountId>,
) -> Result<Found> {
    let db = &market.db;
    let Some(mut page) = for_everybody(db, vendor_handle, slug).await? else {
        return new_address(db, vendor_handle, slug).await.map(Found::Moved);
    };
    page.open_to(market, viewer).await?;
    Ok(Found::Here(Box::new(page)))
}

impl ProductPage {
    /// Adds what only some visitors may see.
    async fn open_to(&mut self, market: &Market, viewer: Option<AccountId>) -> Result<()> {
        let preview = &mut self.preview;
        if preview.graph.is_none() {
            return Ok(());
        }
        preview.file_offered =
            self.price.price == Price::Free || sees(market, self.product.id, viewer).await?;
        if preview.file_offered && !preview.parameters_shown {
            let parameters = parameters_of(market, self.version.id).await?;
            preview.parameters_shown = parameters.is_some();
            fill(&mut preview.nodes, parameters);
        }
        Ok(())
    }
}

/// What everybody sees. One question for everything: what there is several of comes as JSON, or as rows within the row.
async fn for_everybody(
    db: &PgPool,
    vendor_handle: &str,
    slug: &str,
) -> Result<Option<ProductPage>> {
    let row = sqlx::query!(
        r#"select product.id as "id: ProductId", product.kind as "kind: ProductKind", product.slug, product.title, product.summary,
                  product.description_html, product.tags, product.rating_sum, product.rating_count, product.sales_count,
                  product.download_count, product.published_at, product.updated_at,
                  vendor.id as "vendor_id: VendorId", vendor.handle, vendor.name, vendor.tagline, vendor.about_html,
                  vendor.country, vendor.state as vendor_state, vendor.verified_at, vendor.created_at as vendor_since,
                  price.id as "price_id: PriceId", price.kind as price_kind, price.period, price.amount_minor, price.currency,
                  version.id as "version_id: VersionId", version.number, version.changes_html, version.published_at as version_published_at,
                  preview.miniature, preview.graph, preview.apps,
                  preview.outline as "outline: Json<Vec<OutlineStep>>", preview.nodes as "nodes: Json<Vec<NodeDetail>>",
                  preview.links as "links: Json<Vec<Link>>",
                  case when product.parameters_shown or price.kind = 'free' then preview.parameters end as "parameters: Json<Parameters>",
                  preview.requirements as "requirements: Json<Requirements>",
                  preview.node_count, preview.credential_count, preview.setup_minutes,
                  (select coalesce(json_agg(json_build_object('id', v.id, 'number', v.number, 'changes_html', v.changes_html,
                              'published_at', v.published_at) order by v.published_at desc, v.id desc), '[]')
                   from version v where v.product_id = product.id and v.state in ('published', 'deprecated')) as "versions!: Json<Vec<Version>>",
                  (select coalesce(json_agg(json_build_object('version', version_id, 'changes', change_count, 'impact', impact)), '[]')
                   from (select distinct on (c.version_id) c.version_id, c.change_count, c.impact
                         from version_comparison c join version later on later.id = c.version_id
                         join version earlier on earlier.id = c.from_version_id
                         where later.product_id = product.id and earlier.state in ('published', 'deprecated')
                         order by c.version_id, earlier.published_at desc, earlier.id desc) compared) as "change_counts!: Json<Vec<ChangeCount>>",
                  (select coalesce(json_agg(json_build_object('id', asset.id, 'file_name', asset.file_name, 'media_type', asset.media_type,
                              'bytes', asset.bytes, 'sha256_hex', encode(asset.sha256, 'hex')) order by asset.position, asset.file_name), '[]')
                   from asset where asset.version_id = version.id) as "assets!: Json<Vec<Asset>>",
                  (select coalesce(json_agg(json_build_object('id', above.id, 'path', above.path, 'name', above.name,
                              'description', above.description, 'products', 0) order by length(above.path)), '[]')
                   from category own join category above on above.path = own.path or starts_with(own.path, above.path || '/')
                   where own.id = product.category_id) as "trail!: Json<Vec<Category>>",
                  (select coalesce(json_agg(newest), '[]') from
                      (select (select name from account where account.id = review.account_id) as author, review.rating, review.body,
                              review.version_number, review.created_at
                       from review
                       where review.product_id = product.id and review.state = 'published'
                       order by review.created_at desc, review.id desc limit 12) newest) as "reviews!: Json<Vec<Review>>",
                  array(select card from unnest(product.likes) with ordinality as liked(id, place)
                        join product_card card on card.id = liked.id order by liked.place) as "related!: Vec<CardRow>"
           from product join vendor on vendor.id = product.vendor_id
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
    let parameters_shown = row.parameters.is_some();
    let mut nodes = row.nodes.0;
    fill(&mut nodes, row.parameters.map(|parameters| parameters.0));
    let preview = Preview {
        miniature: row.miniature,
        graph: row.graph,
        outline: row.outline.0,
        nodes,
        parameters_shown,
        file_offered: false,
        links: row.links.0,
        requirements: row.requirements.0,
        apps: row.apps,
        node_count: row.node_count,
        credential_count: row.credential_count,
        setup_minutes: row.setup_minutes,
    };
    let page = ProductPage {
        product,
        vendor,
        price,
        version,
        preview,
        versions: row.versions.0,
        change_counts: row.change_counts.0,
        assets: row.assets.0,
        category_trail: row.trail.0,
        reviews: row.reviews.0,
        related: row.related.into_iter().map(Card::from).collect(),
    };
    Ok(Some(page))
}
