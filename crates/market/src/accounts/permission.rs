//! What people may do, and who may: one table. Acts and pages name a permission; nothing else decides.

use super::{Role, VendorRole};

macro_rules! catalogue {
    ($($(#[$doc:meta])* $name:ident: $lets:literal | $($market:ident)* | $($vendor:ident)* ;)+) => {
        /// Something one may do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Permission {
            $(#[doc = $lets] $name,)+
        }

        impl Permission {
            pub const ALL: &'static [Permission] = &[$(Permission::$name,)+];

            /// What it lets one do, in words.
            pub fn lets(self) -> &'static str {
                match self { $(Self::$name => $lets,)+ }
            }

            /// The roles at the market that have it.
            pub fn market_roles(self) -> &'static [Role] {
                match self { $(Self::$name => &[$(Role::$market,)*],)+ }
            }

            /// The roles at a vendor that have it, for that vendor alone.
            pub fn vendor_roles(self) -> &'static [VendorRole] {
                match self { $(Self::$name => &[$(VendorRole::$vendor,)*],)+ }
            }
        }
    };
}

// permission  : what it lets one do                                       | roles at the market              | roles at a vendor
catalogue! {
    UseAccount : "Shop under a name: orders, library, the account itself"  | Customer Support Moderator Admin | ;
    SeeMarket  : "See how the whole market stands"                         |          Support Moderator Admin | ;
    ReadRecord : "Read the record of privileged acts"                      |                  Moderator Admin | ;
    GrantRoles : "Give and take roles at the market"                       |                            Admin | ;
    SeePeople  : "Look people up"                                          |          Support Moderator Admin | ;
    Suspend    : "Suspend accounts, and let them in again"                 |                  Moderator Admin | ;
    Impersonate: "Act in a customer's place to help them"                  |                            Admin | ;
    SeeKept    : "See what is kept, and for how long"                      |                  Moderator Admin | ;

    SeeVendor  : "Open the vendor area, see its team and leave it"         |                                  | Owner Admin Publisher Support Finance ;
    SeeProducts: "See all products of the vendor and how they sell"        |                                  | Owner Admin Publisher Support ;
    SeeWorkflow: "See what its workflows are set to, and their files"      |                                  | Owner Admin Publisher Support ;
    SeeOrders  : "See the orders of its products"                          |                                  | Owner Admin           Support Finance ;
    SeeEarnings: "See what it earns"                                       |                                  | Owner Admin                   Finance ;
    ManageTeam : "Invite and remove members, and change their roles"       |                                  | Owner Admin ;
    MakeOwners : "The same for owners"                                     |                                  | Owner ;
}

impl Role {
    /// Whether the catalogue says so.
    pub fn may(self, permission: Permission) -> bool {
        permission.market_roles().contains(&self)
    }
}

impl VendorRole {
    /// Whether the catalogue says so.
    pub fn may(self, permission: Permission) -> bool {
        permission.vendor_roles().contains(&self)
    }

    /// As it is stored, the roles that have the permission.
    pub(crate) fn all_that_may(permission: Permission) -> Vec<String> {
        let roles = permission.vendor_roles().iter();
        roles.map(|role| role.code().to_owned()).collect()
    }
}
