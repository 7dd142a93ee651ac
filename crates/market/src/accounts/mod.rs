//! Who people are, how they prove it, and what they may do.

mod account;
mod address;
pub mod api_keys;
mod arriving;
mod avatar;
mod capability;
pub mod closing;
mod device;
mod devices;
mod email_change;
pub mod federation;
mod hashing;
pub mod impersonation;
mod link;
pub mod passkey;
mod password;
mod password_change;
pub mod people;
mod permission;
mod profile;
mod proving;
mod reset;
mod role_granting;
pub mod second_factor;
pub mod session;
mod sign_in;
mod sign_up;
pub mod tokens;
mod tries;
mod vendor_member;

pub use account::{Account, Role, is_verified};
pub use address::{
    Address, AddressForm, add_address, address, addresses, change_address, countries, country_name,
    remove_address,
};
pub use arriving::{Arrival, Begun, begin};
pub(crate) use avatar::remove_file as remove_avatar_file;
pub use avatar::{avatar_picture, remove_avatar, set_avatar};
pub use capability::{Administrator, Customer, FRESH_FOR, Fresh, Moderator, Staff};
pub use device::{Device, network_of};
pub use devices::{OpenSession, end_other_sessions, end_session, open_sessions};
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
pub use permission::Permission;
pub use profile::{LOCALES, Profile, ProfileForm, profile, save_profile, time_zones};
pub use proving::{note_sign_out, prove_again};
pub(crate) use reset::answer as answer_reset;
pub use reset::{ask_reset, reset_password, reset_protection};
pub use role_granting::{StaffMember, appoint, grant_role, staff};
pub use sign_in::{Presence, half_signed_in, sign_in, who};
pub use sign_up::{SignUp, ask_sign_up, awaited_from, send_code_again, sign_up};
pub(crate) use sign_up::{clean_email, code_mail};
pub use vendor_member::{VendorMember, VendorRole};
