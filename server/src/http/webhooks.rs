//! Where payment providers report. The request only takes the report in; what it means is a job's concern.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use market::checkout::webhook;
use market::{Error, Market};

use super::refusal::{Audience, Kind};

pub async fn receive(
    State(market): State<Market>,
    Path(provider): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let readable: Vec<_> = headers
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
        .collect();
    let audience = Audience::of(&headers).program();
    match webhook::receive(&market, &provider, &readable, &body).await {
        Ok(_new_or_known) => (StatusCode::OK, "received\n").into_response(),
        Err(Error::Refused(refusal)) => {
            metrics::counter!("webhooks_refused_total", "why" => refusal.code()).increment(1);
            audience.refuse_with(
                StatusCode::BAD_REQUEST,
                Kind::BadRequest,
                refusal.code(),
                refusal.message(),
            )
        }
        Err(Error::NotFound) => audience.refuse(StatusCode::NOT_FOUND, Kind::NotFound),
        Err(error) => {
            // The provider tries again later; an error page would only look like our fault being theirs.
            tracing::error!(%error, "a webhook could not be taken in");
            audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::DatabaseAway)
        }
    }
}
