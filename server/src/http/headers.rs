//! Headers that protect every answer: what a browser may do with it, and who may keep it.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, HeaderName, SET_COOKIE,
    STRICT_TRANSPORT_SECURITY, VARY,
};
use http::{HeaderMap, HeaderValue};

use super::embed::Framed;

/// What depends on the configuration.
#[derive(Clone, Copy, Debug)]
pub struct Secured {
    /// Visitors come over https.
    pub https: bool,
    pub cookie: &'static str,
}

const ALWAYS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    // Without JavaScript the way back from a form is the Referer, so our own pages must send it.
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    ),
];

/// For what is not a page. Pages bring their own, with a nonce.
const NO_PAGE: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// For files that others made: whatever is in them runs nowhere.
pub const FILE_POLICY: &str =
    "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub async fn layer(State(secured): State<Secured>, request: Request, next: Next) -> Response {
    let known = has_cookie(request.headers(), secured.cookie);
    let mut response = next.run(request).await;
    let private = known || response.headers().contains_key(SET_COOKIE);
    let framed = response.extensions().get::<Framed>().is_some();
    secure(response.headers_mut(), secured.https);
    if framed {
        // It is made for other sites, and the same for everybody.
        response.headers_mut().remove("x-frame-options");
        return response;
    }
    keep(response.headers_mut(), private);
    response
}

fn secure(headers: &mut HeaderMap, https: bool) {
    for (name, value) in ALWAYS {
        headers
            .entry(HeaderName::from_static(name))
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(NO_PAGE));
    if https {
        headers
            .entry(STRICT_TRANSPORT_SECURITY)
            .or_insert(HeaderValue::from_static(
                "max-age=63072000; includeSubDomains",
            ));
    }
}

/// A page for somebody we know is kept nowhere. Others are not shared either: their nonce is good for one answer.
fn keep(headers: &mut HeaderMap, private: bool) {
    let page = headers
        .get(CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    if page {
        headers.append(VARY, HeaderValue::from_static("Cookie"));
    }
    if headers.contains_key(CACHE_CONTROL) {
        return;
    }
    let kept = if private {
        "no-store"
    } else {
        "private, no-cache"
    };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
}

fn has_cookie(headers: &HeaderMap, name: &str) -> bool {
    headers.get_all(COOKIE).iter().any(|value| {
        let text = value.to_str().unwrap_or_default();
        text.split(';')
            .any(|pair| pair.trim().split('=').next() == Some(name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_says_itself_is_kept() {
        let mut headers = HeaderMap::new();
        headers.insert(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("script-src 'nonce-1'"),
        );
        secure(&mut headers, true);
        assert_eq!(headers[CONTENT_SECURITY_POLICY], "script-src 'nonce-1'");
        assert!(headers.contains_key(STRICT_TRANSPORT_SECURITY));
    }

    #[test]
    fn private_answers_are_stored_nowhere() {
        let mut headers = HeaderMap::new();
        keep(&mut headers, true);
        assert_eq!(headers[CACHE_CONTROL], "no-store");
    }

    #[test]
    fn only_our_own_cookie_makes_an_answer_private() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("other=1; autopilot=abc"));
        assert!(has_cookie(&headers, "autopilot"));
        assert!(!has_cookie(&headers, "auto"));
    }
}
