//! The sandbox bank behind the same interface as a real provider.

use async_trait::async_trait;
use serde::Deserialize;
use sqlx::PgPool;
use time::OffsetDateTime;

use super::{SandboxIntent, SandboxState, intent, signature};
use crate::checkout::{Ask, Intent, Notice, PaymentProvider, PaymentState, Reported};
use crate::{Clock, Keys, Refusal};

pub struct SandboxProvider {
    pub db: PgPool,
    pub keys: Keys,
    pub clock: Clock,
    /// Where its own payment page is: the shop's address.
    pub public_url: String,
}

#[derive(Deserialize)]
struct Body {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    data: Option<Data>,
}

#[derive(Deserialize)]
struct Data {
    intent: Option<String>,
}

#[async_trait]
impl PaymentProvider for SandboxProvider {
    fn name(&self) -> &'static str {
        "sandbox"
    }

    async fn create_intent(&self, ask: &Ask) -> anyhow::Result<Intent> {
        let id = format!("pi_{}", ask.payment.0.simple());
        sqlx::query!(
            "insert into sandbox_intent (id, reference, amount_minor, currency, description, return_url, created_at, updated_at)
             values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict on constraint sandbox_intent_reference_key do nothing",
            id,
            ask.payment.0,
            ask.amount.minor,
            ask.amount.currency.as_str(),
            ask.description,
            ask.return_url,
            self.clock.now(),
        )
        .execute(&self.db)
        .await?;
        Ok(Intent {
            redirect_url: format!("{}/sandbox-bank/{id}", self.public_url),
            reference: id,
        })
    }

    async fn fetch(&self, reference: &str) -> anyhow::Result<Reported> {
        Ok(reported(intent(&self.db, reference).await?))
    }

    async fn cancel(&self, reference: &str) -> anyhow::Result<Reported> {
        sqlx::query!(
            "update sandbox_intent set state = 'canceled', revision = revision + 1, updated_at = $2
             where id = $1 and state in ('requires_action', 'challenged')",
            reference,
            self.clock.now()
        )
        .execute(&self.db)
        .await?;
        self.fetch(reference).await
    }

    fn verify_webhook(
        &self,
        headers: &[(String, String)],
        body: &[u8],
        now: OffsetDateTime,
    ) -> Result<Notice, Refusal> {
        let signature = headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(signature::SIGNATURE_HEADER))
            .map(|(_, value)| value.as_str())
            .ok_or(Refusal::WebhookUnsigned)?;
        signature::verify(&self.keys, signature, body, now)?;
        let body: Body = serde_json::from_slice(body).map_err(|_| Refusal::WebhookMalformed)?;
        Ok(Notice {
            event_id: body.id,
            account: String::new(),
            kind: body.kind,
        })
    }

    fn reference_in(&self, body: &[u8]) -> Option<String> {
        serde_json::from_slice::<Body>(body).ok()?.data?.intent
    }
}

fn reported(intent: SandboxIntent) -> Reported {
    Reported {
        state: match intent.state {
            SandboxState::RequiresAction | SandboxState::Challenged => PaymentState::RequiresAction,
            SandboxState::Succeeded => PaymentState::Succeeded,
            SandboxState::Failed => PaymentState::Failed,
            SandboxState::Canceled => PaymentState::Canceled,
        },
        amount: intent.amount,
        failure: intent.failure,
    }
}
