//! Signing in through another service, which says who somebody is and whether their address is theirs.

mod arriving;
mod attempt;
mod methods;

pub use arriving::{Arrived, arrive};
pub use attempt::{Attempt, Attempts, Unmatched};
pub use methods::{Linked, SignInMethods, link, methods, unlink};

use std::sync::Arc;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// A service that knows people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Provider {
    Google,
    GitHub,
    Microsoft,
}

impl Provider {
    pub const ALL: [Provider; 3] = [Self::Google, Self::GitHub, Self::Microsoft];

    /// As it is stored, sent and written in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::GitHub => "github",
            Self::Microsoft => "microsoft",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|provider| provider.code() == code)
    }

    /// As people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Google => "Google",
            Self::GitHub => "GitHub",
            Self::Microsoft => "Microsoft",
        }
    }
}

/// Who somebody is, as a provider says.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    pub provider: Provider,
    /// The same for ever, whatever else changes there.
    pub subject: String,
    pub email: String,
    /// Whether the provider vouches that the address is theirs.
    pub email_verified: bool,
    pub name: String,
}

/// What is kept here while somebody is at the provider, and proves on return that it is the same visit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Secrets {
    pub state: String,
    pub nonce: String,
    /// Of the code challenge (PKCE).
    pub verifier: String,
}

/// Why a provider did not say who somebody is.
#[derive(Debug, thiserror::Error)]
pub enum Unproved {
    /// What came back is not what the provider gives to whoever began this sign-in.
    #[error("refused: {0:#}")]
    Refused(anyhow::Error),
    /// It does not answer.
    #[error("does not answer: {0:#}")]
    Away(anyhow::Error),
}

/// A service to sign in through. The server holds the connections to them.
#[async_trait]
pub trait IdentityProvider: Send + Sync {
    fn provider(&self) -> Provider;

    /// The origin of its sign-in page, which our forms may lead to.
    fn origin(&self) -> String;

    /// Where to send the visitor, and what to keep until they are back at `return_to`.
    async fn begin(&self, return_to: &str) -> Result<(String, Secrets), Unproved>;

    /// Turns the code that came back into who they are.
    async fn redeem(
        &self,
        code: &str,
        secrets: &Secrets,
        return_to: &str,
    ) -> Result<Identity, Unproved>;
}

/// The providers that are configured.
#[derive(Clone, Default)]
pub struct Identities(Vec<Arc<dyn IdentityProvider>>);

impl Identities {
    pub fn with(providers: Vec<Arc<dyn IdentityProvider>>) -> Self {
        Self(providers)
    }

    pub fn find(&self, provider: Provider) -> Option<&dyn IdentityProvider> {
        let found = self.0.iter().find(|held| held.provider() == provider);
        found.map(AsRef::as_ref)
    }

    pub fn all(&self) -> Vec<Provider> {
        self.0.iter().map(|held| held.provider()).collect()
    }

    /// The origins of their sign-in pages.
    pub fn origins(&self) -> Vec<String> {
        let mut origins: Vec<_> = self.0.iter().map(|held| held.origin()).collect();
        origins.dedup();
        origins
    }
}
