//! Proof of who acts, for pages and acts that are not for everyone.

use market::accounts::{
    Administrator, Customer, Fresh, Moderator, Permission, Staff, VendorMember,
};
use market::cart::CartHolder;
use market::{Error, Result};

use super::{Visitor, actor, session, visited_path, visitor};
use crate::access;

/// Whoever it is, with their cart.
pub async fn anyone() -> Result<CartHolder> {
    let visitor = visitor().await?;
    must_be_open(&visitor)?;
    Ok(visitor.cart)
}

/// Somebody signed in, or whoever is in their place; else `SignInNeeded`.
pub async fn customer() -> Result<Customer> {
    let visitor = visitor().await?;
    must_be_open(&visitor)?;
    if let Some(impersonation) = visitor.impersonation {
        return Ok(Customer::in_place(&impersonation, actor()));
    }
    match (visitor.account, visitor.presence) {
        (Some(account), Some(presence)) => Ok(Customer::present(account, presence, actor())),
        _ => Err(Error::SignInNeeded),
    }
}

/// Whoever is in somebody's place gets no proof for what is closed to them there, whoever asks for it.
fn must_be_open(visitor: &Visitor) -> Result<()> {
    let on = visitor.impersonation.as_ref();
    match on.and_then(|on| access::closed_in_place(on, &visited_path())) {
        Some(why) => Err(why.into()),
        None => Ok(()),
    }
}

/// Somebody who proved within the last hour who they are; `SignInNeeded` for guests, `ProofNeeded` for everyone else.
pub async fn fresh() -> Result<Fresh> {
    Fresh::of(customer().await?, super::market().now())
}

/// Somebody whose role at a vendor has the permission; `SignInNeeded` for guests, `Forbidden` for everyone else. Who
/// acts for several vendors does so for the one they chose last.
pub async fn vendor_member(needs: Permission) -> Result<VendorMember> {
    let account = customer().await?;
    let chosen = session::chosen_vendor().await?;
    let member = VendorMember::of(&super::market().db, account, chosen).await?;
    member.must(needs)?;
    Ok(member)
}

/// Somebody who keeps the market; `SignInNeeded` for guests, `Forbidden` for everyone else, and `SecondFactorNeeded` where
/// the shop wants one.
pub async fn staff() -> Result<Staff> {
    Staff::of(customer().await?, &super::market().policy)
}

/// Somebody who keeps the market and whose role there lets them; otherwise like [`staff`].
pub async fn staff_who_may(needs: Permission) -> Result<Staff> {
    let staff = staff().await?;
    staff.must(needs)?;
    Ok(staff)
}

/// Somebody who may read the record of acts; otherwise like [`staff`].
pub async fn moderator() -> Result<Moderator> {
    Moderator::of(customer().await?, &super::market().policy)
}

/// Somebody who decides who keeps the market; otherwise like [`staff`].
pub async fn administrator() -> Result<Administrator> {
    Administrator::of(customer().await?, &super::market().policy)
}
