//! What one class of requests may use at most: places, time, and bytes. More is refused fast, so that the rest is served.

use std::sync::Arc;
use std::time::Duration;

use app::access::UPLOADS;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, Method, StatusCode};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::sync::Semaphore;

use super::refusal::{Kind, refuse};

/// The largest form or webhook.
pub const BODY_BYTES: usize = 512 << 10;

/// The largest form with a file in it. How large the file itself may be is the act's to say.
const UPLOAD_BYTES: usize = 8 << 20;
/// Forms with a file that may be held in memory at the same time.
static UPLOADS_AT_ONCE: Semaphore = Semaphore::const_new(8);

/// Requests of one class share it; each class has its own, so that none starves another.
#[derive(Clone, Debug)]
pub struct Class {
    name: &'static str,
    /// Served at the same time.
    places: Arc<Semaphore>,
    /// Waiting or served.
    doors: Arc<Semaphore>,
    read: Duration,
    write: Duration,
}

/// How long a request may wait for a place.
const QUEUE: Duration = Duration::from_millis(500);

impl Class {
    /// Pages and forms.
    pub fn pages() -> Self {
        Self::new(
            "pages",
            128,
            Duration::from_secs(5),
            Duration::from_secs(10),
        )
    }

    /// What other sites show, so that a crowd there does not take the shop's places.
    pub fn embeds() -> Self {
        Self::new("embeds", 64, Duration::from_secs(5), Duration::from_secs(5))
    }

    /// Pictures for social media.
    pub fn pictures() -> Self {
        Self::new(
            "pictures",
            16,
            Duration::from_secs(5),
            Duration::from_secs(5),
        )
    }

    /// Programs with a key, so that they take no place from people.
    pub fn api() -> Self {
        Self::new("api", 32, Duration::from_secs(5), Duration::from_secs(5))
    }

    /// Always has places, however busy the pages are: a payment that cannot be reported is worse than a page not seen.
    pub fn webhooks() -> Self {
        Self::new(
            "webhooks",
            32,
            Duration::from_secs(5),
            Duration::from_secs(5),
        )
    }

    /// Health and metrics.
    pub fn operations() -> Self {
        Self::new(
            "operations",
            16,
            Duration::from_secs(2),
            Duration::from_secs(2),
        )
    }

    fn new(name: &'static str, places: usize, read: Duration, write: Duration) -> Self {
        Self {
            name,
            places: Arc::new(Semaphore::new(places)),
            doors: Arc::new(Semaphore::new(places * 3)),
            read,
            write,
        }
    }

    fn deadline(&self, method: &Method) -> Duration {
        if method.is_safe() {
            self.read
        } else {
            self.write
        }
    }

    fn refused(&self, headers: &HeaderMap, kind: Kind) -> Response {
        metrics::counter!("http_requests_shed_total", "class" => self.name, "why" => kind.code())
            .increment(1);
        refuse(headers, StatusCode::SERVICE_UNAVAILABLE, kind)
    }
}

/// A place and a deadline for the whole request, its body included.
pub async fn layer(State(class): State<Class>, request: Request, next: Next) -> Response {
    let Ok(_door) = class.doors.try_acquire() else {
        return class.refused(request.headers(), Kind::Busy);
    };
    let Ok(Ok(_place)) = tokio::time::timeout(QUEUE, class.places.acquire()).await else {
        return class.refused(request.headers(), Kind::Busy);
    };
    let deadline = class.deadline(request.method());
    let headers = request.headers().clone();
    match tokio::time::timeout(deadline, next.run(request)).await {
        Ok(response) => response,
        Err(_late) => class.refused(&headers, Kind::Deadline),
    }
}

/// Takes the body in whole before anyone looks at it: too much is 413 and too slow is 408, whatever the handler would say.
pub async fn body(request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let (most, patience, _place) = if UPLOADS.contains(&parts.uri.path()) {
        let Ok(place) = UPLOADS_AT_ONCE.try_acquire() else {
            return refuse(&parts.headers, StatusCode::SERVICE_UNAVAILABLE, Kind::Busy);
        };
        (UPLOAD_BYTES, Duration::from_secs(8), Some(place))
    } else {
        (BODY_BYTES, Duration::from_secs(4), None)
    };
    if announced(&parts.headers).is_some_and(|length| length > most as u64) {
        swallow(body, most).await;
        return refuse(
            &parts.headers,
            StatusCode::PAYLOAD_TOO_LARGE,
            Kind::TooLarge,
        );
    }
    let collected = tokio::time::timeout(patience, Limited::new(body, most).collect()).await;
    match collected {
        Ok(Ok(body)) => {
            next.run(Request::from_parts(parts, Body::from(body.to_bytes())))
                .await
        }
        Ok(Err(error)) if error.is::<LengthLimitError>() => refuse(
            &parts.headers,
            StatusCode::PAYLOAD_TOO_LARGE,
            Kind::TooLarge,
        ),
        Ok(Err(_broken)) => refuse(&parts.headers, StatusCode::BAD_REQUEST, Kind::BadRequest),
        Err(_late) => refuse(&parts.headers, StatusCode::REQUEST_TIMEOUT, Kind::TooSlow),
    }
}

/// Whoever is still sending would see a broken connection instead of the answer, so a little more is taken and let go.
async fn swallow(mut body: Body, most: usize) {
    let taken = async {
        let mut left = 8 * BODY_BYTES + most;
        while let Some(Ok(frame)) = body.frame().await {
            let length = frame.data_ref().map_or(0, bytes::Bytes::len);
            match left.checked_sub(length) {
                Some(rest) => left = rest,
                None => return,
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(1), taken)
        .await
        .ok();
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::middleware::{from_fn, from_fn_with_state};
    use axum::routing::{get, post};
    use bytes::Bytes;
    use futures::stream;
    use tower::ServiceExt;

    use super::*;

    fn site(class: Class) -> Router {
        let sleepy = || async { tokio::time::sleep(Duration::from_millis(200)).await };
        let echo = |body: Bytes| async move { body.len().to_string() };
        Router::new()
            .route("/sleepy", get(sleepy))
            .route("/echo", post(echo))
            .layer(from_fn(body))
            .layer(from_fn_with_state(class, layer))
    }

    async fn status(site: Router, method: &str, path: &str, body: Body) -> StatusCode {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .body(body)
            .expect("request");
        site.oneshot(request).await.expect("answer").status()
    }

    #[tokio::test]
    async fn who_finds_every_door_taken_is_sent_away() {
        let class = Class::new("test", 1, Duration::from_secs(1), Duration::from_secs(1));
        let asked = (0..8).map(|_| status(site(class.clone()), "GET", "/sleepy", Body::empty()));
        let answers = futures::future::join_all(asked).await;
        assert!(
            answers.contains(&StatusCode::OK) && answers.contains(&StatusCode::SERVICE_UNAVAILABLE),
            "{answers:?}"
        );
    }

    #[tokio::test]
    async fn a_request_past_its_deadline_is_answered_503() {
        let class = Class::new("test", 1, Duration::from_millis(50), Duration::from_secs(1));
        assert_eq!(
            status(site(class), "GET", "/sleepy", Body::empty()).await,
            StatusCode::SERVICE_UNAVAILABLE
        );
    }

    #[tokio::test]
    async fn a_body_too_large_is_refused_whether_or_not_it_is_announced() {
        let pieces = (0..9).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; 64 << 10])));
        let chunked = Body::from_stream(stream::iter(pieces));
        assert_eq!(
            status(site(Class::pages()), "POST", "/echo", chunked).await,
            StatusCode::PAYLOAD_TOO_LARGE
        );
        let whole = Body::from(vec![b'x'; BODY_BYTES + 1]);
        assert_eq!(
            status(site(Class::pages()), "POST", "/echo", whole).await,
            StatusCode::PAYLOAD_TOO_LARGE
        );
        let fits = Body::from(vec![b'x'; BODY_BYTES]);
        assert_eq!(
            status(site(Class::pages()), "POST", "/echo", fits).await,
            StatusCode::OK
        );
    }
}
