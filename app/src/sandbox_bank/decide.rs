//! What the buyer does on the bank's page.

use leptos::prelude::*;
use market::checkout::sandbox::{self, Decision, SandboxState};

use super::open_for;
use crate::web::{ActError, Form, local, market, paths};

#[server(prefix = "/api", endpoint = "sandbox-decide")]
pub async fn sandbox_decide(intent: String, decision: Decision) -> Result<(), ActError> {
    let home = open_for(&intent).map_or(paths::HOME.to_owned(), paths::sandbox_bank);
    let form = Form::on(home.clone(), "sandbox-decide");
    form.act(async {
        let decided = sandbox::decide(&market(), open_for(&intent)?, decision).await?;
        // A challenge is met on the bank's next page; everything else is the shop's again.
        let stays = decided.state == SandboxState::Challenged && decision != Decision::Abandon;
        let shop = local(&decided.return_url).unwrap_or(decided.return_url);
        Ok(if stays { home } else { shop })
    })
    .await
}
