//! Showing a license key to its owner.

use crate::accounts::Customer;
use crate::audit::{self, Act, Entry};
use crate::keys::Purpose;
use crate::{LicenseId, Market, Result, Tx};

/// The full key. Only its owner gets it, and each time is noted; somebody else's license is `NotFound`.
pub async fn reveal(
    market: &Market,
    tx: &mut Tx,
    by: &Customer,
    license: LicenseId,
) -> Result<String> {
    by.must_be_themselves()?;
    let row = sqlx::query!(
        "select key_sealed from license join entitlement on entitlement.id = license.entitlement_id
         where license.id = $1 and entitlement.account_id = $2",
        license.0,
        by.id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let key = market
        .keys
        .unseal(Purpose::LicenseSeal, license.0.as_bytes(), &row.key_sealed)?;
    let object = ("license", license.to_string());
    audit::record(
        market,
        tx,
        Entry::new(&by.actor(), Act::LicenseRevealed, object),
    )
    .await?;
    Ok(key)
}
