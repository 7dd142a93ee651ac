//! Who people are, how they prove it, and what they may do.

mod account;
mod arriving;
mod capability;
mod device;
mod devices;
pub mod federation;
pub mod passkey;
mod password;
mod permission;
mod proving;
mod role_granting;
pub mod second_factor;
pub mod session;
mod sign_in;
mod sign_up;
mod tries;
mod vendor_member;

pub use account::{Account, Role};
pub use arriving::{Arrival, Begun, begin};
pub use capability::{Administrator, Customer, FRESH_FOR, Fresh, Moderator, Staff};
pub use device::{Device, network_of};
pub use devices::{OpenSession, end_other_sessions, end_session, open_sessions};
pub(crate) use password::hash as hash_password;
pub use permission::Permission;
pub use proving::{note_sign_out, prove_again};
pub use role_granting::{StaffMember, appoint, grant_role, staff};
pub use sign_in::{Presence, half_signed_in, sign_in, who};
pub(crate) use sign_up::clean_email;
pub use sign_up::{SignUp, sign_up};
pub use vendor_member::{VendorMember, VendorRole};
