//! Sending a buyer to the provider, the first time or again.

use sqlx::PgPool;

use crate::accounts::Customer;
use crate::{Error, Market, Money, OrderGroupId, PaymentId, Refusal, Result};

use super::placement::insert_payment;
use super::provider::Ask;

/// States only go forward: once succeeded, a payment stays so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum PaymentState {
    /// Written down, and the provider not asked yet.
    Created,
    /// The buyer has something to do on the provider's page.
    RequiresAction,
    Processing,
    Succeeded,
    Failed,
    Canceled,
}

impl PaymentState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::RequiresAction => "requires_action",
            Self::Processing => "processing",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }

    /// Whether nothing more can come of it.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Canceled)
    }
}

struct Open {
    number: String,
    provider: String,
    redirect_url: Option<String>,
    state: PaymentState,
    amount_minor: i64,
    currency: String,
}

/// Where to send the buyer. Asks the provider for an intent under the payment's own id, so that asking again (after a
/// crash, a time-out, a second click) leads to the same one. A payment that has ended leads to the order's page.
pub async fn start_payment(market: &Market, payment: PaymentId) -> Result<String> {
    let open = open(&market.db, payment).await?;
    let order_url = format!("{}/orders/{}", market.public_url, open.number);
    if open.state.is_final() {
        return Ok(order_url);
    }
    if let Some(url) = open.redirect_url {
        return Ok(url);
    }
    let provider = match open.provider.as_str() {
        "" => market.payments.for_new_payments()?,
        name => market.payments.named(name)?,
    };
    // The choice is kept before the call: whatever happens in it, this payment is asked for nowhere else.
    sqlx::query!(
        "update payment set provider = $2, updated_at = $3 where id = $1 and provider = ''",
        payment.0,
        provider.name(),
        market.now()
    )
    .execute(&market.db)
    .await?;
    let ask = Ask {
        payment,
        amount: Money::stored(open.amount_minor, &open.currency),
        description: format!("Order {}", open.number),
        return_url: format!("{order_url}/return"),
    };
    let intent = provider.create_intent(&ask).await.map_err(|error| {
        tracing::warn!(%error, payment = %payment, "the payment provider did not answer");
        Error::from(Refusal::PaymentUnavailable)
    })?;
    sqlx::query!(
        "update payment set provider_ref = $2, redirect_url = $3, updated_at = $4,
                state = case state when 'created' then 'requires_action' else state end
         where id = $1",
        payment.0,
        intent.reference,
        intent.redirect_url,
        market.now(),
    )
    .execute(&market.db)
    .await?;
    Ok(intent.redirect_url)
}

async fn open(db: &PgPool, payment: PaymentId) -> Result<Open> {
    Ok(sqlx::query_as!(
        Open,
        r#"select order_group.number, provider, redirect_url, state as "state: PaymentState",
                  amount_minor, payment.currency
           from payment join order_group on order_group.id = payment.group_id where payment.id = $1"#,
        payment.0
    )
    .fetch_one(db)
    .await?)
}

/// Lets the buyer pay a waiting order: on with the open payment, or a new one after a decline. Refuses with
/// `OrderNotPayable` what is paid, void or expired; somebody else's order is `NotFound`.
pub async fn retry_payment(market: &Market, by: &Customer, number: &str) -> Result<String> {
    by.must_be_themselves()?;
    let payment = {
        let mut tx = market.begin().await?;
        let group = sqlx::query!(
            r#"select id as "id: OrderGroupId", gross_minor, currency, expires_at,
                      exists (select from orders where group_id = order_group.id and state <> 'pending') as "settled!"
               from order_group where number = $1 and account_id = $2 for update"#,
            number,
            by.id.0
        )
        .fetch_one(&mut *tx)
        .await?;
        if group.settled || group.expires_at <= market.now() {
            return Err(Refusal::OrderNotPayable.into());
        }
        let open = sqlx::query_scalar!(
            r#"select id as "id: PaymentId" from payment
               where group_id = $1 and state in ('created', 'requires_action', 'processing', 'succeeded')"#,
            group.id.0
        )
        .fetch_optional(&mut *tx)
        .await?;
        let payment = match open {
            Some(payment) => payment,
            None => {
                let amount = Money::stored(group.gross_minor, &group.currency);
                insert_payment(
                    &mut tx,
                    group.id,
                    amount.minor,
                    amount.currency,
                    market.now(),
                )
                .await?
            }
        };
        tx.commit().await?;
        payment
    };
    start_payment(market, payment).await
}
