//! Built and public files, compressed beforehand, kept by browsers for as long as their name promises.

use std::convert::Infallible;
use std::path::Path;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName};
use http::{HeaderValue, Request, StatusCode};
use tower::{Service, ServiceExt};
use tower_http::services::ServeDir;

/// Named after their content, so they never change.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Asked about each time: the name stays when the content changes.
const FRESH: &str = "public, no-cache";
const A_DAY: &str = "public, max-age=86400";

/// The file at this path below the site's root, if there is one.
pub async fn public_file(root: &Path, request: Request<Body>) -> Option<Response> {
    let path = request.uri().path().to_owned();
    let folder = ServeDir::new(root)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    let response = match folder.oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
    let found = response.status().is_success()
        || matches!(
            response.status(),
            StatusCode::NOT_MODIFIED
                | StatusCode::PARTIAL_CONTENT
                | StatusCode::RANGE_NOT_SATISFIABLE
        );
    found.then(|| {
        let kept = if carries_hash(&path) { FOREVER } else { A_DAY };
        let mut response = keep(response, kept);
        if path.ends_with(".js") {
            confine(&mut response);
        }
        response
    })
}

/// A worker is bound by the policy its own script comes with. The one we have reads people's files, so it may run wasm and load its other
/// half, and ask nobody for anything.
fn confine(response: &mut Response) {
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; base-uri 'none'; \
                  form-action 'none'; frame-ancestors 'none'";
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
}

/// Whether the path could be a file of ours at all: it names one, and nothing hidden.
pub fn names_a_file(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    last.contains('.') && !path.split('/').any(|part| part.starts_with('.'))
}

/// The folder with style sheet, scripts and wasm, as a service for its prefix.
pub fn built(
    folder: &Path,
) -> impl Service<Request<Body>, Response = Response, Error = Infallible, Future: Send + 'static>
+ Clone
+ Send
+ Sync
+ 'static {
    let files = ServeDir::new(folder)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    tower::service_fn(move |request: Request<Body>| {
        let files = files.clone();
        async move {
            let is_sheet = request.uri().path().ends_with(".css");
            let kept = if carries_hash(request.uri().path()) {
                FOREVER
            } else {
                FRESH
            };
            let response = match files.oneshot(request).await {
                Ok(response) => response.map(Body::new),
                Err(never) => match never {},
            };
            let kept = if response.status().is_client_error() {
                "no-store"
            } else {
                kept
            };
            let mut response = keep(response, kept);
            if is_sheet {
                // A frame on another site has no origin, and still wears the shop's style sheet.
                response.headers_mut().insert(
                    HeaderName::from_static("cross-origin-resource-policy"),
                    HeaderValue::from_static("cross-origin"),
                );
            }
            Ok(response)
        }
    })
}

fn keep(response: impl IntoResponse, kept: &'static str) -> Response {
    let mut response = response.into_response();
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    response
}

/// `autopilot.oM2Yq3fP9XJvM0wQkT1aBg.css` does, `autopilot.css` does not.
fn carries_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let parts: Vec<_> = name.split('.').collect();
    let hash = |part: &&str| {
        part.len() >= 16
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
    };
    parts.len() >= 3 && parts[1..parts.len() - 1].iter().any(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_forever() {
        assert!(carries_hash("/pkg/autopilot.oM2Yq3fP9XJvM0wQkT1aBg.css"));
        assert!(carries_hash("/autopilot.2jmj7l5rSw0yVb-vlWAYkK.wasm"));
        assert!(!carries_hash("/pkg/autopilot.css"));
        assert!(!carries_hash("/pkg/snippets/inline0.js"));
    }

    #[test]
    fn hidden_files_and_folders_are_not_ours_to_give() {
        assert!(names_a_file("/favicon.svg"));
        assert!(!names_a_file("/products"));
        assert!(!names_a_file("/.git/config.txt"));
        assert!(!names_a_file("/.env"));
    }

    #[tokio::test]
    async fn a_worker_may_ask_nobody_for_anything() {
        let folder = tempfile::tempdir().expect("folder");
        std::fs::write(folder.path().join("worker.js"), "").expect("write");
        let ask = Request::builder().uri("/worker.js").body(Body::empty());
        let given = public_file(folder.path(), ask.expect("request")).await;
        let policy = given.expect("the file").headers()[CONTENT_SECURITY_POLICY].clone();
        let policy = policy.to_str().expect("text");
        assert!(policy.starts_with("default-src 'none';"), "{policy}");
        assert!(!policy.contains("connect-src"), "{policy}");
    }

    #[tokio::test]
    async fn a_file_that_is_not_there_is_left_to_the_pages() {
        let folder = tempfile::tempdir().expect("folder");
        std::fs::write(folder.path().join("robots.txt"), "User-agent: *").expect("write");
        let ask = |path: &str| {
            Request::builder()
                .uri(path)
                .body(Body::empty())
                .expect("request")
        };
        assert!(
            public_file(folder.path(), ask("/robots.txt"))
                .await
                .is_some()
        );
        assert!(
            public_file(folder.path(), ask("/nothing.txt"))
                .await
                .is_none()
        );
        assert!(
            public_file(folder.path(), ask("/../Cargo.toml"))
                .await
                .is_none()
        );
    }
}
