//! `/cart`: what somebody means to buy, signed in or not.

mod add;
mod page;
mod remove;

pub use add::AddToCart;
pub use page::CartPage;
pub(crate) use remove::RemoveFromCart;
