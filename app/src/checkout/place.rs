//! Placing the order.

use leptos::prelude::*;
use market::checkout::{self, Placed, Placement};
use market::limits::Action;
use market::{Error, IdempotencyKey, Refusal, Result};

use crate::web::{ActError, Form, Notice, flash, local, market, paths, rate_limit, who};

/// Posted twice, by whatever accident, it is one order: the key was minted when the form was shown.
#[server(prefix = "/api", endpoint = "place-order")]
pub async fn place_order(
    key: IdempotencyKey,
    seen_total: i64,
    seen_currency: String,
    #[server(default)] terms: bool,
    terms_seen: Option<i32>,
) -> Result<(), ActError> {
    let form =
        Form::on(paths::CHECKOUT, "checkout").keeping("terms", if terms { "true" } else { "" });
    let placement = Placement {
        key,
        seen_total_minor: seen_total,
        seen_currency,
        terms_accepted: terms,
        terms_seen,
    };
    form.act(async {
        let market = market();
        let by = who::customer().await?;
        rate_limit::keep_to(Action::Checkout).await?;
        let mut tx = market.begin().await?;
        let placed =
            checkout::place(&mut tx, &by, &placement, market.now(), &market.policy).await?;
        tx.commit().await?;
        payment_page(placed).await
    })
    .await
}

/// The order stands by now, so a provider that does not answer only delays the payment.
async fn payment_page(placed: Placed) -> Result<String> {
    let order = paths::order(&placed.number);
    let Some(payment) = placed.payment else {
        return Ok(order);
    };
    match checkout::start_payment(&market(), payment).await {
        Ok(address) => Ok(local(&address).unwrap_or(address)),
        Err(Error::Refused(Refusal::PaymentUnavailable)) => {
            flash::notice(Notice::PaymentUnavailable).await?;
            Ok(order)
        }
        Err(error) => Err(error),
    }
}
