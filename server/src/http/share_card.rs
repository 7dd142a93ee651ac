//! What a link to a product shows where it is shared: a picture of 1200 by 630 pixels.

mod drawing;
mod letters;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderName};
use http::{HeaderMap, HeaderValue, StatusCode};
use market::{Error, Market, catalog};
use workflow::draw::png::png;

use super::moved::look_elsewhere;
use super::painting::Painting;
use super::refusal::{Audience, Kind};

/// In pixels, as Open Graph and the others want it.
const SIZE: (u32, u32) = (1_200, 630);
/// Shown for this long without asking again.
const FRESH: &str = "public, max-age=3600";

pub async fn show(
    State(market): State<Market>,
    Path((vendor, slug)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let audience = Audience::of(&headers);
    let card = match catalog::share_card(&market, &vendor, &slug).await {
        Ok(card) => card,
        Err(Error::NotFound) => {
            return look_elsewhere(&market, (&vendor, &slug), "card.png", &audience).await;
        }
        Err(Error::Busy) => return audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::Busy),
        Err(error) => return failed(&audience, &error),
    };
    let painting = Painting::of(drawing::drawing(&card));
    let etag = painting.etag();
    if painting.is_known(&headers) {
        return with_headers(StatusCode::NOT_MODIFIED.into_response(), &etag);
    }
    let paint = |drawing: &str, fonts: &_| png(drawing, SIZE, drawing::GROUND, fonts);
    match painting.painted(paint).await {
        Ok(Some(picture)) => with_headers(picture.into_response(), &etag),
        Ok(None) => audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::Busy),
        Err(error) => failed(&audience, &error),
    }
}

fn failed(audience: &Audience, error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "the picture of a product failed");
    audience.refuse(StatusCode::INTERNAL_SERVER_ERROR, Kind::Failed)
}

fn with_headers(mut response: Response, etag: &str) -> Response {
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/png"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(FRESH));
    if let Ok(etag) = HeaderValue::from_str(etag) {
        headers.insert(ETAG, etag);
    }
    // Made to be shown by others.
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    response
}
