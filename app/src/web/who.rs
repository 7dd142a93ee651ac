//! Proof of who acts, for pages and acts that are not for everyone.

use market::accounts::{Account, Customer, Moderator, VendorMember};
use market::cart::CartHolder;
use market::{Error, Result};

use super::visitor;

/// Whoever it is, with their cart.
pub async fn anyone() -> Result<CartHolder> {
    Ok(visitor().await?.cart)
}

/// Somebody signed in; else `SignInNeeded`.
pub async fn customer() -> Result<Customer> {
    Ok(Customer::of(account().await?))
}

/// Somebody who acts for a vendor; `SignInNeeded` for guests, `Forbidden` for everyone else.
pub async fn vendor_member() -> Result<VendorMember> {
    let db = super::market().db;
    VendorMember::of(&db, account().await?).await
}

/// Somebody who keeps the market; `SignInNeeded` for guests, `Forbidden` for everyone else.
pub async fn moderator() -> Result<Moderator> {
    Moderator::of(account().await?)
}

async fn account() -> Result<Account> {
    visitor().await?.account.ok_or(Error::SignInNeeded)
}
