//! What the server itself refuses, before or around the pages: said as a page to people, as JSON to programs.

mod kind;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, REFERER, RETRY_AFTER,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use url::{Position, Url};

use super::document::{document, escape, policy};

pub use kind::Kind;

/// Carries the request's id, inwards and outwards.
pub const REQUEST_ID: &str = "x-request-id";

/// Who asks: what they can read, the id under which the log knows the request, and where they came from.
#[derive(Clone, Debug)]
pub struct Audience {
    wants_json: bool,
    request_id: Option<HeaderValue>,
    /// What was asked for carries a body, so that asking again is for the page it came from.
    is_form: bool,
    /// The page of ours that a form was on.
    page: Option<String>,
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
            is_form: headers.contains_key(CONTENT_TYPE),
            page: page_of(headers),
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
        headers.insert(CONTENT_SECURITY_POLICY, policy());
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
            "error": { "code": code, "message": message, "details": [], "request_id": self.reference() },
        })
        .to_string()
    }

    /// Made of nothing that could fail: it must be readable when nothing else works.
    fn page(&self, status: StatusCode, kind: Kind, message: &str) -> String {
        let (title, number, ways) = (kind.title(), status.as_u16(), self.ways(kind));
        let message = escape(message);
        let reference = if status.is_server_error() {
            let id = self.reference();
            format!("<p class=\"error-page__reference\">Reference: <code>{id}</code></p>")
        } else {
            String::new()
        };
        document(
            title,
            &format!(
                "<div class=\"wrap wrap--text\"><div class=\"error-page\"><p class=\"error-page__code\">Error {number}</p>\
                 <h1>{title}</h1><p class=\"error-page__text\">{message}</p><div class=\"row\">{ways}</div>{reference}</div></div>"
            ),
        )
    }

    /// Again, where that makes sense; then on, then home.
    fn ways(&self, kind: Kind) -> String {
        let again = match (&self.page, self.is_form) {
            (Some(page), true) => Some((page.as_str(), "Back to the page")),
            // An empty address is the one that was asked for.
            (_, false) if kind.retry_after().is_some() => Some(("", "Try again")),
            _ => None,
        };
        let (first, second) = match again {
            Some(again) => (again, kind.way_on()),
            None => (kind.way_on(), ("/", "Start page")),
        };
        format!(
            "<a class=\"button\" href=\"{}\">{}</a><a class=\"button button--quiet\" href=\"{}\">{}</a>",
            escape(first.0),
            first.1,
            escape(second.0),
            second.1
        )
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

/// The page of this very host that a browser says it was on.
fn page_of(headers: &HeaderMap) -> Option<String> {
    let page = Url::parse(headers.get(REFERER)?.to_str().ok()?).ok()?;
    let host = headers.get(HOST)?.to_str().ok()?;
    let ours = &page[Position::BeforeHost..Position::AfterPort] == host;
    let path = &page[Position::BeforePath..Position::AfterQuery];
    // Two slashes would begin another host.
    (ours && !path.starts_with("//") && !path.starts_with("/api/")).then(|| path.to_owned())
}

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

    async fn page_for(headers: &[(http::HeaderName, &'static str)], kind: Kind) -> String {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
            .collect();
        text(refuse(&headers, StatusCode::FORBIDDEN, kind)).await
    }

    #[tokio::test]
    async fn a_refused_form_leads_back_to_its_page() {
        let form = [
            (CONTENT_TYPE, "application/x-www-form-urlencoded"),
            (HOST, "shop.example:8080"),
            (REFERER, "http://shop.example:8080/search?q=a&b=%22"),
        ];
        let page = page_for(&form, Kind::BadRequest).await;
        assert!(page.contains("href=\"/search?q=a&amp;b=%22\""), "{page}");
    }

    #[tokio::test]
    async fn a_form_of_another_site_leads_only_into_the_shop() {
        for referer in [
            "https://evil.example/",
            "https://shop.example//evil.example/",
            "https://shop.example.evil.example/",
            "javascript:alert(1)",
        ] {
            let form = [
                (CONTENT_TYPE, "text/plain"),
                (HOST, "shop.example"),
                (REFERER, referer),
            ];
            let page = page_for(&form, Kind::CrossSite).await;
            assert!(!page.contains("evil") && !page.contains("alert"), "{page}");
        }
    }

    #[tokio::test]
    async fn who_only_looked_can_look_again() {
        let page = page_for(&[], Kind::Busy).await;
        assert!(page.contains("href=\"\">Try again"), "{page}");
    }
}
