//! Proof of who acts, for pages and acts that are not for everyone.

use market::accounts::{Account, Customer, Fresh, Moderator, VendorMember};
use market::cart::CartHolder;
use market::{Error, Result};

use super::{actor, visitor};

/// Whoever it is, with their cart.
pub async fn anyone() -> Result<CartHolder> {
    Ok(visitor().await?.cart)
}

/// Somebody signed in; else `SignInNeeded`.
pub async fn customer() -> Result<Customer> {
    let visitor = visitor().await?;
    match (visitor.account, visitor.presence) {
        (Some(account), Some(presence)) => Ok(Customer::present(account, presence, actor())),
        _ => Err(Error::SignInNeeded),
    }
}

/// Somebody who proved within the last hour who they are; `SignInNeeded` for guests, `ProofNeeded` for everyone else.
pub async fn fresh() -> Result<Fresh> {
    Fresh::of(customer().await?, super::market().now())
}

/// Somebody who acts for a vendor; `SignInNeeded` for guests, `Forbidden` for everyone else.
pub async fn vendor_member() -> Result<VendorMember> {
    let db = super::market().db;
    VendorMember::of(&db, account().await?).await
}

/// Somebody who keeps the market; `SignInNeeded` for guests, `Forbidden` for everyone else, and `SecondFactorNeeded` where
/// the shop wants one.
pub async fn moderator() -> Result<Moderator> {
    Moderator::of(customer().await?, &super::market().policy)
}

async fn account() -> Result<Account> {
    visitor().await?.account.ok_or(Error::SignInNeeded)
}
