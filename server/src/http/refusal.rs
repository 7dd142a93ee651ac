//! What the server itself refuses, before or around the pages: said as a page to people, as JSON to programs.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, REFERER, RETRY_AFTER,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use url::{Position, Url};

use super::document::{document, escape, policy};

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
    StorageAway,
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
            Self::StorageAway => "storage-away",
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
            Self::StorageAway => "The file cannot be fetched at the moment",
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
            Self::StorageAway => {
                "Our storage does not answer. The file is yours as before, and this link has not been used up. Try again in a minute."
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
            Self::DatabaseAway | Self::StorageAway | Self::Deadline => Some(5),
            _ => None,
        }
    }

    /// Where to go instead, and what the link says.
    fn way_on(self) -> (&'static str, &'static str) {
        match self {
            Self::SignInNeeded => ("/account/sign-in", "Sign in"),
            Self::Gone | Self::Forbidden | Self::StorageAway => ("/library", "Open your library"),
            Self::DatabaseAway | Self::Deadline => ("/orders", "See your orders"),
            _ => ("/products", "Browse all products"),
        }
    }
}

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
            "error": { "code": code, "message": message, "request_id": self.reference() },
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
