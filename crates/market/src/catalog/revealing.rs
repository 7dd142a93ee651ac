//! What a workflow's nodes are set to, and its file: for those who own it, for its vendor, and for all where the vendor says so.

use anyhow::{Context, anyhow};
use serde_json::{Value, json};
use sqlx::types::Json;
use workflow::{NodeDetail, Workflow};

use crate::accounts::{Permission, VendorRole};
use crate::{AccountId, Error, Market, ProductId, Result, Tx, VersionId};

/// Names and values of every node's settings, in the order of the preview's nodes.
pub(super) type Parameters = Vec<Vec<(String, String)>>;

/// How much of a workflow is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The document, as n8n imports it. What is for sale is given away by nobody's choice but a price of nothing.
    Whole,
    /// One node (by its `data-node` in the drawing) as n8n's canvas takes it from the clipboard.
    Node(usize),
}

/// A workflow, or a part of it, as it may be handed on: without its author's identities, with its secrets masked.
pub struct WorkflowFile {
    pub json: String,
    /// Whether everybody may have it. Else it depends on who asks.
    pub public: bool,
    /// What a file of it is called, without an ending.
    pub name: String,
}

/// The workflow of the version on sale, for this visitor. `NotFound` when there is none, or no such node, or when it is not for them
/// to see: whether a product carries one is told by its page.
pub async fn workflow_file(
    market: &Market,
    vendor_handle: &str,
    slug: &str,
    viewer: Option<AccountId>,
    part: Part,
) -> Result<WorkflowFile> {
    let row = sqlx::query!(
        r#"select product.id as "product: ProductId", product.slug, version.id as "version: VersionId",
                  price.kind = 'free' as "free!", product.parameters_shown
           from product join vendor on vendor.id = product.vendor_id
           join price on price.product_id = product.id and price.archived_at is null and price.currency = 'USD'
           join version on version.id = product.current_version_id
           where vendor.handle = lower($1) and product.slug = lower($2)
             and product.state = 'approved' and vendor.state = 'approved'"#,
        vendor_handle,
        slug
    )
    .fetch_optional(&market.db)
    .await?
    .ok_or(Error::NotFound)?;
    let public = row.free || (row.parameters_shown && part != Part::Whole);
    if !public && !sees(market, row.product, viewer).await? {
        return Err(Error::NotFound);
    }
    let document = sqlx::query_scalar!(
        "select document from version_preview where version_id = $1",
        row.version.0
    )
    .fetch_optional(&market.db)
    .await?
    .flatten()
    .ok_or(Error::NotFound)?;
    let json = match part {
        Part::Whole => document,
        Part::Node(index) => node(&document, index)?,
    };
    Ok(WorkflowFile {
        json,
        public,
        name: row.slug,
    })
}

fn node(document: &str, index: usize) -> Result<String> {
    let mut document: Value = serde_json::from_str(document).map_err(anyhow::Error::from)?;
    let nodes = document.get_mut("nodes").and_then(Value::as_array_mut);
    let mut nodes = nodes.into_iter().flatten().filter(|node| node.is_object());
    let node = nodes.nth(index).ok_or(Error::NotFound)?.take();
    Ok(pretty(
        &json!({ "nodes": [node], "connections": {}, "pinData": {}, "meta": {} }),
    )?)
}

/// The drawing of the version on sale, for everybody; `NotFound` where there is none.
pub async fn drawing(market: &Market, vendor_handle: &str, slug: &str) -> Result<String> {
    let graph = sqlx::query_scalar!(
        "select preview.graph from product join vendor on vendor.id = product.vendor_id
         join version_preview preview on preview.version_id = product.current_version_id
         where vendor.handle = lower($1) and product.slug = lower($2)
           and product.state = 'approved' and vendor.state = 'approved'",
        vendor_handle,
        slug
    )
    .fetch_optional(&market.db)
    .await?;
    graph.flatten().ok_or(Error::NotFound)
}

/// Whether somebody sees what is not shown to all: they own the product, or act for its vendor in a role that
/// may see its workflows.
pub(super) async fn sees(
    market: &Market,
    product: ProductId,
    viewer: Option<AccountId>,
) -> Result<bool> {
    let Some(viewer) = viewer else {
        return Ok(false);
    };
    let sees = sqlx::query_scalar!(
        r#"select exists (select from entitlement where account_id = $2 and product_id = $1 and state = 'active'
                                 and (ends_at is null or ends_at > $3))
               or exists (select from vendor_member member join product on product.vendor_id = member.vendor_id
                          where product.id = $1 and member.account_id = $2 and member.role = any ($4)) as "sees!""#,
        product.0,
        viewer.0,
        market.now(),
        &VendorRole::all_that_may(Permission::SeeWorkflow),
    )
    .fetch_one(&market.db)
    .await?;
    Ok(sees)
}

/// The settings of a version's nodes, for somebody who [`sees`] them though the page alone does not show them.
pub(super) async fn parameters_of(
    market: &Market,
    version: VersionId,
) -> Result<Option<Parameters>> {
    let parameters = sqlx::query_scalar!(
        r#"select parameters as "parameters: Json<Parameters>" from version_preview where version_id = $1"#,
        version.0
    )
    .fetch_optional(&market.db)
    .await?;
    Ok(parameters.flatten().map(|parameters| parameters.0))
}

/// Gives each node its settings, or takes away those of a preview from before there was a choice.
pub(super) fn fill(nodes: &mut [NodeDetail], parameters: Option<Parameters>) {
    let mut parameters = parameters.unwrap_or_default().into_iter();
    for node in nodes {
        node.parameters = parameters.next().unwrap_or_default();
    }
}

/// Keeps what leads where, and what of a version's workflow is not for everybody, beside its preview. Names that stand in parameters
/// are among what leads where only if those are `revealed`.
pub(super) async fn keep(
    tx: &mut Tx,
    version: VersionId,
    workflow: &Workflow,
    revealed: bool,
) -> Result<()> {
    let masked = masked(workflow)?;
    let parameters: Parameters = workflow::node_details(&masked, true)
        .into_iter()
        .map(|node| node.parameters)
        .collect();
    sqlx::query!(
        "update version_preview set links = $2, parameters = $3, document = $4 where version_id = $1",
        version.0,
        Json(workflow::links(workflow, revealed)) as _,
        Json(parameters) as _,
        pretty(&workflow::sanitise(&masked).json)?,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The same workflow with a stand-in for every secret and everything private that the scanner finds in it.
fn masked(workflow: &Workflow) -> anyhow::Result<Workflow> {
    let json = workflow::secrets::redact(workflow).json;
    let parsed = workflow::parse(json.to_string().as_bytes());
    let parsed = parsed.map_err(|refusal| anyhow!("{refusal}"));
    Ok(parsed
        .context("a workflow whose secrets were masked")?
        .workflow)
}

fn pretty(json: &Value) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(json)?)
}
