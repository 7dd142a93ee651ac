//! Who people are, how they prove it, and what they may do.

mod account;
mod address;
mod avatar;
mod capability;
mod email_change;
mod hashing;
mod link;
mod password;
mod password_change;
mod profile;
mod reset;
pub mod session;
mod sign_in;
mod sign_up;
mod verification;

pub use account::{Account, Role};
pub use address::{
    Address, AddressForm, add_address, address, addresses, change_address, countries, country_name,
    remove_address,
};
pub(crate) use avatar::remove_file as remove_avatar_file;
pub use avatar::{avatar_picture, remove_avatar, set_avatar};
pub use capability::{Customer, Moderator, VendorMember, VendorRole};
pub use email_change::{
    EmailChange, Settled, agree_to_email_change, ask_email_change, cancel_email_change,
    pending_email_change, refuse_email_change,
};
pub use hashing::argon2id;
pub(crate) use hashing::hash as hash_password;
pub(crate) use link::token as link_token;
pub use link::{Purpose as LinkPurpose, is_open as link_is_open};
pub use password::Protection;
pub use password_change::change_password;
pub use profile::{LOCALES, Profile, ProfileForm, profile, save_profile, time_zones};
pub(crate) use reset::answer as answer_reset;
pub use reset::{ask_reset, reset_password};
pub use sign_in::{sign_in, who};
pub use sign_up::{SignUp, sign_up};
pub use verification::{is_verified, send_verification_again, verify_email};
