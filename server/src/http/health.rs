//! Signs of life, readiness and figures, for those who run the shop.

use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::{AUTHORIZATION, CONTENT_TYPE, FORWARDED};
use http::{HeaderMap, StatusCode};
use metrics_exporter_prometheus::PrometheusHandle;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::front::Peer;
use super::refusal::{Kind, refuse};
use super::vitals::{Health, Vitals};

/// The process runs. Nothing else is asked: restarting it mends no database.
pub async fn live() -> &'static str {
    "alive\n"
}

/// Whether visitors should be sent here: not while starting or draining, nor while the database is away.
pub async fn ready(State(vitals): State<Vitals>) -> (StatusCode, &'static str) {
    if vitals.ready() {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
    }
}

/// Everything at a glance. Only a database that is away makes it 503: without the rest the shop still sells.
pub async fn summary(State(vitals): State<Vitals>) -> (StatusCode, Json<Value>) {
    let found = vitals.findings();
    let degraded = [found.redis, found.storage].contains(&Health::Down);
    let (status, code) = match vitals.ready() {
        false => ("unavailable", StatusCode::SERVICE_UNAVAILABLE),
        true if degraded => ("degraded", StatusCode::OK),
        true => ("healthy", StatusCode::OK),
    };
    let body = json!({
        "status": status,
        "service": "autopilot",
        "version": env!("CARGO_PKG_VERSION"),
        "uptime": vitals.began.elapsed().as_secs(),
        "database": found.database,
        "redis": found.redis,
        "storage": found.storage,
        "search": found.search,
    });
    (code, Json(body))
}

/// Who may read the figures, and where they are.
#[derive(Clone)]
pub struct Figures {
    pub handle: PrometheusHandle,
    pub token: Option<SecretString>,
}

/// For this machine, or for whoever has the token; others do not learn that it exists.
pub async fn figures(State(figures): State<Figures>, request: Request) -> Response {
    if !may_read(&figures, &request) {
        return refuse(request.headers(), StatusCode::NOT_FOUND, Kind::NotFound);
    }
    figures.handle.run_upkeep();
    (
        [(CONTENT_TYPE, "text/plain; version=0.0.4")],
        figures.handle.render(),
    )
        .into_response()
}

fn may_read(figures: &Figures, request: &Request) -> bool {
    let headers = request.headers();
    let token = figures.token.as_ref().map(ExposeSecret::expose_secret);
    if let (Some(token), Some(given)) = (token, bearer(headers))
        && same(given, token)
    {
        return true;
    }
    let loopback = request
        .extensions()
        .get::<Peer>()
        .is_some_and(|peer| peer.0.ip().is_loopback());
    loopback && !through_proxy(headers)
}

/// A proxy on this machine looks like this machine.
fn through_proxy(headers: &HeaderMap) -> bool {
    headers.contains_key(FORWARDED)
        || headers.contains_key("x-forwarded-for")
        || headers.contains_key("x-real-ip")
        || headers.contains_key("via")
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
}

/// Compares hashes, so that the time it takes says nothing about the token.
fn same(given: &str, token: &str) -> bool {
    Sha256::digest(given) == Sha256::digest(token)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn asked(peer: &str, header: Option<(&str, &str)>) -> bool {
        let figures = Figures {
            handle: metrics_exporter_prometheus::PrometheusBuilder::new()
                .build_recorder()
                .handle(),
            token: Some(SecretString::from("open sesame")),
        };
        let mut request = Request::builder().uri("/metrics");
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        let mut request = request.body(Body::empty()).expect("request");
        request
            .extensions_mut()
            .insert(Peer(peer.parse().expect("address")));
        may_read(&figures, &request)
    }

    #[test]
    fn figures_are_for_this_machine_and_for_the_token() {
        assert!(asked("127.0.0.1:5000", None));
        assert!(!asked("10.0.0.5:5000", None));
        assert!(asked(
            "10.0.0.5:5000",
            Some(("authorization", "Bearer open sesame"))
        ));
        assert!(!asked(
            "10.0.0.5:5000",
            Some(("authorization", "Bearer open"))
        ));
    }

    #[test]
    fn a_visitor_behind_a_local_proxy_is_not_this_machine() {
        assert!(!asked(
            "127.0.0.1:5000",
            Some(("x-forwarded-for", "203.0.113.9"))
        ));
    }
}
