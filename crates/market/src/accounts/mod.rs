//! Who people are, how they prove it, and what they may do.

mod account;
mod capability;
pub mod federation;
mod password;
mod permission;
mod role_granting;
pub mod session;
mod sign_in;
mod sign_up;
mod vendor_member;

pub use account::{Account, Role};
pub use capability::{Administrator, Customer, Moderator, Staff};
pub(crate) use password::hash as hash_password;
pub use permission::Permission;
pub use role_granting::{StaffMember, appoint, grant_role, staff};
pub use sign_in::{sign_in, who};
pub(crate) use sign_up::clean_email;
pub use sign_up::{SignUp, sign_up};
pub use vendor_member::{VendorMember, VendorRole};
