//! Orders nobody pays, and payments nobody reports on.

use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use crate::events::{self, Event};
use crate::{Market, OrderGroupId, OrderId, PaymentId, Result, Tx, cart};

use super::settlement::apply;
use super::{PaymentState, settle};

/// How many are looked at in one go; the rest waits for the next.
const BATCH: i64 = 50;

/// Asks about payments of which nothing was heard for ten minutes. Returns how many it asked about.
pub async fn settle_stale(market: &Market) -> Result<usize> {
    let quiet_since = market.now() - Duration::minutes(10);
    let stale = sqlx::query_scalar!(
        r#"select id as "id: PaymentId" from payment
           where state in ('requires_action', 'processing') and updated_at < $1 order by updated_at limit $2"#,
        quiet_since,
        BATCH
    )
    .fetch_all(&market.db)
    .await?;
    for payment in &stale {
        if let Err(error) = settle(market, *payment).await {
            tracing::warn!(%error, %payment, "could not settle");
        }
        touch(&market.db, *payment, market.now()).await?;
    }
    Ok(stale.len())
}

async fn touch(db: &PgPool, payment: PaymentId, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update payment set updated_at = $2 where id = $1 and state in ('requires_action', 'processing')",
        payment.0,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Voids the orders whose time to pay is over and puts their products back into the cart. The provider is told first:
/// a buyer who was quicker has paid, and gets what was bought. Returns how many order groups were due.
pub async fn expire_due(market: &Market) -> Result<usize> {
    let due = sqlx::query!(
        r#"select order_group.id as "id: OrderGroupId",
                  (select id from payment where payment.group_id = order_group.id
                   and payment.state in ('created', 'requires_action', 'processing')) as "payment: PaymentId"
           from order_group
           where expires_at <= $1 and exists (select from orders where group_id = order_group.id and state = 'pending')
           order by expires_at limit $2"#,
        market.now(),
        BATCH
    )
    .fetch_all(&market.db)
    .await?;
    for group in &due {
        if let Err(error) = expire(market, group.id, group.payment).await {
            tracing::warn!(%error, group = %group.id, "could not expire an order");
        }
    }
    Ok(due.len())
}

async fn expire(market: &Market, group: OrderGroupId, payment: Option<PaymentId>) -> Result<()> {
    let now = market.now();
    let mut tx;
    if let Some(payment) = payment {
        let reported = call_off(market, payment).await?;
        tx = market.begin().await?;
        if let Some(reported) = reported {
            if apply(&mut tx, payment, &reported, now).await? == PaymentState::Succeeded {
                return Ok(tx.commit().await?);
            }
        } else {
            cancel_unasked(&mut tx, payment, now).await?;
        }
    } else {
        tx = market.begin().await?;
    }
    void(&mut tx, group, now).await?;
    Ok(tx.commit().await?)
}

async fn call_off(market: &Market, payment: PaymentId) -> Result<Option<super::Reported>> {
    let known = sqlx::query!(
        "select provider, provider_ref from payment where id = $1",
        payment.0
    )
    .fetch_one(&market.db)
    .await?;
    let Some(reference) = known.provider_ref else {
        return Ok(None);
    };
    Ok(Some(
        market
            .payments
            .named(&known.provider)?
            .cancel(&reference)
            .await?,
    ))
}

async fn cancel_unasked(tx: &mut Tx, payment: PaymentId, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update payment set state = 'canceled', updated_at = $2 where id = $1 and state = 'created' and provider_ref is null",
        payment.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn void(tx: &mut Tx, group: OrderGroupId, now: OffsetDateTime) -> Result<()> {
    let voided = sqlx::query_scalar!(
        r#"update orders set state = 'void', voided_at = $2 where group_id = $1 and state = 'pending'
           returning id as "id: OrderId""#,
        group.0,
        now
    )
    .fetch_all(&mut **tx)
    .await?;
    if voided.is_empty() {
        return Ok(());
    }
    for order in voided {
        events::record(tx, Event::OrderVoided { order }, now).await?;
    }
    cart::restore(tx, group, now).await
}
