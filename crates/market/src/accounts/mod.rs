//! Who people are, how they prove it, and what they may do.

mod account;
pub mod api_keys;
mod capability;
mod password;
pub mod session;
mod sign_in;
mod sign_up;
pub mod tokens;

pub use account::{Account, Role};
pub use capability::{Customer, Moderator, VendorMember, VendorRole};
pub(crate) use password::hash as hash_password;
pub use sign_in::{sign_in, who};
pub use sign_up::{SignUp, sign_up};
