//! What stands behind the listener: at first only a sign of life, then the site.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{Request, StatusCode};
use tower::ServiceExt;

use super::refusal::{Kind, refuse};

/// Who is at the other end of the connection: a visitor, or the proxy in front of us.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// The server listens before its database is up, so that whoever starts it can tell life from readiness.
#[derive(Clone, Debug, Default)]
pub struct Front {
    site: Arc<OnceLock<Router>>,
}

impl Front {
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens the site. Only the first one counts.
    pub fn open(&self, site: Router) {
        self.site.get_or_init(|| site);
    }

    pub async fn answer(&self, request: Request<Body>) -> Response {
        let Some(site) = self.site.get() else {
            return starting(&request);
        };
        match site.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
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
