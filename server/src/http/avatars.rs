//! Pictures of people. An address shows one picture and no other, so whoever has seen it may keep it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use market::{AvatarId, Error, Market, accounts};

use super::refusal::{Audience, Kind};

const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (CONTENT_TYPE, HeaderValue::from_static("image/webp")),
    (
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    ),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("sandbox; default-src 'none'"),
    ),
];

pub async fn show(
    State(market): State<Market>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    let audience = Audience::of(&headers);
    match picture(&market, &name).await {
        Ok(picture) => (HEADERS, picture).into_response(),
        Err(Error::NotFound) => audience.refuse(StatusCode::NOT_FOUND, Kind::NotFound),
        Err(Error::Busy) => audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::Busy),
        Err(error) => {
            tracing::warn!(%error, "a person's picture could not be had");
            audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::StorageAway)
        }
    }
}

async fn picture(market: &Market, name: &str) -> market::Result<bytes::Bytes> {
    let id: Option<AvatarId> = name.strip_suffix(".webp").and_then(|id| id.parse().ok());
    accounts::avatar_picture(market, id.ok_or(Error::NotFound)?).await
}
