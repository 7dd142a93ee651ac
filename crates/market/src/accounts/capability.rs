//! Proof of who acts. Acts take one of these, so they cannot be called without the check that makes it.

use std::ops::Deref;

use sqlx::PgPool;

use super::Account;
use crate::vendors::Vendor;
use crate::{Error, Result, VendorId};

/// Somebody signed in.
#[derive(Clone, Debug)]
pub struct Customer(Account);

impl Customer {
    pub fn of(account: Account) -> Self {
        Self(account)
    }
}

impl Deref for Customer {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.0
    }
}

/// Somebody who may decide about other people's products.
#[derive(Clone, Debug)]
pub struct Moderator(Account);

impl Moderator {
    /// Refuses everyone else with `Forbidden`.
    pub fn of(account: Account) -> Result<Self> {
        if account.moderates() {
            Ok(Self(account))
        } else {
            Err(Error::Forbidden)
        }
    }
}

impl Deref for Moderator {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum VendorRole {
    Owner,
    Admin,
    Publisher,
    Support,
    Finance,
}

/// Somebody who acts for a vendor.
#[derive(Clone, Debug)]
pub struct VendorMember {
    pub account: Account,
    pub vendor: Vendor,
    pub role: VendorRole,
}

impl VendorMember {
    /// The vendor this account acts for; `Forbidden` when there is none.
    pub async fn of(db: &PgPool, account: Account) -> Result<Self> {
        let seat = sqlx::query!(
            r#"select vendor_id as "vendor: VendorId", role as "role: VendorRole"
               from vendor_member where account_id = $1 order by since, vendor_id limit 1"#,
            account.id.0
        )
        .fetch_optional(db)
        .await?
        .ok_or(Error::Forbidden)?;
        Ok(Self {
            vendor: Vendor::find(db, seat.vendor).await?,
            role: seat.role,
            account,
        })
    }
}
