//! The outermost layer: every request gets an id, a line in the log and a place in the figures, and no panic gets past.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt;
use http::{HeaderValue, StatusCode};
use tracing::Instrument;

use super::refusal::{Audience, Kind, REQUEST_ID};

pub async fn layer(mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = uuid::Uuid::now_v7().simple().to_string();
    // Ids from outside are not trusted: they would let a visitor write into our log.
    if let Ok(value) = HeaderValue::try_from(&id) {
        request.headers_mut().insert(REQUEST_ID, value);
    }
    let audience = Audience::of(request.headers());
    let method = request.method().clone();
    // The pattern, never the address itself: addresses carry download tokens and what people search for.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "(none)".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::error_span!("request", %id, %method, route);
    let mut response = AssertUnwindSafe(next.run(request))
        .catch_unwind()
        .instrument(span.clone())
        .await
        .unwrap_or_else(|_panic| {
            span.in_scope(|| tracing::error!("a request panicked"));
            metrics::counter!("http_panics_total").increment(1);
            audience.refuse(StatusCode::INTERNAL_SERVER_ERROR, Kind::Failed)
        });
    if let Ok(value) = HeaderValue::try_from(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let took = began.elapsed();
    span.in_scope(|| note(response.status(), took.as_secs_f64() * 1000.0));
    count(
        method.as_str(),
        route,
        response.status(),
        took.as_secs_f64(),
    );
    response
}

fn note(status: StatusCode, ms: f64) {
    let code = status.as_u16();
    if status.is_server_error() {
        tracing::warn!(status = code, ms, "answered");
    } else {
        tracing::info!(status = code, ms, "answered");
    }
}

fn count(method: &str, route: String, status: StatusCode, seconds: f64) {
    // Methods can be invented, and every one would be a new series.
    let method = match method {
        "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" => method.to_owned(),
        _ => "other".to_owned(),
    };
    let class = format!("{}xx", status.as_u16() / 100);
    metrics::counter!("http_requests_total", "method" => method.clone(), "route" => route.clone(), "status" => class).increment(1);
    metrics::histogram!("http_request_seconds", "method" => method, "route" => route)
        .record(seconds);
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn breaks() -> &'static str {
        panic!("on purpose")
    }

    #[tokio::test]
    async fn a_panic_becomes_an_answer_and_ids_are_our_own() {
        let site: Router = Router::new()
            .route("/", get(breaks))
            .layer(middleware::from_fn(layer));
        let request = Request::builder()
            .uri("/")
            .header(REQUEST_ID, "forged")
            .body(Body::empty())
            .expect("request");
        let response = site.oneshot(request).await.expect("answer");
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_ne!(response.headers()[REQUEST_ID], "forged");
    }
}
