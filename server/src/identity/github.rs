//! GitHub: OAuth 2.0 and its own API, which knows which of somebody's addresses are confirmed.

use anyhow::{Context, anyhow};
use async_trait::async_trait;
use http::header::{ACCEPT, AUTHORIZATION};
use market::accounts::federation::{Identity, IdentityProvider, Provider, Secrets, Unproved};
use oauth2::basic::BasicClient;
use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointNotSet, EndpointSet,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse, TokenUrl,
};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::{Door, away, refused, unproved};
use crate::config::IdentityClient;
use crate::egress::Egress;

type Connected =
    BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

pub struct GitHub {
    client: IdentityClient,
    api: Url,
    door: Door,
}

#[derive(Deserialize)]
struct User {
    id: u64,
    login: String,
    name: Option<String>,
}

#[derive(Deserialize)]
struct Address {
    email: String,
    primary: bool,
    verified: bool,
}

impl GitHub {
    pub fn new(client: &IdentityClient) -> anyhow::Result<Self> {
        Ok(Self {
            api: client.api.clone().context("GITHUB_API_URL is not set")?,
            door: Door(Egress::to(&client.origins())?),
            client: client.clone(),
        })
    }

    fn connected(&self, return_to: &str) -> anyhow::Result<Connected> {
        let base = self.client.url.as_str().trim_end_matches('/');
        let secret = self.client.secret.expose_secret().to_owned();
        Ok(BasicClient::new(ClientId::new(self.client.id.clone()))
            .set_client_secret(ClientSecret::new(secret))
            .set_auth_uri(AuthUrl::new(format!("{base}/login/oauth/authorize"))?)
            .set_token_uri(TokenUrl::new(format!("{base}/login/oauth/access_token"))?)
            .set_redirect_uri(RedirectUrl::new(return_to.to_owned())?))
    }

    async fn ask<T: DeserializeOwned>(&self, path: &str, token: &str) -> Result<T, Unproved> {
        let base = self.api.as_str().trim_end_matches('/');
        let request = http::Request::get(format!("{base}{path}"))
            .header(ACCEPT, "application/vnd.github+json")
            .header(AUTHORIZATION, format!("Bearer {token}"))
            .body(Vec::new())
            .map_err(refused)?;
        let answer = self
            .door
            .0
            .exchange(request)
            .await
            .map_err(Unproved::Away)?;
        if answer.status() != 200 {
            return Err(refused(anyhow!("{path} answers {}", answer.status())));
        }
        serde_json::from_slice(answer.body()).map_err(refused)
    }
}

#[async_trait]
impl IdentityProvider for GitHub {
    fn provider(&self) -> Provider {
        Provider::GitHub
    }

    fn origin(&self) -> String {
        self.client.url.origin().ascii_serialization()
    }

    /// Asks nobody: GitHub has no discovery. Without an ID token there is nothing for a nonce to be in.
    async fn begin(&self, return_to: &str) -> Result<(String, Secrets), Unproved> {
        let client = self.connected(return_to).map_err(away)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state) = client
            .authorize_url(CsrfToken::new_random)
            .add_scope(Scope::new("read:user".to_owned()))
            .add_scope(Scope::new("user:email".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        let secrets = Secrets {
            state: state.secret().clone(),
            nonce: String::new(),
            verifier: verifier.secret().clone(),
        };
        Ok((url.to_string(), secrets))
    }

    async fn redeem(
        &self,
        code: &str,
        secrets: &Secrets,
        return_to: &str,
    ) -> Result<Identity, Unproved> {
        let client = self.connected(return_to).map_err(refused)?;
        let tokens = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(secrets.verifier.clone()))
            .request_async(&self.door)
            .await
            .map_err(unproved)?;
        let token = tokens.access_token().secret();
        let user: User = self.ask("/user", token).await?;
        let addresses: Vec<Address> = self.ask("/user/emails", token).await?;
        let main = addresses.into_iter().find(|address| address.primary);
        let (email, email_verified) =
            main.map_or_else(Default::default, |main| (main.email, main.verified));
        Ok(Identity {
            provider: Provider::GitHub,
            subject: user.id.to_string(),
            email,
            email_verified,
            name: user.name.unwrap_or(user.login),
        })
    }
}
