//! What changed from one version of a product's workflow to the next, for everybody to read before they buy or update.

use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use workflow::diff::Impact;

use super::moving::new_address;
use super::{Address, Version};
use crate::{Error, Market, ProductId, Result, VersionId};

/// One change, as it was told when the version was published. It names nodes and parameters, never their values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// A stable name, such as `node_added`.
    pub code: String,
    pub impact: Impact,
    /// The node's number in the earlier version's drawing.
    pub old: Option<usize>,
    /// The node's number in this version's drawing.
    pub new: Option<usize>,
    pub sentence: String,
}

impl From<workflow::diff::Change> for Change {
    fn from(change: workflow::diff::Change) -> Self {
        Self {
            code: change.code.to_owned(),
            impact: change.impact,
            old: change.old,
            new: change.new,
            sentence: change.sentence,
        }
    }
}

/// How much changed in a version since the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct ChangeCount {
    pub version: VersionId,
    pub changes: usize,
    /// Of the gravest change.
    pub impact: Option<Impact>,
}

/// What is at the address of a version's changes.
pub enum FoundChanges {
    Here(Box<VersionChanges>),
    Moved(Address),
}

pub struct VersionChanges {
    pub product_title: String,
    pub product_slug: String,
    pub vendor_handle: String,
    pub vendor_name: String,
    pub version: Version,
    /// The published versions before it, newest first.
    pub earlier: Vec<Version>,
    pub comparison: Comparison,
}

pub enum Comparison {
    /// There is no version before it.
    First,
    /// The two were never compared: too many versions lie between, or the shop did not compare yet.
    Never { from: Version },
    Made {
        from: Version,
        /// The gravest first.
        changes: Vec<Change>,
        /// The earlier and this version as SVG, with the ids `old-node-N` and `new-node-N`; nothing when nothing changed.
        drawings: Option<(String, String)>,
    },
}

/// The changes in version `number` since version `from`, or since the one before it. `NotFound` for a version that is not published,
/// one whose product carries no workflow, and a `from` that is not an earlier published version.
pub async fn version_changes(
    market: &Market,
    vendor_handle: &str,
    slug: &str,
    number: &str,
    from: Option<&str>,
) -> Result<FoundChanges> {
    let Some(mut found) = without_comparison(market, vendor_handle, slug, number).await? else {
        let address = new_address(&market.db, vendor_handle, slug).await?;
        return Ok(FoundChanges::Moved(address));
    };
    let from = match from {
        Some(from) => Some(
            found
                .earlier
                .iter()
                .find(|version| version.number == from)
                .ok_or(Error::NotFound)?,
        ),
        None => found.earlier.first(),
    };
    if let Some(from) = from {
        found.comparison = comparison(market, &found.version, from.clone()).await?;
    }
    Ok(FoundChanges::Here(Box::new(found)))
}

async fn without_comparison(
    market: &Market,
    vendor_handle: &str,
    slug: &str,
    number: &str,
) -> Result<Option<VersionChanges>> {
    let product = sqlx::query!(
        r#"select product.id as "id: ProductId", product.title, product.slug, vendor.handle, vendor.name
           from product join vendor on vendor.id = product.vendor_id
           where vendor.handle = lower($1) and product.slug = lower($2)
             and product.state = 'approved' and vendor.state = 'approved'"#,
        vendor_handle,
        slug
    )
    .fetch_optional(&market.db)
    .await?;
    let Some(product) = product else {
        return Ok(None);
    };
    let version = sqlx::query!(
        r#"select version.id as "id: VersionId", version.number, version.changes_html, version.published_at,
                  (select coalesce(json_agg(json_build_object('id', e.id, 'number', e.number, 'changes_html', e.changes_html,
                              'published_at', e.published_at) order by e.published_at desc, e.id desc), '[]')
                   from version e where e.product_id = version.product_id and e.state in ('published', 'deprecated')
                     and (e.published_at, e.id) < (version.published_at, version.id)) as "earlier!: Json<Vec<Version>>"
           from version join version_preview preview on preview.version_id = version.id and preview.graph is not null
           where version.product_id = $1 and version.number = $2 and version.state in ('published', 'deprecated')"#,
        product.id.0,
        number
    )
    .fetch_optional(&market.db)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Some(VersionChanges {
        product_title: product.title,
        product_slug: product.slug,
        vendor_handle: product.handle,
        vendor_name: product.name,
        version: Version {
            id: version.id,
            number: version.number,
            changes_html: version.changes_html,
            published_at: version.published_at,
        },
        earlier: version.earlier.0,
        comparison: Comparison::First,
    }))
}

async fn comparison(market: &Market, version: &Version, from: Version) -> Result<Comparison> {
    let row = sqlx::query!(
        r#"select changes as "changes: Json<Vec<Change>>", old_graph, new_graph
           from version_comparison where version_id = $1 and from_version_id = $2"#,
        version.id.0,
        from.id.0
    )
    .fetch_optional(&market.db)
    .await?;
    Ok(match row {
        None => Comparison::Never { from },
        Some(row) => Comparison::Made {
            from,
            changes: row.changes.0,
            drawings: row.old_graph.zip(row.new_graph),
        },
    })
}
