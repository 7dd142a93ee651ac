//! A bank to play with: a provider of our own that behaves like a real one – its own books, a page of its own to pay
//! on, and signed webhooks through the front door.

mod intent;
mod provider;
mod signature;

use anyhow::anyhow;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::jobs::{self, Courier, Job};
use crate::{Market, Refusal, Result};

pub use intent::{SandboxIntent, SandboxState, intent};
pub use provider::SandboxProvider;
pub use signature::{SIGNATURE_HEADER, sign};

/// What the visitor does on the bank's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    Pay,
    Decline,
    /// The bank wants a second look (3-D Secure).
    Challenge,
    PassChallenge,
    FailChallenge,
    Abandon,
}

impl Decision {
    /// As forms say it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pay => "pay",
            Self::Decline => "decline",
            Self::Challenge => "challenge",
            Self::PassChallenge => "pass-challenge",
            Self::FailChallenge => "fail-challenge",
            Self::Abandon => "abandon",
        }
    }

    /// The state it leads to, and why it failed if it did; nothing when it cannot be taken in this state.
    fn outcome(self, from: SandboxState) -> Option<(SandboxState, Option<&'static str>)> {
        use SandboxState::{Challenged, Failed, RequiresAction, Succeeded};
        Some(match (self, from) {
            (Self::Pay, RequiresAction) | (Self::PassChallenge, Challenged) => (Succeeded, None),
            (Self::Decline, RequiresAction) => (Failed, Some("card_declined")),
            (Self::FailChallenge, Challenged) => (Failed, Some("authentication_failed")),
            (Self::Challenge, RequiresAction) => (Challenged, None),
            (Self::Abandon, _) => (from, None),
            _ => return None,
        })
    }
}

/// Writes the decision into the bank's books and lets the bank tell the shop. Refuses with `BadIntent` what the
/// intent's state does not allow.
pub async fn decide(market: &Market, id: &str, decision: Decision) -> Result<SandboxIntent> {
    let mut tx = market.begin().await?;
    let intent = intent::locked(&mut tx, id).await?;
    let (state, failure) = decision.outcome(intent.state).ok_or(Refusal::BadIntent)?;
    if state == intent.state {
        return Ok(intent);
    }
    let now = market.now();
    let intent = intent::moved(&mut tx, id, state, failure, now).await?;
    let tell = Job::DeliverSandboxWebhook {
        intent: id.to_owned(),
        revision: intent.revision,
    };
    jobs::enqueue(&mut tx, tell, now).await?;
    tx.commit().await?;
    Ok(intent)
}

/// The event the bank sends about an intent: its name, and its body.
pub fn event(intent: &SandboxIntent) -> (String, Vec<u8>) {
    let kind = match intent.state {
        SandboxState::Succeeded => "payment.succeeded",
        SandboxState::Failed => "payment.failed",
        SandboxState::Canceled => "payment.canceled",
        SandboxState::RequiresAction | SandboxState::Challenged => "payment.updated",
    };
    let id = format!("evt_{}_{}", intent.id, intent.revision);
    let body = json!({
        "id": id,
        "type": kind,
        "data": { "intent": intent.id, "state": intent.state.as_str(), "amount_minor": intent.amount.minor,
                  "currency": intent.amount.currency.as_str() },
    });
    (id, body.to_string().into_bytes())
}

/// Posts the signed webhook to the shop, as a real provider would from outside.
pub(crate) async fn deliver(
    market: &Market,
    courier: &dyn Courier,
    id: &str,
    revision: i32,
) -> Result<()> {
    let intent = intent(&market.db, id).await?;
    if intent.revision != revision {
        // The intent has moved on; the newer state has a webhook of its own.
        return Ok(());
    }
    let (_, body) = event(&intent);
    let headers = [
        ("content-type", "application/json".to_owned()),
        (SIGNATURE_HEADER, sign(&market.keys, &body, market.now())),
    ];
    let url = format!("{}/webhooks/sandbox", market.public_url);
    match courier.post(&url, &headers, body).await? {
        200..=299 => Ok(()),
        status => Err(anyhow!("the shop answered the sandbox webhook with {status}").into()),
    }
}
