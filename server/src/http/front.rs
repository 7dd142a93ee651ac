//! What stands behind the listener: at first only a sign of life, then the site.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{Request, StatusCode};
use tokio::sync::{Semaphore, SetOnce};
use tower::ServiceExt;

use super::refusal::{Kind, refuse};

/// Who is at the other end of the connection: a visitor, or the proxy in front of us.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// How long a visitor may stand at the door of a shop that is opening, and how many may.
const PATIENCE: Duration = Duration::from_secs(5);
const ROOM: usize = 512;

/// The server listens before its database is up, so that whoever starts it can tell life from readiness. Visitors of a
/// shop that is restarted wait for the moment this takes.
#[derive(Clone, Debug)]
pub struct Front {
    site: Arc<SetOnce<Router>>,
    room: Arc<Semaphore>,
    patience: Duration,
}

impl Front {
    pub fn new() -> Self {
        Self::with(ROOM, PATIENCE)
    }

    fn with(room: usize, patience: Duration) -> Self {
        Self {
            site: Arc::new(SetOnce::new()),
            room: Arc::new(Semaphore::new(room)),
            patience,
        }
    }

    /// Opens the site. Only the first one counts.
    pub fn open(&self, site: Router) {
        // A second one is refused, and there is none.
        let _first = self.site.set(site);
    }

    pub async fn answer(&self, request: Request<Body>) -> Response {
        let Some(site) = self.opened(request.uri().path()).await else {
            return starting(&request);
        };
        match site.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }

    /// The site, once it is open. Whoever asks how the server is gets no site while there is none.
    async fn opened(&self, path: &str) -> Option<&Router> {
        if let Some(site) = self.site.get() {
            return Some(site);
        }
        if path == "/health" || path.starts_with("/health/") {
            return None;
        }
        let _room = self.room.try_acquire().ok()?;
        tokio::time::timeout(self.patience, self.site.wait())
            .await
            .ok()
    }
}

fn starting(request: &Request<Body>) -> Response {
    match request.uri().path() {
        "/health/live" => (StatusCode::OK, "alive\n").into_response(),
        "/health/ready" | "/health" => {
            (StatusCode::SERVICE_UNAVAILABLE, "starting\n").into_response()
        }
        _ => refuse(
            request.headers(),
            StatusCode::SERVICE_UNAVAILABLE,
            Kind::Starting,
        ),
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;

    use super::*;

    async fn status(front: &Front, path: &str) -> StatusCode {
        let request = Request::get(path).body(Body::empty()).expect("request");
        front.answer(request).await.status()
    }

    #[tokio::test]
    async fn who_comes_while_the_shop_opens_waits_for_it_but_not_for_long() {
        let front = Front::with(9, Duration::from_millis(300));
        let late = status(&front, "/").await;
        assert_eq!(late, StatusCode::SERVICE_UNAVAILABLE);
        let opening = async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            front.open(Router::new().route("/", get(|| async { "hello" })));
        };
        let (early, ()) = tokio::join!(status(&front, "/"), opening);
        assert_eq!(early, StatusCode::OK);
    }

    #[tokio::test]
    async fn who_asks_how_the_server_is_and_who_finds_no_room_are_answered_at_once() {
        let front = Front::with(1, Duration::from_secs(60));
        assert_eq!(status(&front, "/health/live").await, StatusCode::OK);
        let ready = status(&front, "/health/ready").await;
        assert_eq!(ready, StatusCode::SERVICE_UNAVAILABLE);
        let two = [status(&front, "/"), status(&front, "/")];
        let (first, _, _) = futures::future::select_all(two.map(Box::pin)).await;
        assert_eq!(first, StatusCode::SERVICE_UNAVAILABLE);
    }
}
