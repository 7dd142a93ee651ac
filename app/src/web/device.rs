//! What a request says of the device it came from, for the record and for its owner.

use http::header::{COOKIE, SET_COOKIE, USER_AGENT};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use market::accounts::Device;
use market::audit::Actor;

use super::request::header;

/// The network a request came from, as the server tells every request.
#[derive(Clone, Debug)]
pub struct Network(pub String);

/// Four hundred days, which is as long as browsers keep any cookie.
const REMEMBERED_SECONDS: u32 = 34_560_000;

/// Nobody yet, coming the way this request came.
pub fn actor() -> Actor {
    let parts = use_context::<Parts>();
    parts.map_or_else(Actor::default, |parts| {
        actor_of(&parts.headers, parts.extensions.get())
    })
}

/// The same, of a request that is no page's.
pub fn actor_of(headers: &HeaderMap, network: Option<&Network>) -> Actor {
    let id = headers.get("x-request-id");
    Actor {
        address: network.map(|network| network.0.clone()),
        request: id.and_then(|id| id.to_str().ok()).map(str::to_owned),
        ..Actor::default()
    }
}

/// The browser and its system.
pub fn device() -> Device {
    Device::of(&header(USER_AGENT).unwrap_or_default())
}

/// What this browser was given when somebody first signed in with it. It opens nothing.
pub fn device_token() -> Option<String> {
    let cookies = header(COOKIE)?;
    let ours = cookies.split(';').find_map(|cookie| {
        let (name, value) = cookie.trim().split_once('=')?;
        (name == cookie_name()).then_some(value)
    });
    ours.map(str::to_owned)
}

/// Gives the browser something to be known by when it comes back.
pub fn remember_device(token: &str) {
    let secure = if https() { "; Secure" } else { "" };
    let cookie = format!(
        "{}={token}; Path=/; Max-Age={REMEMBERED_SECONDS}; HttpOnly; SameSite=Lax{secure}",
        cookie_name()
    );
    if let (Some(response), Ok(cookie)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(&cookie),
    ) {
        response.append_header(SET_COOKIE, cookie);
    }
}

fn cookie_name() -> &'static str {
    if https() {
        "__Host-autopilot-device"
    } else {
        "autopilot-device"
    }
}

fn https() -> bool {
    super::market().public_url.starts_with("https://")
}
