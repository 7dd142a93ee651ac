//! The door of the API: who shows which key, and what is left of its tries.

use std::net::{IpAddr, Ipv4Addr};

use app::web::ClientAddress;
use app::web::rate_limit::left_headers;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderValue;
use http::header::{ACCEPT, AUTHORIZATION};
use market::accounts::api_keys::by_key;
use market::accounts::tokens::by_access_token;
use market::{Error, Market};

use super::answer::{Refused, refuse};
use crate::http::Audience;

/// Whatever they accept, programs get JSON, also from the layers further in.
pub async fn as_program(mut request: Request, next: Next) -> Response {
    let json = HeaderValue::from_static("application/json");
    request.headers_mut().insert(ACCEPT, json);
    next.run(request).await
}

pub async fn layer(State(market): State<Market>, mut request: Request, next: Next) -> Response {
    let audience = Audience::of(request.headers());
    let from = request
        .extensions()
        .get::<ClientAddress>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.0);
    let shown = match shown_key(&request) {
        Some(key) if key.starts_with("am_") => by_key(&market, key, from).await,
        Some(token) => by_access_token(&market, token, from).await,
        None => Err(Error::SignInNeeded),
    };
    match shown {
        Ok(program) => {
            let left = left_headers(&[program.left]);
            request.extensions_mut().insert(program);
            let mut response = next.run(request).await;
            response.headers_mut().extend(left);
            response
        }
        Err(Error::Forbidden) => refuse(&audience, Refused::Elsewhere),
        Err(error) => refuse(&audience, error.into()),
    }
}

fn shown_key(request: &Request) -> Option<&str> {
    let shown = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = shown.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
}
