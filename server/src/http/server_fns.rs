//! The last word of server functions: no bad input becomes a 500, no library's message gets out, and a form posted
//! from a page is sent on with 303.

use app::access::UPLOADS;
use app::web::{ActError, rate_limit};
use axum::body::to_bytes;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method, StatusCode};
use server_fn::error::SERVER_FN_ERROR_HEADER;

use super::refusal::{Audience, Kind};

pub async fn layer(request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let audience = Audience::of(request.headers());
    let sends = request.method() == Method::POST;
    if sends && UPLOADS.contains(&request.uri().path()) && !has_parts(request.headers()) {
        return audience.refuse(StatusCode::BAD_REQUEST, Kind::BadRequest);
    }
    let mut response = next.run(request).await;
    fail::fail_point!("committed-before-response", |_| std::process::abort());
    // The page's own redirect after a refusal is 303 already; the framework's way back to the Referer is 302.
    let failed = response.headers().contains_key(SERVER_FN_ERROR_HEADER)
        && response.status() != StatusCode::SEE_OTHER;
    if failed {
        return explain(response, &audience).await;
    }
    response.headers_mut().remove(SERVER_FN_ERROR_HEADER);
    if response.status() == StatusCode::FOUND {
        *response.status_mut() = StatusCode::SEE_OTHER;
    }
    response
}

/// Whether the body says where its parts begin; the framework takes that for granted.
fn has_parts(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| multer::parse_boundary(kind).is_ok())
}

async fn explain(response: Response, audience: &Audience) -> Response {
    let limits = rate_limit::limit_headers(response.headers());
    let said = to_bytes(response.into_body(), 64 << 10)
        .await
        .unwrap_or_default();
    let mut response = refused(meaning(&said), audience);
    response.headers_mut().extend(limits);
    response
}

/// The answer that an error of an act deserves.
pub(super) fn refused(error: ActError, audience: &Audience) -> Response {
    let kind = match error {
        ActError::BadRequest => Kind::BadRequest,
        ActError::SignInNeeded => Kind::SignInNeeded,
        ActError::ProofNeeded => {
            let message = "Confirm that it is you at /account/confirm, then send this again.";
            return audience.refuse_with(error.status(), Kind::Forbidden, error.code(), message);
        }
        ActError::SecondFactorNeeded => {
            let message = "Set up a second factor at /account/security, then send this again.";
            return audience.refuse_with(error.status(), Kind::Forbidden, error.code(), message);
        }
        ActError::Forbidden => Kind::Forbidden,
        ActError::NotFound => Kind::NotFound,
        ActError::TooOften => Kind::TooOften,
        ActError::Busy => Kind::Busy,
        ActError::Failed => Kind::Failed,
        ActError::Refused(refusal) => {
            let (code, message) = (refusal.code(), refusal.message());
            return audience.refuse_with(error.status(), Kind::Unprocessable, code, message);
        }
    };
    audience.refuse(error.status(), kind)
}

/// The pages' errors are codes in JSON; a server function without an error of its own says `Kind|words`.
fn meaning(said: &[u8]) -> ActError {
    if let Ok(error) = serde_json::from_slice(said) {
        return error;
    }
    match String::from_utf8_lossy(said).split('|').next() {
        Some("Args" | "MissingArg" | "Deserialization" | "Request") => ActError::BadRequest,
        _ => ActError::Failed,
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn;
    use axum::routing::post;
    use http::header::{ACCEPT, LOCATION};
    use tower::ServiceExt;

    use super::*;

    async fn answered(
        status: StatusCode,
        error: bool,
        location: Option<&'static str>,
        body: &'static str,
    ) -> (StatusCode, String) {
        let handler = move || async move {
            let mut response = Response::builder().status(status);
            if error {
                response = response.header(SERVER_FN_ERROR_HEADER, "/api/x");
            }
            if let Some(location) = location {
                response = response.header(LOCATION, location);
            }
            response.body(Body::from(body)).expect("response")
        };
        let site: Router = Router::new()
            .route("/api/x", post(handler))
            .layer(from_fn(layer));
        let request = Request::builder()
            .method("POST")
            .uri("/api/x")
            .header(ACCEPT, "application/json");
        let response = site
            .oneshot(request.body(Body::empty()).expect("request"))
            .await
            .expect("answer");
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 1 << 16).await.expect("body");
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }

    #[tokio::test]
    async fn arguments_that_cannot_be_read_are_a_bad_request_and_say_nothing_of_our_insides() {
        let (status, body) = answered(
            StatusCode::INTERNAL_SERVER_ERROR,
            true,
            None,
            "Args|invalid type: string, expected u32",
        )
        .await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(
            body.contains("bad-request") && !body.contains("u32"),
            "{body}"
        );
    }

    #[tokio::test]
    async fn a_refusal_keeps_its_code() {
        let (status, body) = answered(
            StatusCode::INTERNAL_SERVER_ERROR,
            true,
            None,
            "\"cart-empty\"",
        )
        .await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(body.contains("cart-empty"), "{body}");
    }

    #[tokio::test]
    async fn the_way_back_to_a_form_with_its_error_is_no_answer_of_ours() {
        let (status, _) = answered(
            StatusCode::FOUND,
            true,
            Some("/cart?__err=x"),
            "\"bad-request\"",
        )
        .await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
    }

    #[tokio::test]
    async fn a_form_that_worked_leads_on_with_303() {
        let (status, _) = answered(StatusCode::FOUND, false, Some("/cart"), "").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
    }

    #[tokio::test]
    async fn what_the_page_decided_itself_stands() {
        let (status, _) = answered(StatusCode::SEE_OTHER, true, Some("/cart"), "cart-empty").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
    }
}
