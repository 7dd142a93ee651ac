//! Putting the demo's products on sale.

use anyhow::{Context, anyhow};
use rand::Rng;
use rand::rngs::StdRng;
use serde_json::Value;
use time::{Duration, OffsetDateTime};

use super::Size;
use super::cast::Cast;
use super::catalog::{self, Catalog, ProductEntry};
use super::earlier::version_before;
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
    let mut workflows = workflows(entry)?.into_iter();
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
            .map(|version| {
                let workflow = workflows.next();
                Ok(DraftVersion {
                    number: version.number.clone(),
                    changes_md: version.changes_md.clone(),
                    published_at: now
                        - Duration::days(version.days_ago.min(entry.published_days_ago))
                        - hour(),
                    files: files(entry, workflow.as_ref())?,
                    workflow,
                })
            })
            .collect::<anyhow::Result<_>>()?,
        apps: entry.apps.clone(),
    })
}

/// The workflow of each version, oldest first; none when the product carries none.
fn workflows(entry: &ProductEntry) -> anyhow::Result<Vec<workflow::Workflow>> {
    let Some(slug) = &entry.workflow else {
        return Ok(Vec::new());
    };
    let mut document: Value =
        serde_json::from_slice(catalog::bytes(&format!("workflows/{slug}.json"))?)?;
    let mut workflows = Vec::new();
    for (age, version) in entry.versions.iter().rev().enumerate() {
        if age > 0 {
            document = version_before(slug, &version.number, &document)?;
        }
        let parsed = workflow::parse(&serde_json::to_vec(&document)?)
            .map_err(|refusal| anyhow!("demo workflow {slug} {}: {refusal}", version.number))?;
        workflows.push(parsed.workflow);
    }
    workflows.reverse();
    Ok(workflows)
}

fn files(
    entry: &ProductEntry,
    workflow: Option<&workflow::Workflow>,
) -> anyhow::Result<Vec<DraftFile>> {
    let mut files = Vec::new();
    if let Some(workflow) = workflow {
        files.push(workflow_file(&entry.slug, workflow)?);
    }
    for path in &entry.files {
        files.push(file(path)?);
    }
    if files.is_empty() {
        return Err(anyhow!("demo product {} has no file", entry.slug));
    }
    Ok(files)
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
