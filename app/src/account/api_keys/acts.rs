//! Making and revoking a key.

use leptos::prelude::*;
use market::ApiKeyId;
use market::accounts::api_keys::{self, ApiKeyForm};

use crate::web::{ActError, Form, Notice, flash, market, paths, who};

/// The new key is on the next page, once. In the session it lies sealed.
#[server(prefix = "/api", endpoint = "make-api-key")]
pub async fn make_api_key(
    name: String,
    #[server(default)] scopes: Vec<String>,
    days: u16,
    #[server(default)] networks: String,
) -> Result<(), ActError> {
    let form = Form::on(paths::API_KEYS, "make-api-key")
        .keeping("name", &name)
        .keeping("scopes", &scopes.join(" "))
        .keeping("days", &days.to_string())
        .keeping("networks", &networks);
    form.act(async {
        let (market, by) = (market(), who::fresh().await?);
        let wanted = ApiKeyForm {
            name,
            scopes,
            days,
            networks,
        };
        let mut tx = market.begin().await?;
        let (key, sealed) = api_keys::make(&market, &mut tx, &by, &wanted).await?;
        tx.commit().await?;
        flash::show_api_key(key, &sealed).await?;
        Ok(paths::API_KEYS.to_owned())
    })
    .await
}

#[server(prefix = "/api", endpoint = "revoke-api-key")]
pub async fn revoke_api_key(key: ApiKeyId) -> Result<(), ActError> {
    let form = Form::on(paths::API_KEYS, "revoke-api-key");
    form.act(async {
        let (market, by) = (market(), who::customer().await?);
        let mut tx = market.begin().await?;
        api_keys::revoke(&market, &mut tx, &by, key).await?;
        tx.commit().await?;
        flash::notice(Notice::ApiKeyRevoked).await?;
        Ok(paths::API_KEYS.to_owned())
    })
    .await
}
