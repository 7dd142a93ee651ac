//! Browsers in which somebody has signed in. Each has tries of its own, so that nobody can shut an account's owner out by
//! trying wrong passwords elsewhere.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::RngCore;
use subtle::ConstantTimeEq;

use super::subject::plain;
use crate::keys::Purpose;
use crate::{Keys, Market};

/// People share browsers, and some have several accounts.
const ACCOUNTS: usize = 5;

/// What a browser keeps from now on, besides what it kept: a random id, signed for this address. It opens nothing.
pub fn remember_browser(market: &Market, kept: Option<&str>, address: &str) -> String {
    let others = kept.unwrap_or_default().split('~').filter(|mark| {
        let known = signed(&market.keys, mark, address);
        known.is_none() && mark.len() == MARK
    });
    let mut id = [0_u8; 16];
    rand::rng().fill_bytes(&mut id);
    let id = URL_SAFE_NO_PAD.encode(id);
    let mark = format!("{id}{}", signature(&market.keys, &id, address));
    let marks: Vec<_> = std::iter::once(mark.as_str())
        .chain(others)
        .take(ACCOUNTS)
        .collect();
    marks.join("~")
}

/// The browser's id, if whoever has this address has signed in with it.
pub fn known_browser<'a>(market: &Market, kept: &'a str, address: &str) -> Option<&'a str> {
    kept.split('~')
        .take(ACCOUNTS)
        .find_map(|mark| signed(&market.keys, mark, address))
}

/// Characters of an id, and of a whole mark.
const ID: usize = 22;
const MARK: usize = ID + 43;

fn signed<'a>(keys: &Keys, mark: &'a str, address: &str) -> Option<&'a str> {
    let (id, given) = mark.split_at_checked(ID)?;
    let fits = signature(keys, id, address)
        .as_bytes()
        .ct_eq(given.as_bytes());
    bool::from(fits).then_some(id)
}

fn signature(keys: &Keys, id: &str, address: &str) -> String {
    let signed = format!("{id} {}", plain(address));
    URL_SAFE_NO_PAD.encode(keys.hash(Purpose::KnownBrowser, &signed))
}
