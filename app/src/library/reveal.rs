//! Showing a license key to its owner, once for each time they ask.

use leptos::prelude::*;
use market::accounts::Customer;
use market::{Error, LicenseId, Result, licensing};

use crate::web::{ActError, Form, flash, market, paths, who};

/// Notes down that the key was asked for; the library then shows it. The key itself is put in no address and no session.
#[server(prefix = "/api", endpoint = "reveal-license")]
pub async fn reveal_license(license: LicenseId) -> Result<(), ActError> {
    let form = Form::on(paths::LIBRARY, "reveal-license");
    form.act(async {
        let market = market();
        let by = who::customer().await?;
        let mut tx = market.begin().await?;
        licensing::reveal(&market, &mut tx, &by, license).await?;
        tx.commit().await?;
        flash::reveal(license).await?;
        Ok(format!("{}#license-{license}", paths::LIBRARY))
    })
    .await
}

/// The key that was asked for a moment ago.
pub(super) async fn revealed(by: &Customer) -> Result<Option<(LicenseId, String)>> {
    let Some(license) = flash::take_revealed().await? else {
        return Ok(None);
    };
    let market = market();
    // Not committed: asking was noted when it was asked.
    let mut tx = market.begin().await?;
    match licensing::reveal(&market, &mut tx, by, license).await {
        Ok(key) => Ok(Some((license, key))),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
