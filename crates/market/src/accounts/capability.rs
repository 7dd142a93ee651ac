//! Proof of who acts. Acts take one of these, so they cannot be called without the check that makes it.

use std::ops::Deref;

use super::{Account, Permission};
use crate::{Error, Result};

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

macro_rules! staff {
    ($($(#[$doc:meta])* $name:ident = $permission:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(Account);

        impl $name {
            /// Refuses everyone else with `Forbidden`.
            pub fn of(account: Account) -> Result<Self> {
                if account.role.may(Permission::$permission) {
                    Ok(Self(account))
                } else {
                    Err(Error::Forbidden)
                }
            }
        }

        impl Deref for $name {
            type Target = Account;

            fn deref(&self) -> &Account {
                &self.0
            }
        }
    )+};
}

staff! {
    /// Somebody who may see how the market stands.
    Staff = SeeMarket;
    /// Somebody who may see who did what.
    Moderator = ReadRecord;
    /// Somebody who decides who else keeps the market.
    Administrator = GrantRoles;
}
