//! What a link to a product shows where it is shared: a picture of 1200 by 630 pixels, drawn once and kept while it is asked for.

mod drawing;
mod kept;
mod letters;

use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use anyhow::Context;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue, StatusCode};
use market::{Error, Market, catalog};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use workflow::draw::png::{Fonts, png};

use super::moved::look_elsewhere;
use super::refusal::{Audience, Kind};
use kept::Kept;

/// In pixels, as Open Graph and the others want it.
const SIZE: (u32, u32) = (1_200, 630);
/// Pictures drawn at the same time: each takes a processor for a good part of a second.
static PLACES: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(2)));
/// How long one may wait for its turn.
const TURN: Duration = Duration::from_secs(2);
static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::default);
static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);
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
    let drawing = drawing::drawing(&card);
    // The same drawing gives the same bytes, so its hash stands for both.
    let hash: [u8; 32] = Sha256::digest(&drawing).into();
    let etag = format!("\"{}\"", hex::encode(&hash[..16]));
    if is_known(&headers, &etag) {
        return with_headers(StatusCode::NOT_MODIFIED.into_response(), &etag);
    }
    match picture(hash, drawing).await {
        Ok(Some(picture)) => with_headers(picture.into_response(), &etag),
        Ok(None) => audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::Busy),
        Err(error) => failed(&audience, &error),
    }
}

fn failed(audience: &Audience, error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "the picture of a product failed");
    audience.refuse(StatusCode::INTERNAL_SERVER_ERROR, Kind::Failed)
}

/// The picture as it was kept, or drawn now; nothing when too many others are being drawn.
async fn picture(hash: [u8; 32], drawing: String) -> anyhow::Result<Option<Bytes>> {
    if let Some(picture) = kept().get(&hash) {
        return Ok(Some(picture));
    }
    let turn = PLACES.clone().acquire_owned();
    let Ok(Ok(place)) = tokio::time::timeout(TURN, turn).await else {
        return Ok(None);
    };
    // Somebody may have drawn it while we waited.
    if let Some(picture) = kept().get(&hash) {
        return Ok(Some(picture));
    }
    let drawn = tokio::task::spawn_blocking(move || {
        // Held until it is done, also when nobody waits for it any longer.
        let _place = place;
        let picture = Bytes::from(png(&drawing, SIZE, drawing::GROUND, &FONTS)?);
        kept().put(hash, picture.clone());
        anyhow::Ok(picture)
    });
    drawn.await.context("drawing was broken off")?.map(Some)
}

fn kept() -> std::sync::MutexGuard<'static, Kept> {
    // Whoever panicked while holding it left a list of pictures that are whole.
    KEPT.lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    headers.get_all(IF_NONE_MATCH).iter().any(|value| {
        let known = value.to_str().unwrap_or_default();
        known
            .split(',')
            .any(|known| known.trim().trim_start_matches("W/") == etag)
    })
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
