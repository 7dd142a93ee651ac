//! `/api/v1/token`: short-lived tokens for a key, so that the key itself need not travel with every request.

use std::net::IpAddr;

use app::web::ClientAddress;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::response::Response;
use axum::{Extension, Json};
use http::HeaderMap;
use market::accounts::api_keys::Program;
use market::accounts::tokens::{self, Tokens};
use market::{Error, Market};
use serde::Deserialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::answer::{Refused, answer, moment, refuse};
use crate::http::Audience;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Fewer than the key has.
    scopes: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    refresh_token: String,
}

type Body<T> = Result<Json<T>, JsonRejection>;

/// The first ones, for a key.
pub async fn begin(
    State(market): State<Market>,
    Extension(program): Extension<Program>,
    headers: HeaderMap,
    body: Body<Wanted>,
) -> Response {
    let begun = async {
        let Json(wanted) = body.map_err(|_unreadable| Refused::Body)?;
        let begun = tokens::begin(&market, &program, wanted.scopes.as_deref()).await;
        begun.map_err(|error| match error {
            Error::Forbidden => Refused::KeyItself,
            error => error.into(),
        })
    };
    said(&market, &headers, begun.await)
}

/// The next ones, for a refresh token, which is worth nothing from then on.
pub async fn refresh(
    State(market): State<Market>,
    Extension(ClientAddress(from)): Extension<ClientAddress>,
    headers: HeaderMap,
    body: Body<Shown>,
) -> Response {
    said(&market, &headers, next(&market, from, body).await)
}

async fn next(market: &Market, from: IpAddr, body: Body<Shown>) -> Result<Tokens, Refused> {
    let Json(shown) = body.map_err(|_unreadable| Refused::Body)?;
    let next = tokens::refresh(market, &shown.refresh_token, from).await;
    next.map_err(|error| match error {
        Error::SignInNeeded => Refused::Token,
        Error::Forbidden => Refused::Elsewhere,
        error => error.into(),
    })
}

/// Ends what follows from a refresh token; one that is none has ended already.
pub async fn revoke(
    State(market): State<Market>,
    Extension(ClientAddress(from)): Extension<ClientAddress>,
    headers: HeaderMap,
    body: Body<Shown>,
) -> Response {
    let ended = async {
        let Json(shown) = body.map_err(|_unreadable| Refused::Body)?;
        Ok(tokens::revoke(&market, &shown.refresh_token, from).await?)
    };
    match ended.await {
        Ok(()) => answer(
            "The token and all that follow from it have ended.",
            Value::Null,
            None,
        ),
        Err(why) => refuse(&Audience::of(&headers), why),
    }
}

fn said(market: &Market, headers: &HeaderMap, tokens: Result<Tokens, Refused>) -> Response {
    match tokens {
        Ok(tokens) => answer(
            "Keep the refresh token: it works once.",
            shown(tokens, market.now()),
            None,
        ),
        Err(why) => refuse(&Audience::of(headers), why),
    }
}

fn shown(tokens: Tokens, now: OffsetDateTime) -> Value {
    json!({
        "access_token": tokens.access,
        "token_type": "Bearer",
        "expires_in": (tokens.access_until - now).whole_seconds(),
        "refresh_token": tokens.refresh,
        "refresh_expires_at": moment(tokens.refresh_until),
        "scopes": tokens.scopes,
    })
}
