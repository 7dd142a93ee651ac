//! Leaving.

use leptos::prelude::*;

use crate::web::{ActError, Form, end_session, paths};

#[server(prefix = "/api", endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), ActError> {
    let form = Form::on(paths::HOME, "sign-out");
    form.act(async {
        end_session().await?;
        Ok(paths::HOME.to_owned())
    })
    .await
}
