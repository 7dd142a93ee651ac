//! How often a visitor may try something: who they are to the limits, and what the answer says about what is left.
//!
//! The headers are those of draft-ietf-httpapi-ratelimit-headers-10. Nothing is promised by them but what is left now.

use std::net::{IpAddr, Ipv4Addr};

use http::header::{COOKIE, RETRY_AFTER, SET_COOKIE};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use market::limits::{self, Action, Allowance, Later, SignInTry, Subject};
use market::{Error, Result};

use super::request::{header, respond};

/// Whom a request came from, as the server tells every request.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// Four hundred days, which is as long as browsers keep any cookie.
const KEPT_SECONDS: u32 = 34_560_000;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// Takes one of the tries that the visitor's network has for this; refuses with `TooOften`.
pub async fn keep_to(action: Action) -> Result<()> {
    let market = super::market();
    let network = Subject::Network(client_address());
    let left = said(limits::take(&market, action, &network).await)?;
    say_left(&[left]);
    Ok(())
}

/// Takes a try to sign in to the account with this address; refuses with `TooOften`.
pub async fn sign_in_try(address: &str) -> Result<SignInTry> {
    let (market, kept) = (super::market(), kept_in_browser());
    let tried = limits::sign_in(&market, address, client_address(), kept.as_deref()).await;
    let tried = said(tried)?;
    say_left(&tried.left);
    Ok(tried)
}

/// From now on this browser has tries of its own for the account with this address.
pub fn remember_browser(address: &str) {
    let market = super::market();
    let kept = limits::remember_browser(&market, kept_in_browser().as_deref(), address);
    let secure = if https() { "; Secure" } else { "" };
    let name = cookie_name();
    let cookie =
        format!("{name}={kept}; Path=/; Max-Age={KEPT_SECONDS}; HttpOnly; SameSite=Lax{secure}");
    if let (Some(response), Ok(cookie)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(&cookie),
    ) {
        response.append_header(SET_COOKIE, cookie);
    }
}

/// Answers 429 and says when to come back.
pub(super) fn refuse_until(later: Later) {
    respond(RETRY_AFTER, &later.seconds.to_string());
    say_later(later);
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::TOO_MANY_REQUESTS);
    }
}

/// What is left, for the answer's headers.
pub fn left_headers(left: &[Allowance]) -> [(HeaderName, HeaderValue); 2] {
    let actions = left.iter().map(|left| left.action);
    let left = left
        .iter()
        .map(|left| item(left.action, left.left, left.more_in));
    [(POLICY, list(actions.map(policy))), (LIMIT, list(left))]
}

/// That nothing is left, for the answer's headers.
pub fn later_headers(later: Later) -> [(HeaderName, HeaderValue); 3] {
    [
        (RETRY_AFTER, HeaderValue::from(later.seconds)),
        (POLICY, list(std::iter::once(policy(later.action)))),
        (
            LIMIT,
            list(std::iter::once(item(later.action, 0, later.seconds))),
        ),
    ]
}

/// The headers of limits in an answer that is replaced by another.
pub fn limit_headers(headers: &HeaderMap) -> Vec<(HeaderName, HeaderValue)> {
    [RETRY_AFTER, POLICY, LIMIT]
        .into_iter()
        .filter_map(|name| Some((name.clone(), headers.get(&name)?.clone())))
        .collect()
}

fn say_left(left: &[Allowance]) {
    put(left_headers(left));
}

fn say_later(later: Later) {
    let [_retry, policy, limit] = later_headers(later);
    put([policy, limit]);
}

fn put(headers: [(HeaderName, HeaderValue); 2]) {
    if let Some(response) = use_context::<ResponseOptions>() {
        for (name, value) in headers {
            response.insert_header(name, value);
        }
    }
}

fn said<T>(tried: Result<T>) -> Result<T> {
    if let Err(Error::TooOften(later)) = &tried {
        say_later(*later);
    }
    tried
}

/// `q` tries in `w` seconds.
fn policy(action: Action) -> String {
    let rule = action.rule();
    let window = rule.span().whole_seconds();
    format!("\"{}\";q={};w={window}", action.name(), rule.capacity)
}

/// `r` are left, and in `t` seconds there is one more.
fn item(action: Action, left: u32, more_in: u32) -> String {
    format!("\"{}\";r={left};t={more_in}", action.name())
}

/// Made of words and numbers of ours, which every header can carry.
fn list(items: impl Iterator<Item = String>) -> HeaderValue {
    let text = items.collect::<Vec<_>>().join(", ");
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

/// Requests that came by no connection, as in tests, come from nowhere.
fn client_address() -> IpAddr {
    let address =
        use_context::<Parts>().and_then(|parts| parts.extensions.get::<ClientAddress>().copied());
    address.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.0)
}

fn kept_in_browser() -> Option<String> {
    let cookies = header(COOKIE)?;
    let ours = cookies.split(';').find_map(|cookie| {
        let (name, value) = cookie.trim().split_once('=')?;
        (name == cookie_name()).then_some(value)
    });
    ours.map(str::to_owned)
}

/// Over https the prefix makes browsers refuse it from anyone but this very host.
fn cookie_name() -> &'static str {
    if https() {
        "__Host-autopilot-browser"
    } else {
        "autopilot-browser"
    }
}

fn https() -> bool {
    super::market().public_url.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_said_as_the_draft_says_it() {
        let left = Allowance {
            action: Action::Search,
            left: 12,
            more_in: 1,
        };
        let headers = left_headers(&[left, left]);
        let text = |nth: usize| headers[nth].1.to_str().unwrap_or_default().to_owned();
        assert_eq!(text(0), "\"search\";q=60;w=60, \"search\";q=60;w=60");
        assert_eq!(text(1), "\"search\";r=12;t=1, \"search\";r=12;t=1");
    }

    #[test]
    fn whoever_is_refused_is_told_when_to_come_back() {
        let later = Later {
            action: Action::SignUp,
            seconds: 90,
        };
        let [retry, policy, limit] = later_headers(later);
        assert_eq!(retry.1, "90");
        assert_eq!(policy.1, "\"sign-up\";q=30;w=3600");
        assert_eq!(limit.1, "\"sign-up\";r=0;t=90");
    }
}
