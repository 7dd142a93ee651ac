//! Files that somebody owns, through a link that soon stops working: streamed, resumable, never opened by the browser.

use std::ops::Range;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use anyhow::Context;
use app::web::customer_of;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use futures::stream::{self, Stream, TryStreamExt};
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_RANGE, RANGE,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use market::audit::Actor;
use market::downloads::{self, Opened};
use market::{Error, Market, Refusal};
use object_store::{GetOptions, GetRange, GetResult, ObjectStore};
use tokio::sync::Semaphore;
use tower_sessions::Session;

use super::connection::Holding;
use super::headers::FILE_POLICY;
use super::refusal::{Audience, Kind};

/// Files on their way at the same time.
static STREAMS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(256)));

/// How long storage may take to begin; the class of pages ends a request a little later.
const PATIENCE: Duration = Duration::from_secs(4);
/// And for each piece after that, the reader's time not counted.
const PIECE: Duration = Duration::from_secs(10);

/// A file on its way.
pub(super) struct Parcel {
    /// Where it lies in the store.
    pub path: object_store::path::Path,
    pub file_name: String,
    pub media_type: String,
    pub bytes: i64,
    pub sha256_hex: String,
}

impl From<Opened> for Parcel {
    fn from(opened: Opened) -> Self {
        Self {
            path: opened.path,
            file_name: opened.asset.file_name,
            media_type: opened.asset.media_type,
            bytes: opened.asset.bytes,
            sha256_hex: opened.asset.sha256_hex,
        }
    }
}

pub async fn open(
    State(market): State<Market>,
    Path(token): Path<String>,
    method: Method,
    session: Session,
    headers: HeaderMap,
) -> Response {
    let audience = Audience::of(&headers);
    let account = match customer_of(&market, &session, Actor::default()).await {
        Ok(Some(account)) => account,
        // The link says nothing about what it opens, so signing in comes first and nothing is given away.
        Ok(None) => return Redirect::to("/account/sign-in?next=/library").into_response(),
        Err(Error::Refused(refusal)) => {
            return audience.refuse_with(
                StatusCode::FORBIDDEN,
                Kind::Forbidden,
                refusal.code(),
                refusal.message(),
            );
        }
        Err(error) => return failed(&audience, &error),
    };
    match downloads::open(&market, &token, account.id).await {
        Ok(opened) => match send(&market, opened.into(), &method, &headers, &audience).await {
            Ok(response) => response,
            Err(cause) => storage_away(&market, &token, &audience, &cause).await,
        },
        Err(Error::Refused(refusal @ Refusal::LinkExpired)) => audience.refuse_with(
            StatusCode::GONE,
            Kind::Gone,
            refusal.code(),
            refusal.message(),
        ),
        Err(Error::Refused(refusal)) => audience.refuse_with(
            StatusCode::FORBIDDEN,
            Kind::Forbidden,
            refusal.code(),
            refusal.message(),
        ),
        Err(Error::Busy) => audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::Busy),
        Err(Error::Failed(cause)) => failed(&audience, &Error::Failed(cause)),
        Err(_) => audience.refuse(StatusCode::NOT_FOUND, Kind::NotFound),
    }
}

fn failed(audience: &Audience, error: &Error) -> Response {
    tracing::error!(%error, "a download failed");
    audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::Deadline)
}

/// Nothing was sent, so the link has not been used.
async fn storage_away(
    market: &Market,
    token: &str,
    audience: &Audience,
    cause: &anyhow::Error,
) -> Response {
    tracing::warn!(cause = format!("{cause:#}"), "storage does not give a file");
    if let Err(error) = downloads::give_back(market, token).await {
        tracing::warn!(%error, "a use of a download link could not be given back");
    }
    audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::StorageAway)
}

/// An error when storage does not give the file.
pub(super) async fn send(
    market: &Market,
    parcel: Parcel,
    method: &Method,
    headers: &HeaderMap,
    audience: &Audience,
) -> anyhow::Result<Response> {
    let Ok(stream) = STREAMS.clone().try_acquire_owned() else {
        return Ok(audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::Busy));
    };
    let size = u64::try_from(parcel.bytes).unwrap_or(0);
    let etag = format!("\"{}\"", parcel.sha256_hex);
    let range = match asked_range(headers, &etag, size) {
        Asked::Whole => None,
        Asked::Part(range) => Some(range),
        Asked::Impossible => return Ok(unsatisfiable(audience, size)),
    };
    let options = GetOptions {
        range: range.clone().map(GetRange::Bounded),
        head: method == Method::HEAD,
        ..GetOptions::default()
    };
    let got = market.files.get_opts(&parcel.path, options);
    let got = tokio::time::timeout(PATIENCE, got).await??;
    let body = if method == Method::HEAD {
        Body::empty()
    } else {
        Body::new(Holding::new(Body::from_stream(pieces(got)), stream))
    };
    let mut response = body.into_response();
    describe(response.headers_mut(), &parcel, &etag);
    let length = range.as_ref().map_or(size, |range| range.end - range.start);
    response
        .headers_mut()
        .insert(CONTENT_LENGTH, HeaderValue::from(length));
    if let Some(range) = range {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        put(
            response.headers_mut(),
            CONTENT_RANGE,
            &format!("bytes {}-{}/{size}", range.start, range.end - 1),
        );
    }
    Ok(response)
}

/// A piece that does not come ends the transfer; its reader can go on where it stopped.
fn pieces(got: GetResult) -> impl Stream<Item = anyhow::Result<Bytes>> {
    stream::try_unfold(got.into_stream(), async |mut rest| {
        let piece = tokio::time::timeout(PIECE, rest.try_next()).await;
        match piece
            .context("no answer in time")
            .and_then(|piece| Ok(piece?))
        {
            Ok(piece) => Ok(piece.map(|piece| (piece, rest))),
            Err(cause) => {
                tracing::warn!(
                    cause = format!("{cause:#}"),
                    "storage leaves a file unfinished"
                );
                Err(cause)
            }
        }
    })
}

fn describe(headers: &mut HeaderMap, parcel: &Parcel, etag: &str) {
    put(headers, CONTENT_TYPE, &parcel.media_type);
    put(
        headers,
        CONTENT_DISPOSITION,
        &disposition(&parcel.file_name),
    );
    put(headers, ETAG, etag);
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(FILE_POLICY),
    );
}

fn put(headers: &mut HeaderMap, name: http::HeaderName, value: &str) {
    let value = HeaderValue::from_str(value)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    headers.insert(name, value);
}

/// RFC 6266: a plain name for old programs and the real one, percent-encoded, for the others.
fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "._- ".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut real = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            real.push(char::from(byte));
        } else {
            real.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{real}")
}

#[derive(Debug, PartialEq)]
enum Asked {
    Whole,
    Part(Range<u64>),
    Impossible,
}

/// One range is honoured; several, or one in words we do not know, get the whole file, as RFC 9110 allows.
fn asked_range(headers: &HeaderMap, etag: &str, size: u64) -> Asked {
    let Some(text) = headers.get(RANGE).and_then(|value| value.to_str().ok()) else {
        return Asked::Whole;
    };
    // The rest of another version would make a broken file.
    if headers
        .get(IF_RANGE)
        .is_some_and(|value| value.as_bytes() != etag.as_bytes())
    {
        return Asked::Whole;
    }
    let Some((first, last)) = text
        .strip_prefix("bytes=")
        .and_then(|range| range.split_once('-'))
    else {
        return Asked::Whole;
    };
    let range = match (first.trim().parse::<u64>(), last.trim().parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(size),
        (Ok(first), Err(_)) if last.trim().is_empty() => first..size,
        (Err(_), Ok(suffix)) if first.trim().is_empty() => size.saturating_sub(suffix)..size,
        _ => return Asked::Whole,
    };
    if range.start < range.end {
        Asked::Part(range)
    } else {
        Asked::Impossible
    }
}

fn unsatisfiable(audience: &Audience, size: u64) -> Response {
    let mut response = audience.refuse(StatusCode::RANGE_NOT_SATISFIABLE, Kind::BadRequest);
    put(
        response.headers_mut(),
        CONTENT_RANGE,
        &format!("bytes */{size}"),
    );
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(range: &'static str) -> Asked {
        let mut headers = HeaderMap::new();
        headers.insert(RANGE, HeaderValue::from_static(range));
        asked_range(&headers, "\"e\"", 100)
    }

    #[test]
    fn a_broken_transfer_can_go_on_where_it_stopped() {
        assert_eq!(asked("bytes=0-9"), Asked::Part(0..10));
        assert_eq!(asked("bytes=90-"), Asked::Part(90..100));
        assert_eq!(asked("bytes=-10"), Asked::Part(90..100));
        assert_eq!(asked("bytes=90-500"), Asked::Part(90..100));
        assert_eq!(asked("bytes=-500"), Asked::Part(0..100));
    }

    #[test]
    fn what_is_not_there_cannot_be_sent() {
        assert_eq!(asked("bytes=100-"), Asked::Impossible);
        assert_eq!(asked("bytes=-0"), Asked::Impossible);
    }

    #[test]
    fn what_we_do_not_understand_gets_the_whole_file() {
        for range in [
            "bytes=0-1,5-6",
            "bytes=9-1",
            "lines=1-2",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=18446744073709551615-18446744073709551616",
        ] {
            assert_eq!(asked(range), Asked::Whole, "{range}");
        }
        assert_eq!(asked("bytes=0-18446744073709551615"), Asked::Part(0..100));
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_sent_anew() {
        let mut headers = HeaderMap::new();
        headers.insert(RANGE, HeaderValue::from_static("bytes=50-"));
        headers.insert(IF_RANGE, HeaderValue::from_static("\"old\""));
        assert_eq!(asked_range(&headers, "\"new\"", 100), Asked::Whole);
    }

    #[test]
    fn names_cannot_break_out_of_the_header() {
        let header = disposition("Ünïcode \"quoted\"\r\n.json");
        assert_eq!(
            header,
            "attachment; filename=\"_n_code _quoted___.json\"; filename*=UTF-8''%C3%9Cn%C3%AFcode%20%22quoted%22%0D%0A.json"
        );
        assert!(HeaderValue::from_str(&header).is_ok());
    }
}
