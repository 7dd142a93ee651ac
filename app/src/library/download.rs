//! Starting a download.

use leptos::prelude::*;
use market::{AssetId, EntitlementId, downloads};

use crate::web::{ActError, Form, market, paths, who};

/// Leads to a link that soon stops working and that only its owner can open.
#[server(prefix = "/api", endpoint = "start-download")]
pub async fn start_download(entitlement: EntitlementId, asset: AssetId) -> Result<(), ActError> {
    let form = Form::on(paths::LIBRARY, "start-download");
    form.act(async {
        let market = market();
        let by = who::customer().await?;
        let mut tx = market.begin().await?;
        let token = downloads::link(&market, &mut tx, &by, entitlement, asset).await?;
        tx.commit().await?;
        Ok(paths::download(&token))
    })
    .await
}
