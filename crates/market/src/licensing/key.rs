//! License keys: 130 random bits in Crockford's base 32, with a check symbol against typing errors.

use rand::Rng;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Crockford's check symbols stand for the value modulo 37.
const CHECK: &[u8; 37] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";

/// A new key, as in `AM-7K3F2-…-Q8`: 26 symbols of five random bits each, then the check symbol.
pub(super) fn mint() -> String {
    let mut rng = rand::rng();
    let digits: Vec<u8> = (0..26).map(|_| rng.random_range(0..32)).collect();
    let text: String = digits
        .iter()
        .map(|d| char::from(ALPHABET[usize::from(*d)]))
        .collect();
    let check = char::from(CHECK[remainder(&digits)]);
    let groups: Vec<&str> = [
        &text[0..5],
        &text[5..10],
        &text[10..15],
        &text[15..20],
        &text[20..26],
    ]
    .into();
    format!("AM-{}{check}", groups.join("-"))
}

fn remainder(digits: &[u8]) -> usize {
    digits
        .iter()
        .fold(0, |sum, d| (sum * 32 + usize::from(*d)) % 37)
}

/// What is shown of a key that is not revealed.
pub(super) fn masked(last6: &str) -> String {
    format!("AM-•••••-•••••-•••••-•••••-•{last6}")
}

/// The symbols a person recognises a key by.
pub(super) fn last6(key: &str) -> String {
    let symbols: Vec<char> = key.chars().collect();
    symbols[symbols.len().saturating_sub(6)..].iter().collect()
}
