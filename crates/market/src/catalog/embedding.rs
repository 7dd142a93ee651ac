//! Showing a workflow on somebody else's site. Only addresses that we handed out work, and only while the product is on sale.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::keys::{Keys, Purpose};
use crate::{Error, Market, ProductId, Result, VersionId};

/// Half of a hash is more than anybody can guess, and keeps addresses short.
const SEAL: usize = 16;

/// What may be shown elsewhere of a workflow.
pub struct Embedded {
    pub title: String,
    pub vendor_name: String,
    pub vendor_handle: String,
    pub slug: String,
    /// The version that is shown.
    pub number: String,
    /// The whole graph as SVG, as on the product's page.
    pub graph: String,
}

/// The last part of the address at which a product's workflow can be embedded: of whichever version is on sale, or of one for good.
pub fn embed_token(keys: &Keys, product: ProductId, version: Option<VersionId>) -> String {
    let mut bytes = Vec::with_capacity(48);
    bytes.extend_from_slice(product.0.as_bytes());
    if let Some(version) = version {
        bytes.extend_from_slice(version.0.as_bytes());
    }
    bytes.extend_from_slice(&seal(keys, &bytes));
    URL_SAFE_NO_PAD.encode(bytes)
}

fn seal(keys: &Keys, ids: &[u8]) -> [u8; SEAL] {
    let hash = keys.hash(Purpose::EmbedToken, &hex::encode(ids));
    let mut seal = [0; SEAL];
    seal.copy_from_slice(&hash[..SEAL]);
    seal
}

/// What to show at this address, nothing when the product or the version is no longer on sale. `NotFound` when the address is none
/// of ours.
pub async fn embedded(market: &Market, token: &str) -> Result<Option<Embedded>> {
    let (product, version) = read(&market.keys, token).ok_or(Error::NotFound)?;
    let row = sqlx::query!(
        r#"select product.title, product.slug, vendor.handle, vendor.name, version.number, preview.graph as "graph!"
           from product join vendor on vendor.id = product.vendor_id
           join version on version.product_id = product.id and version.id = coalesce($2, product.current_version_id)
           join version_preview preview on preview.version_id = version.id and preview.graph is not null
           where product.id = $1 and product.state = 'approved' and vendor.state = 'approved'
             and version.state in ('published', 'deprecated')"#,
        product.0,
        version.map(|version| version.0)
    )
    .fetch_optional(&market.db)
    .await?;
    Ok(row.map(|row| Embedded {
        title: row.title,
        vendor_name: row.name,
        vendor_handle: row.handle,
        slug: row.slug,
        number: row.number,
        graph: row.graph,
    }))
}

fn read(keys: &Keys, token: &str) -> Option<(ProductId, Option<VersionId>)> {
    // The longest we hand out.
    if token.len() > 64 {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (ids, sealed) = bytes.split_at_checked(bytes.len().checked_sub(SEAL)?)?;
    if !bool::from(seal(keys, ids).ct_eq(sealed)) {
        return None;
    }
    match ids.len() {
        16 => Some((ProductId(Uuid::from_slice(ids).ok()?), None)),
        32 => {
            let (product, version) = ids.split_at(16);
            let version = VersionId(Uuid::from_slice(version).ok()?);
            Some((ProductId(Uuid::from_slice(product).ok()?), Some(version)))
        }
        _ => None,
    }
}
