//! `/checkout`: from a cart to an order, and on to the payment.

mod page;
mod place;

pub use page::CheckoutPage;
pub(crate) use place::PlaceOrder;

use market::Money;
use market::catalog::{Period, Price};

/// What a line costs, as people say it.
pub(crate) fn cost(money: Money) -> String {
    if money.minor == 0 {
        "Free".to_owned()
    } else {
        money.to_string()
    }
}

/// How often a price is paid, as the end of a sentence; nothing when it is paid once.
pub(crate) fn rhythm(price: Price) -> &'static str {
    match price {
        Price::Subscription(_, Period::Month) => ", paid each month",
        Price::Subscription(_, Period::Year) => ", paid each year",
        Price::Free | Price::OneTime(_) => "",
    }
}
