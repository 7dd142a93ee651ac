//! Putting the demo's products on sale.

use anyhow::{Context, anyhow};
use rand::Rng;
use rand::rngs::StdRng;
use time::{Duration, OffsetDateTime};

use super::Size;
use super::cast::Cast;
use super::catalog::{self, Catalog, ProductEntry};
use crate::catalog::{Draft, DraftFile, DraftVersion, Price, ProductKind, publish};
use crate::{Market, ProductId, Result, Tx};

/// A product of the demo on sale.
pub(super) struct Shelved {
    pub id: ProductId,
    pub vendor: String,
    pub slug: String,
    pub kind: ProductKind,
    pub price: Price,
    pub published_at: OffsetDateTime,
}

pub(super) async fn stock(
    tx: &mut Tx,
    market: &Market,
    catalog: &Catalog,
    cast: &Cast,
    size: Size,
    rng: &mut StdRng,
) -> Result<Vec<Shelved>> {
    let mut shelf = Vec::new();
    let known = catalog.products.len();
    for nth in 0..size.products.max(known) {
        let entry = &catalog.products[nth % known];
        let mut draft = draft(entry, cast, market.now(), rng)?;
        if nth >= known {
            number(&mut draft, nth / known + 1);
        }
        let published_at = draft
            .versions
            .first()
            .map_or(market.now(), |version| version.published_at);
        shelf.push(Shelved {
            id: publish(tx, market.files.as_ref(), &draft).await?,
            vendor: entry.vendor.clone(),
            slug: draft.slug,
            kind: draft.kind,
            price: draft.price,
            published_at,
        });
    }
    Ok(shelf)
}

/// More products than were written: the same ones again, as further editions.
fn number(draft: &mut Draft, edition: usize) {
    draft.slug = format!("{}-{edition}", draft.slug);
    draft.title = format!(
        "{} ({edition})",
        draft.title.chars().take(110).collect::<String>()
    );
    draft.featured = false;
}

fn draft(
    entry: &ProductEntry,
    cast: &Cast,
    now: OffsetDateTime,
    rng: &mut StdRng,
) -> Result<Draft> {
    let workflow = entry.workflow.as_deref().map(read_workflow).transpose()?;
    let mut files = Vec::new();
    if let Some(workflow) = &workflow {
        files.push(workflow_file(&entry.slug, workflow)?);
    }
    for path in &entry.files {
        files.push(file(path)?);
    }
    if files.is_empty() {
        return Err(anyhow!("demo product {} has no file", entry.slug).into());
    }
    let mut hour = || Duration::minutes(rng.random_range(0..1_000));
    Ok(Draft {
        vendor: *cast
            .vendors
            .get(&entry.vendor)
            .with_context(|| format!("no vendor {}", entry.vendor))?,
        category: *cast
            .categories
            .get(&entry.category)
            .with_context(|| format!("no category {}", entry.category))?,
        kind: entry.kind,
        slug: entry.slug.clone(),
        title: entry.title.clone(),
        summary: entry.summary.clone(),
        description_md: entry.description_md.clone(),
        tags: entry.tags.clone(),
        price: entry.price.price(),
        featured: entry.featured,
        parameters_shown: entry.parameters_shown,
        versions: entry
            .versions
            .iter()
            .map(|version| DraftVersion {
                number: version.number.clone(),
                changes_md: version.changes_md.clone(),
                published_at: now
                    - Duration::days(version.days_ago.min(entry.published_days_ago))
                    - hour(),
            })
            .collect(),
        workflow,
        files,
        apps: entry.apps.clone(),
    })
}

fn read_workflow(slug: &str) -> anyhow::Result<workflow::Workflow> {
    let bytes = catalog::bytes(&format!("workflows/{slug}.json"))?;
    match workflow::parse(bytes) {
        Ok(parsed) => Ok(parsed.workflow),
        Err(refusal) => Err(anyhow!("demo workflow {slug}: {refusal}")),
    }
}

fn workflow_file(slug: &str, workflow: &workflow::Workflow) -> anyhow::Result<DraftFile> {
    let clean = workflow::sanitise(workflow).json;
    Ok(DraftFile {
        name: format!("{slug}.json"),
        media_type: "application/json",
        bytes: serde_json::to_vec_pretty(&clean)?,
    })
}

fn file(path: &str) -> anyhow::Result<DraftFile> {
    let name = path.rsplit('/').next().unwrap_or(path).to_owned();
    let media_type = match name.rsplit('.').next() {
        Some("json") => "application/json",
        Some("csv") => "text/csv",
        Some("md") => "text/markdown",
        Some("html") => "application/octet-stream",
        _ => "text/plain",
    };
    Ok(DraftFile {
        name,
        media_type,
        bytes: catalog::bytes(&format!("files/{path}"))?.to_vec(),
    })
}
