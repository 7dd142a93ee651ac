//! Leaving.

use leptos::prelude::*;
use market::accounts;

use crate::web::{ActError, Form, end_session, market, paths, who};

#[server(prefix = "/api", endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), ActError> {
    let form = Form::on(paths::HOME, "sign-out");
    form.act(async {
        if let Ok(by) = who::customer().await {
            accounts::note_sign_out(&market(), &by).await?;
        }
        end_session().await?;
        Ok(paths::HOME.to_owned())
    })
    .await
}
