//! From a cart to a paid order: placement in one transaction, and one way to completion.

mod expiry;
mod order_page;
mod payment;
mod placement;
mod provider;
pub mod sandbox;
mod settlement;
pub mod webhook;

pub use expiry::{expire_due, settle_stale};
pub use order_page::{
    GroupState, OrderLine, OrderPage, OrderPart, OrderSummary, PaymentView, order_page, orders,
};
pub use payment::{PaymentState, retry_payment, start_payment};
pub(crate) use placement::order_number;
pub use placement::{LICENSE_TERMS, Placed, Placement, place};
pub use provider::{Ask, Intent, Notice, PaymentProvider, Payments, Reported};
pub use settlement::{payment_of, settle};
