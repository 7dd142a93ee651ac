//! What one class of requests may use at most: places and time. More is refused fast, so that the rest is served.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, Method, StatusCode};
use tokio::sync::Semaphore;

use super::refusal::{Kind, refuse};

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

/// A place and a deadline for a request that has arrived.
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

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    fn site(class: Class) -> Router {
        let sleepy = || async { tokio::time::sleep(Duration::from_millis(200)).await };
        Router::new()
            .route("/sleepy", get(sleepy))
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
}
