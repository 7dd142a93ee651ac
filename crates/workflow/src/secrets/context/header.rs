//! The headers that prove who asks.

use super::super::encoded::base64_text;
use super::super::placeholder::is_telling;
use super::super::value::{LONGEST, entropy};
use super::{AUTHORIZATION, BASIC, Hit};

/// The value of an authorization header: a scheme and a token, or a token alone.
pub(super) fn authorization(value: &str, start: usize) -> Option<Hit> {
    let (scheme, token) = value
        .trim_end()
        .rsplit_once(char::is_whitespace)
        .unwrap_or(("", value));
    let at = start + value.trim_end().len() - token.len();
    if scheme.eq_ignore_ascii_case("basic") {
        return basic(token, at);
    }
    let one_word = !scheme.trim().contains(char::is_whitespace);
    (one_word && is_token(token, scheme.is_empty()))
        .then(|| Hit::new(AUTHORIZATION, at, at + token.len()))
}

/// A token after its scheme needs less to convince than one alone.
fn is_token(token: &str, alone: bool) -> bool {
    let shortest = if alone { 16 } else { 8 };
    let least = if alone { 3.3 } else { 2.5 };
    let mixed = token.bytes().any(|b| b.is_ascii_digit()) || token.len() >= 24;
    (shortest..=LONGEST).contains(&token.len())
        && token.bytes().all(|b| b.is_ascii_graphic())
        && mixed
        && entropy(token) >= least
        && !is_telling(token)
}

/// A bearer token in the middle of a text.
pub(in crate::secrets) fn bearer(token: &str, start: usize) -> Option<Hit> {
    let sure =
        token.len() >= 16 && token.bytes().any(|b| b.is_ascii_digit()) && entropy(token) >= 3.0;
    (sure && !is_telling(token) && !token.contains("://"))
        .then(|| Hit::new(AUTHORIZATION, start, start + token.len()))
}

/// A user and a password in base64.
pub(in crate::secrets) fn basic(token: &str, start: usize) -> Option<Hit> {
    let text = base64_text(token)?;
    let (user, password) = text.split_once(':')?;
    let secret = if password.is_empty() { user } else { password };
    (token.len() >= 8 && !is_telling(secret)).then(|| Hit::new(BASIC, start, start + token.len()))
}

/// A cookie header that holds something random.
pub(super) fn is_session(value: &str) -> bool {
    value.split(';').any(|pair| {
        let (_, value) = pair.split_once('=').unwrap_or(("", pair));
        let value = value.trim();
        value.len() >= 16
            && value.bytes().any(|b| b.is_ascii_digit())
            && !value.contains(char::is_whitespace)
            && entropy(value) >= 3.0
            && !is_telling(value)
    })
}
