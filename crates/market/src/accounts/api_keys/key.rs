//! The text of a key: `am_live_`, 32 random characters, and a check sum, so that a program that looks for lost secrets knows
//! one when it sees it, and a mistyped one is told without asking the database.

use rand::Rng;
use rand::distr::Alphanumeric;

const RANDOM: usize = 32;
const CHECK: usize = 6;

/// A new key; those of a shop that is not for real say so.
pub fn mint(production: bool) -> String {
    let prefix = if production { "am_live_" } else { "am_test_" };
    let random: String = rand::rng()
        .sample_iter(Alphanumeric)
        .take(RANDOM)
        .map(char::from)
        .collect();
    let body = format!("{prefix}{random}");
    let check = check_sum(&body);
    format!("{body}{check}")
}

/// Whether it can be one of ours.
pub fn well_formed(key: &str) -> bool {
    let random = ["am_live_", "am_test_"]
        .iter()
        .find_map(|prefix| key.strip_prefix(prefix));
    random.is_some_and(|random| {
        random.len() == RANDOM + CHECK && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }) && {
        let (body, check) = key.split_at(key.len() - CHECK);
        check_sum(body) == check
    }
}

/// The last characters, by which people tell keys apart.
pub fn ending(key: &str) -> &str {
    &key[key.len().saturating_sub(4)..]
}

/// CRC-32 of what stands before it, in base 62 with leading zeros, as GitHub's tokens have it: a check needs no secret.
fn check_sum(body: &str) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut rest = crc32fast::hash(body.as_bytes());
    let mut digits = [b'0'; CHECK];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(rest % 62) as usize];
        rest /= 62;
    }
    digits.map(char::from).iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_says_what_it_is_and_a_mistyped_one_is_none() {
        for (production, prefix) in [(true, "am_live_"), (false, "am_test_")] {
            let key = mint(production);
            assert!(key.starts_with(prefix) && key.len() == 46, "{key}");
            assert!(well_formed(&key));
            let last = if key.ends_with('a') { 'b' } else { 'a' };
            assert!(!well_formed(&format!("{}{last}", &key[..45])), "{key}");
            assert!(!well_formed(&key[..45]) && !well_formed(&format!("{key}a")));
            assert!(!well_formed(&key.replace("am_", "xm_")));
        }
        assert_ne!(mint(true), mint(true));
        assert!(!well_formed("") && !well_formed("am_live_") && !well_formed("am_live_ä"));
    }
}
