//! Google and Microsoft: OpenID Connect with discovery, a code challenge and a nonce.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, bail};
use async_trait::async_trait;
use market::accounts::federation::{Identity, IdentityProvider, Provider, Secrets, Unproved};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType,
    CoreGenderClaim, CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenClaims,
    IdTokenFields, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    StandardErrorResponse, StandardTokenResponse, TokenResponse,
};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::Mutex;

use super::{Door, away, refused, unproved};
use crate::config::IdentityClient;
use crate::egress::Egress;

/// How long what a provider says of itself is good: it announces new keys longer before.
const KNOWN_FOR: Duration = Duration::from_secs(600);
/// Stands in what Microsoft says of itself for the organisation that a token then names.
const TENANT: &str = "{tenantid}";
/// Microsoft's own people: those with a private account, whose addresses Microsoft has confirmed.
const MICROSOFT_CONSUMERS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// What Microsoft's tokens say besides.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Extra {
    /// The organisation.
    tid: Option<String>,
    /// Whether the address is in a domain that the organisation has proved to be its own.
    xms_edov: Option<Value>,
}

impl AdditionalClaims for Extra {}

type Tokens = StandardTokenResponse<
    IdTokenFields<
        Extra,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

type Connected = Client<
    Extra,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

pub struct OpenId {
    client: IdentityClient,
    door: Door,
    known: Mutex<Option<(Instant, Arc<CoreProviderMetadata>)>>,
}

impl OpenId {
    pub fn new(client: &IdentityClient) -> anyhow::Result<Self> {
        Ok(Self {
            door: Door(Egress::to(&client.origins())?),
            client: client.clone(),
            known: Mutex::default(),
        })
    }

    /// What the provider says of itself, its keys included.
    async fn metadata(&self) -> anyhow::Result<Arc<CoreProviderMetadata>> {
        let mut known = self.known.lock().await;
        if let Some((since, metadata)) = &*known
            && since.elapsed() < KNOWN_FOR
        {
            return Ok(metadata.clone());
        }
        let metadata = Arc::new(self.discover().await?);
        *known = Some((Instant::now(), metadata.clone()));
        Ok(metadata)
    }

    async fn discover(&self) -> anyhow::Result<CoreProviderMetadata> {
        let base = self.client.url.as_str().trim_end_matches('/');
        let place = format!("{base}/.well-known/openid-configuration");
        let request = http::Request::get(place).body(Vec::new())?;
        let answer = self.door.0.exchange(request).await?;
        anyhow::ensure!(answer.status() == 200, "it answers {}", answer.status());
        let metadata: CoreProviderMetadata = serde_json::from_slice(answer.body())
            .context("what it says of itself cannot be read")?;
        let issuer = metadata.issuer().as_str();
        let shared = self.client.provider == Provider::Microsoft && issuer.contains(TENANT);
        if issuer.trim_end_matches('/') != base && !shared {
            bail!("it calls itself {issuer}");
        }
        let keys = CoreJsonWebKeySet::fetch_async(metadata.jwks_uri(), &self.door).await?;
        Ok(metadata.set_jwks(keys))
    }

    fn connected(
        &self,
        metadata: &CoreProviderMetadata,
        return_to: &str,
    ) -> anyhow::Result<Connected> {
        let id = ClientId::new(self.client.id.clone());
        let secret = ClientSecret::new(self.client.secret.expose_secret().to_owned());
        let client = Connected::from_provider_metadata(metadata.clone(), id, Some(secret));
        Ok(client.set_redirect_uri(RedirectUrl::new(return_to.to_owned())?))
    }

    fn identity(
        &self,
        issuer: &str,
        claims: &IdTokenClaims<Extra, CoreGenderClaim>,
    ) -> anyhow::Result<Identity> {
        let extra = claims.additional_claims();
        if issuer.contains(TENANT) {
            let tenant = extra.tid.as_deref().context("the token names no tenant")?;
            let theirs = issuer.replace(TENANT, tenant);
            anyhow::ensure!(*claims.issuer().as_str() == theirs, "another issuer");
        }
        let email = claims.email().map(|email| email.to_string());
        let name = claims.name().and_then(|name| name.get(None));
        Ok(Identity {
            provider: self.client.provider,
            subject: claims.subject().to_string(),
            email_verified: email.is_some() && self.vouched(claims),
            email: email.unwrap_or_default(),
            name: name.map(|name| name.to_string()).unwrap_or_default(),
        })
    }

    /// Any organisation can write any address into its tokens, so Microsoft's word counts only where it knows better.
    fn vouched(&self, claims: &IdTokenClaims<Extra, CoreGenderClaim>) -> bool {
        let extra = claims.additional_claims();
        match self.client.provider {
            Provider::Microsoft => {
                let owned = extra.xms_edov.as_ref().is_some_and(|said| {
                    *said == Value::Bool(true) || *said == 1 || *said == "1" || *said == "true"
                });
                owned || extra.tid.as_deref() == Some(MICROSOFT_CONSUMERS)
            }
            Provider::Google | Provider::GitHub => claims.email_verified() == Some(true),
        }
    }
}

#[async_trait]
impl IdentityProvider for OpenId {
    fn provider(&self) -> Provider {
        self.client.provider
    }

    fn origin(&self) -> String {
        self.client.url.origin().ascii_serialization()
    }

    async fn begin(&self, return_to: &str) -> Result<(String, Secrets), Unproved> {
        let metadata = self.metadata().await.map_err(away)?;
        let client = self.connected(&metadata, return_to).map_err(refused)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (url, state, nonce) = client
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .add_scope(Scope::new("email".to_owned()))
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        let secrets = Secrets {
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
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
        let metadata = self.metadata().await.map_err(away)?;
        let client = self.connected(&metadata, return_to).map_err(refused)?;
        let tokens = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(refused)?
            .set_pkce_verifier(PkceCodeVerifier::new(secrets.verifier.clone()))
            .request_async(&self.door)
            .await
            .map_err(unproved)?;
        let token = tokens
            .id_token()
            .ok_or_else(|| refused(anyhow!("there is no ID token")))?;
        let issuer = metadata.issuer().as_str();
        let verifier = client.id_token_verifier();
        let verifier = verifier.require_issuer_match(!issuer.contains(TENANT));
        let nonce = Nonce::new(secrets.nonce.clone());
        let claims = token.claims(&verifier, &nonce).map_err(refused)?;
        self.identity(issuer, claims).map_err(refused)
    }
}
