//! Putting a product on sale with everything a shopper relies on: price, versions, files and the preview drawn of them.

use anyhow::anyhow;
use object_store::{ObjectStore, ObjectStoreExt, path::Path};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::comparing::{Published, compare};
use super::likes::look_for_likes;
use super::{Price, ProductKind, revealing};
use crate::events::{self, Event};
use crate::files::{FOLDER, hold};
use crate::{AssetId, CategoryId, PriceId, ProductId, Result, Tx, VendorId, VersionId, markdown};

/// What is to be put on sale.
pub struct Draft {
    pub vendor: VendorId,
    pub category: CategoryId,
    pub kind: ProductKind,
    pub slug: String,
    pub title: String,
    pub summary: String,
    /// In markdown; what is shown of it is made harmless first.
    pub description_md: String,
    pub tags: Vec<String>,
    pub price: Price,
    pub featured: bool,
    /// Whether shoppers see what its nodes are set to. Those of a free product they see in any case.
    pub parameters_shown: bool,
    /// Oldest first; the last one is what is sold.
    pub versions: Vec<DraftVersion>,
    /// The applications it works with, when no workflow says so.
    pub apps: Vec<String>,
}

impl Draft {
    /// Whether everybody sees what its nodes are set to.
    fn reveals_parameters(&self) -> bool {
        self.parameters_shown || self.price == Price::Free
    }
}

/// A version of it.
pub struct DraftVersion {
    pub number: String,
    pub changes_md: String,
    pub published_at: OffsetDateTime,
    /// The n8n workflow, when it carries one.
    pub workflow: Option<workflow::Workflow>,
    pub files: Vec<DraftFile>,
}

/// A file of a version.
pub struct DraftFile {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Publishes the product and returns its id. Files go to the store first: one that no row names
/// only takes space, a row without its file would be a broken sale.
pub async fn publish(tx: &mut Tx, files: &dyn ObjectStore, draft: &Draft) -> Result<ProductId> {
    let first = draft
        .versions
        .first()
        .ok_or_else(|| anyhow!("a product needs a version"))?;
    let last = draft.versions.last().unwrap_or(first);
    let id = ProductId::new(first.published_at);
    insert_product(tx, id, draft, first.published_at, last.published_at).await?;
    insert_price(tx, id, draft.price, first.published_at).await?;
    let mut current = None;
    let mut workflows: Vec<Published> = Vec::new();
    for version in &draft.versions {
        let version_id = VersionId::new(version.published_at);
        insert_version(tx, id, version_id, version).await?;
        insert_preview(tx, version_id, draft, version).await?;
        if let Some(workflow) = &version.workflow {
            revealing::keep(tx, version_id, workflow, draft.reveals_parameters()).await?;
        }
        for (position, file) in (1_i32..).zip(&version.files) {
            insert_asset(tx, files, version_id, position, file, version.published_at).await?;
        }
        if let Some(workflow) = &version.workflow {
            let new = (version_id, workflow);
            compare(tx, new, &workflows, draft.reveals_parameters()).await?;
            workflows.push(new);
        }
        current = Some(version_id);
    }
    sqlx::query!(
        "update product set current_version_id = $2 where id = $1",
        id.0,
        current.map(|id| id.0)
    )
    .execute(&mut **tx)
    .await?;
    look_for_likes(tx, Some(id)).await?;
    events::record(tx, Event::ProductChanged { product: id }, last.published_at).await?;
    Ok(id)
}

async fn insert_product(
    tx: &mut Tx,
    id: ProductId,
    draft: &Draft,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "insert into product (id, vendor_id, category_id, kind, slug, title, summary, description_md, description_html,
                              tags, state, featured, parameters_shown, published_at, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'approved', $11, $14, $12, $12, $13)",
        id.0,
        draft.vendor.0,
        draft.category.0,
        draft.kind.as_str(),
        draft.slug,
        draft.title,
        draft.summary,
        draft.description_md,
        markdown::to_html(&draft.description_md),
        &draft.tags,
        draft.featured,
        created_at,
        updated_at,
        draft.parameters_shown,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert_price(
    tx: &mut Tx,
    product: ProductId,
    price: Price,
    now: OffsetDateTime,
) -> Result<()> {
    let amount = price.amount();
    sqlx::query!(
        "insert into price (id, product_id, kind, period, amount_minor, currency, created_at) values ($1, $2, $3, $4, $5, $6, $7)",
        PriceId::new(now).0,
        product.0,
        price.kind(),
        price.period(),
        amount.minor,
        amount.currency.as_str(),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert_version(
    tx: &mut Tx,
    product: ProductId,
    id: VersionId,
    version: &DraftVersion,
) -> Result<()> {
    sqlx::query!(
        "insert into version (id, product_id, number, changes_md, changes_html, state, published_at, created_at)
         values ($1, $2, $3, $4, $5, 'published', $6, $6)",
        id.0,
        product.0,
        version.number,
        version.changes_md,
        markdown::to_html(&version.changes_md),
        version.published_at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert_preview(
    tx: &mut Tx,
    version: VersionId,
    draft: &Draft,
    content: &DraftVersion,
) -> Result<()> {
    let Some(workflow) = &content.workflow else {
        sqlx::query!(
            "insert into version_preview (version_id, miniature, apps, setup_minutes) values ($1, $2, $3, 10)",
            version.0,
            workflow::draw::emblem(&draft.slug),
            &draft.apps,
        )
        .execute(&mut **tx)
        .await?;
        return Ok(());
    };
    let drawn = workflow::draw::DrawOptions {
        authored_ports: draft.reveals_parameters(),
        // Nodes have ids, so that an address can point to one.
        id_prefix: Some("workflow".to_owned()),
        ..Default::default()
    };
    let needs = workflow::requirements(workflow);
    let apps: Vec<String> = needs.integrations.iter().map(|i| i.label.clone()).collect();
    let json = |value: serde_json::Result<serde_json::Value>| value.map_err(anyhow::Error::from);
    sqlx::query!(
        "insert into version_preview (version_id, miniature, graph, outline, nodes, requirements, apps, node_count,
                                      credential_count, setup_minutes)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        version.0,
        workflow::draw::miniature(workflow),
        workflow::draw::svg(workflow, &drawn),
        json(serde_json::to_value(workflow::outline(workflow, draft.reveals_parameters())))?,
        json(serde_json::to_value(workflow::node_details(workflow, false)))?,
        json(serde_json::to_value(&needs))?,
        &apps,
        i32::try_from(needs.node_count).unwrap_or(i32::MAX),
        i32::try_from(needs.credential_types.len()).unwrap_or(i32::MAX),
        i32::try_from(needs.setup_minutes).unwrap_or(i32::MAX),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert_asset(
    tx: &mut Tx,
    files: &dyn ObjectStore,
    version: VersionId,
    position: i32,
    file: &DraftFile,
    now: OffsetDateTime,
) -> Result<()> {
    let sha256: [u8; 32] = Sha256::digest(&file.bytes).into();
    hold(tx).await?;
    let key = store(files, &sha256, &file.bytes).await?;
    sqlx::query!(
        "insert into asset (id, version_id, position, file_name, media_type, bytes, sha256, object_key, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        AssetId::new(now).0,
        version.0,
        position,
        file.name,
        file.media_type,
        i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
        sha256.as_slice(),
        key,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// How long storage may take for a file.
const STORING: std::time::Duration = std::time::Duration::from_secs(30);

/// Puts the bytes under their own hash: the same bytes are stored once, and nothing is ever overwritten.
async fn store(files: &dyn ObjectStore, sha256: &[u8; 32], bytes: &[u8]) -> Result<String> {
    let hex = hex::encode(sha256);
    let key = format!("{FOLDER}/{}/{}", &hex[..2], &hex[2..]);
    let path = Path::from(key.as_str());
    let stored = async {
        if files.head(&path).await.is_err() {
            files.put(&path, bytes.to_vec().into()).await?;
        }
        Ok(key.clone())
    };
    let stored = tokio::time::timeout(STORING, stored).await;
    stored.map_err(|_late| anyhow!("storage did not take a file in time"))?
}
