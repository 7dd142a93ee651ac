//! The services one can sign in through, each over the one door out.

mod github;
mod openid;

use std::pin::Pin;
use std::sync::Arc;

use anyhow::Result;
use market::accounts::federation::{Identities, IdentityProvider, Provider, Unproved};
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse};

use crate::config::{Config, IdentityClient};
use crate::egress::Egress;

pub use github::GitHub;
pub use openid::OpenId;

/// Those that are configured, in the order they are offered.
pub fn providers(config: &Config) -> Result<Identities> {
    let providers = config.identities.iter().map(provider);
    Ok(Identities::with(providers.collect::<Result<_>>()?))
}

fn provider(client: &IdentityClient) -> Result<Arc<dyn IdentityProvider>> {
    Ok(match client.provider {
        Provider::GitHub => Arc::new(GitHub::new(client)?),
        Provider::Google | Provider::Microsoft => Arc::new(OpenId::new(client)?),
    })
}

/// Asks a configured provider who it is, as a sign-in would.
pub async fn try_out(client: &IdentityClient) -> Result<()> {
    let provider = provider(client)?;
    provider.begin("http://localhost/").await?;
    Ok(())
}

/// The door as the libraries want it.
struct Door(Egress);

/// The request did not get through.
#[derive(Debug, thiserror::Error)]
#[error("{0:#}")]
struct Closed(anyhow::Error);

impl<'c> AsyncHttpClient<'c> for Door {
    type Error = Closed;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Closed>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move { self.0.exchange(request).await.map_err(Closed) })
    }
}

/// A failed exchange of a code, by whose fault it is.
fn unproved<R>(error: oauth2::RequestTokenError<Closed, R>) -> Unproved
where
    R: oauth2::ErrorResponse + std::fmt::Display + Send + Sync + 'static,
{
    match error {
        oauth2::RequestTokenError::Request(closed) => Unproved::Away(closed.0),
        other => Unproved::Refused(anyhow::anyhow!("the code was not taken: {other}")),
    }
}

fn away(error: impl Into<anyhow::Error>) -> Unproved {
    Unproved::Away(error.into())
}

fn refused(error: impl Into<anyhow::Error>) -> Unproved {
    Unproved::Refused(error.into())
}
