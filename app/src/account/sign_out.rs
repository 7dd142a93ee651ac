//! Leaving.

use leptos::prelude::*;
use market::accounts::{self, impersonation};

use crate::web::{ActError, Form, actor, end_session, market, paths, visitor, who};

#[server(prefix = "/api", endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), ActError> {
    let form = Form::on(paths::HOME, "sign-out");
    form.act(async {
        let market = market();
        // Whoever leaves from somebody's place steps out of it first: that is what is recorded.
        if let Some(on) = visitor().await?.impersonation {
            let mut tx = market.begin().await?;
            impersonation::end(&market, &mut tx, &on, actor()).await?;
            tx.commit().await?;
        } else if let Ok(by) = who::customer().await {
            accounts::note_sign_out(&market, &by).await?;
        }
        end_session().await?;
        Ok(paths::HOME.to_owned())
    })
    .await
}
