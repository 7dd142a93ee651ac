//! Webhooks coming in: verified, written down, answered. What they mean is a job's concern.

use anyhow::anyhow;

use crate::jobs::{self, Job};
use crate::{Market, PaymentId, Result};

use super::settle;

/// What was done with a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    New,
    /// Delivered before; nothing was done.
    Known,
}

/// Takes a webhook in. Refuses one that is unsigned, wrongly signed or stale; `NotFound` for a provider we do not have.
pub async fn receive(
    market: &Market,
    provider: &str,
    headers: &[(String, String)],
    body: &[u8],
) -> Result<Received> {
    let now = market.now();
    let notice = market
        .payments
        .named(provider)?
        .verify_webhook(headers, body, now)?;
    let mut tx = market.begin().await?;
    let inserted = sqlx::query!(
        "insert into external_event (provider, account, event_id, kind, body, received_at) values ($1, $2, $3, $4, $5, $6)
         on conflict on constraint external_event_pkey do nothing",
        provider,
        notice.account,
        notice.event_id,
        notice.kind,
        body,
        now,
    )
    .execute(&mut *tx)
    .await?;
    if inserted.rows_affected() == 0 {
        return Ok(Received::Known);
    }
    let job = Job::ProcessWebhook {
        provider: provider.to_owned(),
        account: notice.account,
        event_id: notice.event_id,
    };
    jobs::enqueue(&mut tx, job, now).await?;
    tx.commit().await?;
    Ok(Received::New)
}

/// How long we wait for an object a webhook names and we do not know yet.
const PATIENCE: time::Duration = time::Duration::minutes(30);

pub(crate) async fn process(
    market: &Market,
    provider: &str,
    account: &str,
    event_id: &str,
) -> Result<()> {
    let event = sqlx::query!(
        "select kind, body, received_at, processed_at from external_event where provider = $1 and account = $2 and event_id = $3",
        provider,
        account,
        event_id
    )
    .fetch_one(&market.db)
    .await?;
    if event.processed_at.is_some() {
        return Ok(());
    }
    let (outcome, note) = match payment_named(market, provider, &event.body).await? {
        _ if !event.kind.starts_with("payment.") => {
            ("ignored", "a kind of event nobody waits for".to_owned())
        }
        None => ("ignored", "it names no payment".to_owned()),
        Some(Named::Ours(payment)) => (
            "processed",
            format!(
                "payment {payment}: {}",
                settle(market, payment).await?.as_str()
            ),
        ),
        Some(Named::Unknown(reference)) if market.now() - event.received_at < PATIENCE => {
            return Err(anyhow!("no payment {reference} yet").into());
        }
        Some(Named::Unknown(reference)) => ("parked", format!("no payment {reference}")),
    };
    sqlx::query!(
        "update external_event set processed_at = $4, outcome = $5, note = $6
         where provider = $1 and account = $2 and event_id = $3 and processed_at is null",
        provider,
        account,
        event_id,
        market.now(),
        outcome,
        note,
    )
    .execute(&market.db)
    .await?;
    Ok(())
}

enum Named {
    Ours(PaymentId),
    Unknown(String),
}

async fn payment_named(market: &Market, provider: &str, body: &[u8]) -> Result<Option<Named>> {
    let Some(reference) = market.payments.named(provider)?.reference_in(body) else {
        return Ok(None);
    };
    let ours = sqlx::query_scalar!(
        r#"select id as "id: PaymentId" from payment where provider = $1 and provider_ref = $2"#,
        provider,
        reference
    )
    .fetch_optional(&market.db)
    .await?;
    Ok(Some(ours.map_or(Named::Unknown(reference), Named::Ours)))
}
