//! Refuses writes that another site started: by what the browser says about where a request comes from.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{HOST, ORIGIN};
use http::{HeaderMap, Method, StatusCode};
use std::sync::Arc;
use url::Url;

use super::refusal::{Kind, refuse};

/// The shop's own origin, as browsers write it: `https://shop.example`.
#[derive(Clone, Debug)]
pub struct OwnOrigin(Arc<str>);

impl OwnOrigin {
    pub fn of(public_url: &str) -> Self {
        let origin = Url::parse(public_url).map(|url| url.origin().ascii_serialization());
        Self(origin.unwrap_or_default().into())
    }
}

/// Safe methods pass. Webhooks are mounted outside this layer: their signature says who sent them.
pub async fn layer(State(own): State<OwnOrigin>, request: Request, next: Next) -> Response {
    if allowed(request.method(), request.headers(), &own) {
        return next.run(request).await;
    }
    metrics::counter!("http_requests_cross_site_total").increment(1);
    refuse(request.headers(), StatusCode::FORBIDDEN, Kind::CrossSite)
}

/// `Sec-Fetch-Site` decides where a browser sends it, else `Origin`; without either, nobody can tell, and the answer is no.
fn allowed(method: &Method, headers: &HeaderMap, own: &OwnOrigin) -> bool {
    if method.is_safe() {
        return true;
    }
    if let Some(site) = headers.get("sec-fetch-site") {
        return matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    let Some(origin) = headers.get(ORIGIN).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    origin == &*own.0 || is_host(origin, headers)
}

/// Reached by another name than PUBLIC_URL (an address in the local network, say), the page and the form still share a host.
fn is_host(origin: &str, headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|value| value.to_str().ok());
    let origin_host = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"));
    host.is_some() && host == origin_host
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn post(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| {
            (
                http::HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        });
        allowed(
            &Method::POST,
            &headers.collect(),
            &OwnOrigin::of("https://shop.example/"),
        )
    }

    #[test]
    fn reading_is_always_allowed() {
        let own = OwnOrigin::of("https://shop.example");
        assert!(allowed(&Method::GET, &HeaderMap::new(), &own));
        assert!(allowed(&Method::HEAD, &HeaderMap::new(), &own));
    }

    #[test]
    fn a_form_of_our_own_is_allowed() {
        assert!(post(&[("sec-fetch-site", "same-origin")]));
        assert!(post(&[("sec-fetch-site", "none")]));
        assert!(post(&[("origin", "https://shop.example")]));
        assert!(post(&[
            ("origin", "http://192.168.1.5:3000"),
            ("host", "192.168.1.5:3000")
        ]));
    }

    #[test]
    fn a_form_of_another_site_is_refused() {
        assert!(!post(&[("sec-fetch-site", "cross-site")]));
        assert!(!post(&[("sec-fetch-site", "same-site")]));
        assert!(!post(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://shop.example")
        ]));
        assert!(!post(&[
            ("origin", "https://evil.example"),
            ("host", "shop.example")
        ]));
        assert!(!post(&[("origin", "https://shop.example.evil.example")]));
        assert!(!post(&[("origin", "null"), ("host", "null")]));
    }

    #[test]
    fn a_write_that_says_nothing_about_its_origin_is_refused() {
        assert!(!post(&[]));
        assert!(!post(&[("host", "shop.example")]));
        assert!(!post(&[("referer", "https://shop.example/cart")]));
    }

    #[test]
    fn every_unsafe_method_is_looked_at() {
        let own = OwnOrigin::of("https://shop.example");
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            assert!(!allowed(&method, &HeaderMap::new(), &own), "{method}");
        }
    }
}
