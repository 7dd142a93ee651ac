//! `/checkout`: from a cart to an order, and on to the payment.

mod page;
mod place;

pub use page::CheckoutPage;
pub(crate) use place::PlaceOrder;
