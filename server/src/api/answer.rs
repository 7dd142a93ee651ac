//! What programs are answered: data in an envelope, or a code, with a status that says whose move it is.

use app::web::rate_limit::later_headers;
use axum::Json;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use market::Error;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::http::{Audience, Kind};

/// Data, and for a list where its next page begins.
pub fn answer(message: &str, data: Value, pagination: Option<Value>) -> Response {
    let body =
        json!({ "success": true, "message": message, "data": data, "pagination": pagination });
    let mut response = Json(body).into_response();
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Why there is no data.
#[derive(Debug)]
pub enum Refused {
    Because(Error),
    /// The key is not for the address it came from.
    Elsewhere,
    /// What was sent is not the JSON that is wanted.
    Body,
    /// A refresh token that does not work, or does not work any more.
    Token,
    /// A token was shown where only a key will do.
    KeyItself,
    /// A part of the address that we do not know, or cannot read.
    Parameter,
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Because(error)
    }
}

pub fn refuse(audience: &Audience, why: Refused) -> Response {
    let said =
        |status, kind, code, message: &str| audience.refuse_with(status, kind, code, message);
    match why {
        Refused::Elsewhere => said(
            StatusCode::FORBIDDEN,
            Kind::Forbidden,
            "wrong-network",
            "This key does not work from your address.",
        ),
        Refused::Parameter => said(
            StatusCode::BAD_REQUEST,
            Kind::BadRequest,
            "bad-parameter",
            "The query has a parameter that is unknown or cannot be read.",
        ),
        Refused::Body => said(
            StatusCode::BAD_REQUEST,
            Kind::BadRequest,
            "bad-body",
            "The body is not the JSON that is wanted here. Send it as application/json.",
        ),
        Refused::Token => said(
            StatusCode::UNAUTHORIZED,
            Kind::SignInNeeded,
            "token-invalid",
            "This refresh token does not work, or not any more. Begin anew with the key.",
        ),
        Refused::KeyItself => said(
            StatusCode::FORBIDDEN,
            Kind::Forbidden,
            "key-itself-needed",
            "Tokens are made with a key, not with a token.",
        ),
        Refused::Because(error) => because(audience, error),
    }
}

fn because(audience: &Audience, error: Error) -> Response {
    match error {
        Error::SignInNeeded => unauthorized(audience),
        Error::Forbidden => audience.refuse_with(
            StatusCode::FORBIDDEN,
            Kind::Forbidden,
            "scope-missing",
            "This key may not do that. Make one with the scope it takes.",
        ),
        // Only a person at a browser can show these.
        Error::ProofNeeded | Error::SecondFactorNeeded => {
            audience.refuse(StatusCode::FORBIDDEN, Kind::Forbidden)
        }
        Error::NotFound => audience.refuse(StatusCode::NOT_FOUND, Kind::NotFound),
        Error::Refused(refusal) => audience.refuse_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            Kind::Unprocessable,
            refusal.code(),
            refusal.message(),
        ),
        Error::TooOften(later) => {
            let status = StatusCode::TOO_MANY_REQUESTS;
            let (kind, message) = (Kind::TooOften, later.message());
            let mut response = audience.refuse_with(status, kind, kind.code(), &message);
            response.headers_mut().extend(later_headers(later));
            response
        }
        Error::Busy => audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::Busy),
        Error::Failed(cause) => {
            tracing::error!(error = format!("{cause:#}"), "a program was not answered");
            audience.refuse(StatusCode::INTERNAL_SERVER_ERROR, Kind::Failed)
        }
    }
}

/// The same for every key that does not work: nothing tells one that ran out from one that never was.
fn unauthorized(audience: &Audience) -> Response {
    let mut response = audience.refuse_with(
        StatusCode::UNAUTHORIZED,
        Kind::SignInNeeded,
        "key-needed",
        "Send a key that works, as in `Authorization: Bearer am_live_…`. Keys are made at /account/api-keys.",
    );
    response.headers_mut().insert(
        WWW_AUTHENTICATE,
        HeaderValue::from_static("Bearer realm=\"api\""),
    );
    response
}

pub async fn unknown(request: Request) -> Response {
    Audience::of(request.headers()).refuse(StatusCode::NOT_FOUND, Kind::NotFound)
}

pub async fn wrong_method(request: Request) -> Response {
    Audience::of(request.headers()).refuse(StatusCode::METHOD_NOT_ALLOWED, Kind::MethodNotAllowed)
}

/// A moment as programs read it, in UTC.
pub fn moment(at: OffsetDateTime) -> Option<String> {
    at.format(&Rfc3339).ok()
}
