//! Proof of who acts, for pages and acts that are not for everyone.

use market::accounts::{Account, Administrator, Customer, Permission, Staff, VendorMember};
use market::cart::CartHolder;
use market::{Error, Result};

use super::{session, visitor};

/// Whoever it is, with their cart.
pub async fn anyone() -> Result<CartHolder> {
    Ok(visitor().await?.cart)
}

/// Somebody signed in; else `SignInNeeded`.
pub async fn customer() -> Result<Customer> {
    Ok(Customer::of(account().await?))
}

/// Somebody whose role at a vendor has the permission; `SignInNeeded` for guests, `Forbidden` for everyone else. Who
/// acts for several vendors does so for the one they chose last.
pub async fn vendor_member(needs: Permission) -> Result<VendorMember> {
    let account = account().await?;
    let chosen = session::chosen_vendor().await?;
    let member = VendorMember::of(&super::market().db, account, chosen).await?;
    member.must(needs)?;
    Ok(member)
}

/// Somebody who keeps the market; `SignInNeeded` for guests, `Forbidden` for everyone else.
pub async fn staff() -> Result<Staff> {
    Staff::of(account().await?)
}

/// Somebody who decides who keeps the market; `SignInNeeded` for guests, `Forbidden` for everyone else.
pub async fn administrator() -> Result<Administrator> {
    Administrator::of(account().await?)
}

async fn account() -> Result<Account> {
    visitor().await?.account.ok_or(Error::SignInNeeded)
}
