//! Completing an order. Whoever hears of a payment – the returning browser, a webhook, the poller – ends up here, and
//! the provider is asked again: no message is believed by itself.

use anyhow::anyhow;
use sqlx::PgPool;
use time::OffsetDateTime;

use crate::events::{self, Event};
use crate::{Error, Market, Money, OrderGroupId, OrderId, PaymentId, Result, Tx};

use super::{PaymentState, Reported};

/// Asks the provider how the payment stands and applies what it says. Doing it again changes nothing.
pub async fn settle(market: &Market, payment: PaymentId) -> Result<PaymentState> {
    let known = sqlx::query!(
        r#"select provider, provider_ref, state as "state: PaymentState" from payment where id = $1"#,
        payment.0
    )
    .fetch_one(&market.db)
    .await?;
    let (false, Some(reference)) = (known.state.is_final(), known.provider_ref) else {
        return Ok(known.state);
    };
    let reported = market
        .payments
        .named(&known.provider)?
        .fetch(&reference)
        .await?;
    let mut tx = market.begin().await?;
    let state = apply(&mut tx, payment, &reported, market.now()).await?;
    fail::fail_point!("payment-applied-before-commit");
    tx.commit().await?;
    fail::fail_point!("payment-committed-before-answer");
    Ok(state)
}

/// Writes down what the provider reported, once. What succeeded stays so; an amount other than asked for is refused.
pub(super) async fn apply(
    tx: &mut Tx,
    payment: PaymentId,
    reported: &Reported,
    now: OffsetDateTime,
) -> Result<PaymentState> {
    let row = sqlx::query!(
        r#"select group_id as "group_id: OrderGroupId", state as "state: PaymentState", amount_minor, currency
           from payment where id = $1 for update"#,
        payment.0
    )
    .fetch_one(&mut **tx)
    .await?;
    if row.state.is_final() || row.state == reported.state {
        return Ok(row.state);
    }
    let asked = Money::stored(row.amount_minor, &row.currency);
    if reported.state == PaymentState::Succeeded && reported.amount != asked {
        return Err(anyhow!(
            "payment {payment}: asked for {asked}, the provider reports {}",
            reported.amount
        )
        .into());
    }
    sqlx::query!(
        "update payment set state = $2, failure = $3, updated_at = $4,
                succeeded_at = case when $2 = 'succeeded' then $4::timestamptz end
         where id = $1",
        payment.0,
        reported.state.as_str(),
        reported.failure,
        now,
    )
    .execute(&mut **tx)
    .await?;
    if reported.state == PaymentState::Succeeded {
        mark_paid(tx, row.group_id, now).await?;
    }
    Ok(reported.state)
}

/// Every order of the group becomes paid. Money that came after the order had expired is honored: the buyer gets what
/// they paid for.
pub(super) async fn mark_paid(tx: &mut Tx, group: OrderGroupId, now: OffsetDateTime) -> Result<()> {
    let paid = sqlx::query_scalar!(
        r#"update orders set state = 'paid', paid_at = $2, voided_at = null
           where group_id = $1 and state in ('pending', 'void') returning id as "id: OrderId""#,
        group.0,
        now
    )
    .fetch_all(&mut **tx)
    .await?;
    for order in paid {
        events::record(tx, Event::OrderPaid { order, group }, now).await?;
    }
    Ok(())
}

/// The newest payment of a customer's order, for the browser that returns from the provider.
pub async fn payment_of(
    db: &PgPool,
    by: &crate::accounts::Customer,
    number: &str,
) -> Result<Option<PaymentId>> {
    sqlx::query_scalar!(
        r#"select (select id from payment where group_id = order_group.id order by created_at desc, id desc limit 1) as "id: PaymentId"
           from order_group where number = $1 and account_id = $2"#,
        number,
        by.id.0
    )
    .fetch_optional(db)
    .await?
    .ok_or(Error::NotFound)
}
