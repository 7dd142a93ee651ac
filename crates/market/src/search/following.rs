//! Keeping the index in step with the catalogue's change log.

use anyhow::{Context, anyhow};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use tantivy::{IndexWriter, Term};

use super::Search;
use super::fields::Entry;
use crate::{Market, ProductId, Result};

/// Memory for the writer, in bytes: enough for a batch, little enough for a small server.
const WRITER_BYTES: usize = 20_000_000;
const BATCH: i64 = 500;

/// How far the index has read, kept in its own commit so that both can only move together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Position {
    xid: String,
    seq: i64,
}

/// Brings the index up to the newest committed change and returns how many changes it read.
pub async fn follow(market: &Market) -> Result<usize> {
    let mut read = 0;
    loop {
        let search = market.search.clone();
        let position = tokio::task::spawn_blocking(move || search.position())
            .await
            .map_err(anyhow::Error::from)??;
        let (changed, next) = changes(&market.db, &position).await?;
        let Some(next) = next else { return Ok(read) };
        read += changed.len();
        let entries = entries(&market.db, &changed).await?;
        let search = market.search.clone();
        tokio::task::spawn_blocking(move || search.write(&changed, &entries, &next))
            .await
            .map_err(anyhow::Error::from)??;
    }
}

/// Only changes of transactions that no slower one can still precede: reading by `seq` alone would lose rows.
async fn changes(db: &PgPool, after: &Position) -> Result<(Vec<ProductId>, Option<Position>)> {
    let rows = sqlx::query!(
        r#"select xid::text as "xid!", seq, object_id as "product: ProductId" from event
           where kind = 'product.changed' and (xid, seq) > ($1::text::xid8, $2)
             and xid < pg_snapshot_xmin(pg_current_snapshot())
           order by xid, seq limit $3"#,
        if after.xid.is_empty() {
            "0"
        } else {
            &after.xid
        },
        after.seq,
        BATCH
    )
    .fetch_all(db)
    .await?;
    let next = rows.last().map(|row| Position {
        xid: row.xid.clone(),
        seq: row.seq,
    });
    let mut products: Vec<ProductId> = rows.iter().map(|row| row.product).collect();
    products.sort_unstable();
    products.dedup();
    Ok((products, next))
}

async fn entries(db: &PgPool, products: &[ProductId]) -> Result<Vec<Entry>> {
    let ids: Vec<_> = products.iter().map(|id| id.0).collect();
    Ok(sqlx::query_as!(
        Entry,
        r#"select product.id, title, slug, tags, preview.apps, vendor.name as vendor, summary, description_md as body
           from product join vendor on vendor.id = product.vendor_id
           join version_preview preview on preview.version_id = product.current_version_id
           where product.id = any($1) and product.state = 'approved' and vendor.state = 'approved'"#,
        &ids
    )
    .fetch_all(db)
    .await?)
}

impl Search {
    fn position(&self) -> Result<Position> {
        let metas = self
            .shared
            .index
            .load_metas()
            .map_err(anyhow::Error::from)?;
        Ok(metas
            .payload
            .and_then(|payload| serde_json::from_str(&payload).ok())
            .unwrap_or_default())
    }

    fn write(&self, changed: &[ProductId], entries: &[Entry], next: &Position) -> Result<()> {
        self.with_writer(|writer| {
            for id in changed {
                writer.delete_term(Term::from_field_text(
                    self.shared.fields.id,
                    &id.to_string(),
                ));
            }
            for entry in entries {
                writer.add_document(self.shared.fields.document(entry))?;
            }
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(&serde_json::to_string(next)?);
            commit.commit()?;
            self.shared.reader.reload()?;
            Ok(())
        })
    }

    /// Forgets everything, so that the next `follow` reads the catalogue from its beginning.
    pub fn forget(&self) -> Result<()> {
        self.with_writer(|writer| {
            writer.delete_all_documents()?;
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(&serde_json::to_string(&Position::default())?);
            commit.commit()?;
            self.shared.reader.reload()?;
            Ok(())
        })
    }

    fn with_writer(&self, work: impl FnOnce(&mut IndexWriter) -> anyhow::Result<()>) -> Result<()> {
        let mut slot = self
            .shared
            .writer
            .lock()
            .map_err(|_| anyhow!("the index writer was left in a bad state"))?;
        if slot.is_none() {
            let writer = self.shared.index.writer_with_num_threads(1, WRITER_BYTES);
            *slot = Some(writer.context("another process writes this search index")?);
        }
        let writer = slot.as_mut().ok_or_else(|| anyhow!("no index writer"))?;
        Ok(work(writer)?)
    }
}
