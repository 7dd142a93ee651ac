//! Forgetting people: an account whose time is over, or an address that has none. What the law wants kept stays, and names
//! nobody. `personal` says of every place where something personal lives what becomes of it.

mod account;
mod address;
mod personal;
mod record;

pub(crate) use account::erase_account;
pub(crate) use address::due_mail;
pub use address::{Known, ask, erase_address, known};
pub use personal::{Fate, OWNED, PERSONAL};
pub use record::{Entry, Reapplied, learn, reapply, record};

use crate::keys::{Keys, Purpose};

/// What an erased account is called, wherever its name was shown.
pub const NAME: &str = "Deleted account";

/// What is left of an address: the same for the same address, and nobody can tell which without the key.
fn address_hash(keys: &Keys, email: &str) -> [u8; 32] {
    keys.hash(Purpose::ErasedAddress, email)
}
