//! What the market asks of a payment provider.

use std::sync::Arc;

use async_trait::async_trait;
use time::OffsetDateTime;

use super::PaymentState;
use crate::{Error, Money, PaymentId, Refusal, Result};

/// A payment as the provider is asked for it.
pub struct Ask {
    /// Also the idempotency key: asking twice makes one intent.
    pub payment: PaymentId,
    pub amount: Money,
    pub description: String,
    /// Where the buyer comes back to.
    pub return_url: String,
}

/// The provider's side of a payment.
pub struct Intent {
    pub reference: String,
    /// The provider's page on which the buyer pays.
    pub redirect_url: String,
}

/// What the provider says about an intent now.
pub struct Reported {
    pub state: PaymentState,
    pub amount: Money,
    pub failure: Option<String>,
}

/// A webhook whose signature was right.
pub struct Notice {
    pub event_id: String,
    /// The connected account it is about; empty for our own.
    pub account: String,
    pub kind: String,
}

#[async_trait]
pub trait PaymentProvider: Send + Sync {
    /// As in `/webhooks/{name}` and `payment.provider`.
    fn name(&self) -> &'static str;

    async fn create_intent(&self, ask: &Ask) -> anyhow::Result<Intent>;

    async fn fetch(&self, reference: &str) -> anyhow::Result<Reported>;

    /// Calls the intent off and returns what it is after that: a payment that was quicker stays succeeded.
    async fn cancel(&self, reference: &str) -> anyhow::Result<Reported>;

    /// Refuses with `WebhookUnsigned` what this provider did not sign within five minutes of `now`, with
    /// `WebhookMalformed` what it cannot read.
    fn verify_webhook(
        &self,
        headers: &[(String, String)],
        body: &[u8],
        now: OffsetDateTime,
    ) -> Result<Notice, Refusal>;

    /// The intent a webhook's body is about, if it is about one.
    fn reference_in(&self, body: &[u8]) -> Option<String>;
}

/// The providers this shop uses; the first takes new payments.
#[derive(Clone)]
pub struct Payments {
    providers: Arc<[Arc<dyn PaymentProvider>]>,
}

impl Payments {
    pub fn with(providers: Vec<Arc<dyn PaymentProvider>>) -> Self {
        Self {
            providers: providers.into(),
        }
    }

    pub(crate) fn for_new_payments(&self) -> Result<&dyn PaymentProvider> {
        self.providers
            .first()
            .map(AsRef::as_ref)
            .ok_or_else(|| Refusal::PaymentUnavailable.into())
    }

    /// The provider with this name, or `NotFound`.
    pub fn named(&self, name: &str) -> Result<&dyn PaymentProvider> {
        self.providers
            .iter()
            .map(AsRef::as_ref)
            .find(|provider| provider.name() == name)
            .ok_or(Error::NotFound)
    }
}
