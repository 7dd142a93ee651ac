//! `/orders/{number}/return`: the browser is back from the payment provider.

use leptos::prelude::*;
use market::checkout;

use super::{asked_number, well_formed};
use crate::web::{market, page, paths, see_other, who};

/// Asks the provider how the payment stands, then shows the order. What the browser brings along is not believed.
#[component]
pub fn ReturnPage() -> impl IntoView {
    let number = asked_number();
    page(async move {
        let market = market();
        let by = who::customer().await?;
        let number = well_formed(&number)?;
        if let Some(payment) = checkout::payment_of(&market.db, &by, number).await? {
            // A provider that does not answer now is asked again later; the order's page says what is known.
            if let Err(error) = checkout::settle(&market, payment).await {
                tracing::warn!(%error, %payment, "a returning buyer's payment could not be looked up");
            }
        }
        let order = paths::order(number);
        see_other(&order);
        Ok(view! { <p class="wrap page"><a href=order>"Go on to your order"</a></p> })
    })
}
