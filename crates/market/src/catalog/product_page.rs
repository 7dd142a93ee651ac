//! Everything the page of one product says.

use sqlx::PgPool;
use sqlx::types::Json;
use workflow::{Link, NodeDetail, OutlineStep, Requirements};

use super::revealing::{Parameters, fill, parameters_of, sees};
use super::{
    Asset, Card, Category, ChangeCount, Price, PriceRow, Product, ProductKind, Review, Version,
    cards, price_from_row,
};
use crate::vendors::Vendor;
use crate::{AccountId, Error, Market, PriceId, ProductId, Result, VendorId, VersionId};

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
    /// For versions of a workflow that were compared with the one before.
    pub change_counts: Vec<ChangeCount>,
    pub assets: Vec<Asset>,
    pub preview: Preview,
    /// From the root to the product's own category.
    pub category_trail: Vec<Category>,
    pub reviews: Vec<Review>,
    /// Others of its category, those that share most of its tags first; filled up with what sells best.
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
    let Some((mut page, related)) = without_related(db, vendor_handle, slug).await? else {
        return moved(db, vendor_handle, slug).await;
    };
    page.open_to(market, viewer).await?;
    page.related = cards(db, &related).await?;
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

/// The page, and whose cards it still lacks. One question for everything: what there is several of comes as JSON.
async fn without_related(
    db: &PgPool,
    vendor_handle: &str,
    slug: &str,
) -> Result<Option<(ProductPage, Vec<ProductId>)>> {
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
                   from category above where above.path = category.path or starts_with(category.path, above.path || '/')) as "trail!: Json<Vec<Category>>",
                  (select coalesce(json_agg(newest), '[]') from
                      (select account.name as author, review.rating, review.body, review.version_number, review.created_at
                       from review join account on account.id = review.account_id
                       where review.product_id = product.id and review.state = 'published'
                       order by review.created_at desc, review.id desc limit 12) newest) as "reviews!: Json<Vec<Review>>",
                  array(select other.id from (
                            (select near.id, 1 as row, near.sales_count,
                                    (select count(*) from unnest(near.tags) tag where tag = any (product.tags)) as shared
                             from (select id, tags, sales_count from product best
                                   where best.state = 'approved' and best.category_id = product.category_id and best.id <> product.id
                                   order by best.sales_count desc, best.id limit 12) near
                             order by shared desc, near.sales_count desc, near.id limit 4)
                            union all
                            (select popular.id, 2, popular.sales_count, 0 from product popular
                             where popular.state = 'approved' and popular.category_id <> product.category_id
                             order by popular.sales_count desc, popular.id desc limit 4)
                        ) other
                        order by row, shared desc, sales_count desc, id limit 4) as "related!: Vec<ProductId>"
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
        related: Vec::new(),
    };
    Ok(Some((page, row.related)))
}

/// An exact address always wins over one a product once had.
pub(super) async fn moved(db: &PgPool, vendor_handle: &str, slug: &str) -> Result<Found> {
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
