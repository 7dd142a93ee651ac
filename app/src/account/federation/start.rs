//! The way to another service, from which the visitor comes back with a code.

use leptos::prelude::*;
use market::accounts::federation::{Attempt, Provider, Unproved};
use market::{AccountId, Error, Refusal, Result};

use crate::web::{ActError, Form, keep_attempt, local, market, paths, who};

#[server(prefix = "/api", endpoint = "start-federated-sign-in")]
pub async fn start_federated_sign_in(provider: String, next: String) -> Result<(), ActError> {
    let form = Form::on(paths::sign_in(&next), "sign-in");
    form.leave(async {
        let next = local(&next).unwrap_or_default();
        begin(&provider, next, None).await
    })
    .await
}

#[server(prefix = "/api", endpoint = "link-sign-in-method")]
pub async fn link_sign_in_method(provider: String) -> Result<(), ActError> {
    let form = Form::on(paths::SIGN_IN_METHODS, "sign-in-methods");
    form.leave(async {
        let by = who::fresh().await?;
        begin(&provider, paths::SIGN_IN_METHODS.to_owned(), Some(by.id)).await
    })
    .await
}

/// Keeps what will prove the return, and answers with the address of the service.
async fn begin(provider: &str, next: String, linking: Option<AccountId>) -> Result<String> {
    let market = market();
    let provider = Provider::from_code(provider).ok_or(Error::NotFound)?;
    let service = market.identities.find(provider).ok_or(Error::NotFound)?;
    let begun = service.begin(&return_to(provider)).await;
    let (url, secrets) = begun.map_err(|unproved| {
        tracing::warn!(%unproved, provider = provider.code(), "a sign-in cannot begin");
        match unproved {
            Unproved::Away(_) => Error::from(Refusal::ProviderAway),
            Unproved::Refused(cause) => Error::Failed(cause),
        }
    })?;
    keep_attempt(Attempt {
        provider,
        secrets,
        begun_at: market.now(),
        next,
        linking,
    })
    .await?;
    Ok(url)
}

/// Where the service sends people back to.
pub(super) fn return_to(provider: Provider) -> String {
    let shop = market().public_url;
    format!("{shop}{}", paths::sign_in_callback(provider.code()))
}
