//! What the server itself refuses, before or around the pages: said as a page to people, as JSON to programs.

use std::fmt::Write;
use std::sync::LazyLock;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, StatusCode};
use sha2::{Digest, Sha256};

/// Carries the request's id, inwards and outwards.
pub const REQUEST_ID: &str = "x-request-id";

/// Why, as a code for programs and as words for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    BadRequest,
    CrossSite,
    NotFound,
    MethodNotAllowed,
    TooSlow,
    TooLarge,
    Gone,
    Busy,
    Starting,
    DatabaseAway,
    Deadline,
    Failed,
    Forbidden,
    SignInNeeded,
    Unprocessable,
}

impl Kind {
    pub fn code(self) -> &'static str {
        match self {
            Self::BadRequest => "bad-request",
            Self::CrossSite => "cross-site",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::TooSlow => "too-slow",
            Self::TooLarge => "too-large",
            Self::Gone => "gone",
            Self::Busy => "busy",
            Self::Starting => "starting",
            Self::DatabaseAway => "database-away",
            Self::Deadline => "deadline",
            Self::Failed => "failed",
            Self::Forbidden => "forbidden",
            Self::SignInNeeded => "sign-in-needed",
            Self::Unprocessable => "unprocessable",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::BadRequest => "We could not read that",
            Self::CrossSite => "That form came from another site",
            Self::NotFound => "There is nothing here",
            Self::MethodNotAllowed => "That is not how this address works",
            Self::TooSlow => "The connection was too slow",
            Self::TooLarge => "That is too large",
            Self::Gone => "This link has expired",
            Self::Busy => "The shop is very busy",
            Self::Starting => "The shop is opening",
            Self::DatabaseAway | Self::Deadline => "The shop is taking a short rest",
            Self::Failed => "Something broke on our side",
            Self::Forbidden => "You may not do that",
            Self::SignInNeeded => "Sign in first",
            Self::Unprocessable => "That did not work",
        }
    }

    fn message(self) -> &'static str {
        match self {
            Self::BadRequest => {
                "Part of the request was missing or malformed. Nothing was changed. Go back, reload the page and try again."
            }
            Self::CrossSite => {
                "For your safety we only accept forms sent from our own pages. Nothing was changed. Open the page here and try again."
            }
            Self::NotFound => "The address may be mistyped, or what was here is gone.",
            Self::MethodNotAllowed => {
                "Nothing was changed. Go back and try again from the page itself."
            }
            Self::TooSlow => {
                "What you sent did not arrive in time. Nothing was changed. Try again."
            }
            Self::TooLarge => "What you sent is larger than we accept here. Nothing was changed.",
            Self::Gone => "Start again from the page that gave you the link.",
            Self::Busy => {
                "More visitors are here than we can serve at once. Try again in a few seconds."
            }
            Self::Starting => "We are just opening. Try again in a few seconds.",
            Self::DatabaseAway | Self::Deadline => {
                "We could not answer in time. If you were paying, your order page shows whether the payment went through: nothing is charged twice."
            }
            Self::Failed => {
                "We have been told about it. Try again; if it happens again, give us the reference below."
            }
            Self::Forbidden => "Your account is not allowed to do this.",
            Self::SignInNeeded => "Your session may have ended. Sign in, then try again.",
            Self::Unprocessable => "Nothing was changed. Go back and check what you entered.",
        }
    }

    /// Seconds after which trying again makes sense.
    fn retry_after(self) -> Option<u32> {
        match self {
            Self::Busy | Self::Starting => Some(2),
            Self::DatabaseAway | Self::Deadline => Some(5),
            _ => None,
        }
    }
}

/// Who asks: what they can read, and the id under which the log knows the request.
#[derive(Clone, Debug)]
pub struct Audience {
    wants_json: bool,
    request_id: Option<HeaderValue>,
}

impl Audience {
    pub fn of(headers: &HeaderMap) -> Self {
        let accepts = headers
            .get(ACCEPT)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        Self {
            wants_json: accepts.contains("application/json") && !accepts.contains("text/html"),
            request_id: headers.get(REQUEST_ID).cloned(),
        }
    }

    /// Programs read JSON, whatever they accept.
    pub fn program(mut self) -> Self {
        self.wants_json = true;
        self
    }

    /// For a program the code may be finer than the kind, as the market's refusals are.
    pub fn refuse_with(
        &self,
        status: StatusCode,
        kind: Kind,
        code: &str,
        message: &str,
    ) -> Response {
        let body = if self.wants_json {
            self.json(code, message)
        } else {
            self.page(status, kind, message)
        };
        let mut response = (status, Body::from(body)).into_response();
        let headers = response.headers_mut();
        let media_type = if self.wants_json {
            "application/json"
        } else {
            "text/html; charset=utf-8"
        };
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(CONTENT_SECURITY_POLICY, POLICY.clone());
        if let Some(seconds) = kind.retry_after() {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    pub fn refuse(&self, status: StatusCode, kind: Kind) -> Response {
        self.refuse_with(status, kind, kind.code(), kind.message())
    }

    fn json(&self, code: &str, message: &str) -> String {
        serde_json::json!({
            "success": false,
            "error": { "code": code, "message": message, "request_id": self.reference() },
        })
        .to_string()
    }

    /// Complete in itself: it must be readable when nothing else works.
    fn page(&self, status: StatusCode, kind: Kind, message: &str) -> String {
        let (title, number) = (kind.title(), status.as_u16());
        let mut page = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} · Autopilot Monster</title>\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><style>{STYLE}</style></head>\
             <body><main><p class=\"n\">{number}</p><h1>{title}</h1><p>{message}</p><p><a href=\"/\">Go to the start page</a></p>"
        );
        if status.is_server_error() {
            // Writing to a String cannot fail.
            let _written = write!(page, "<p class=\"r\">Reference: {}</p>", self.reference());
        }
        page.push_str("</main></body></html>");
        page
    }

    /// Ids are made by us, so they need no escaping.
    fn reference(&self) -> &str {
        self.request_id
            .as_ref()
            .and_then(|id| id.to_str().ok())
            .unwrap_or("none")
    }
}

pub fn refuse(headers: &HeaderMap, status: StatusCode, kind: Kind) -> Response {
    Audience::of(headers).refuse(status, kind)
}

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{margin:0;min-height:100vh;display:grid;place-items:center;font:1rem/1.6 system-ui,sans-serif;background:#fbfaf7;color:#1b1d22}\
main{max-width:34rem;padding:2rem}\
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .75rem}\
.n,.r{color:#5c6270;font-variant-numeric:tabular-nums;margin:0 0 .5rem}\
a{color:#1a4fd6}\
@media(prefers-color-scheme:dark){body{background:#14161b;color:#eceef2}.n,.r{color:#a3a9b8}a{color:#8fb0ff}}";

/// Nothing but the page's own style, by its hash.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
});

#[cfg(test)]
mod tests {
    use super::*;

    async fn text(response: Response) -> String {
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 16)
            .await
            .expect("body");
        String::from_utf8(bytes.to_vec()).expect("text")
    }

    #[tokio::test]
    async fn people_read_a_page_and_programs_read_json() {
        let mut headers = HeaderMap::new();
        headers.insert(REQUEST_ID, HeaderValue::from_static("r-1"));
        headers.insert(
            ACCEPT,
            HeaderValue::from_static("text/html,application/xhtml+xml"),
        );
        let page = text(refuse(
            &headers,
            StatusCode::INTERNAL_SERVER_ERROR,
            Kind::Failed,
        ))
        .await;
        assert!(page.contains("<h1>") && page.contains("r-1"));
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let response = refuse(&headers, StatusCode::BAD_REQUEST, Kind::BadRequest);
        let json: serde_json::Value = serde_json::from_str(&text(response).await).expect("json");
        assert_eq!(json["success"], false);
        assert_eq!(json["error"]["code"], "bad-request");
        assert_eq!(json["error"]["request_id"], "r-1");
    }

    #[test]
    fn who_is_sent_away_for_now_is_told_when_to_come_back() {
        let response = refuse(
            &HeaderMap::new(),
            StatusCode::SERVICE_UNAVAILABLE,
            Kind::Busy,
        );
        assert!(response.headers().contains_key(RETRY_AFTER));
    }
}
