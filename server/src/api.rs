//! `/api/v1`: what programs may ask with a key. Cookies are never looked at, so no page of another site can ask for anybody.

mod account;
mod answer;
mod door;
mod licenses;
mod openapi;
mod tokens;

pub use door::as_program;

use axum::Router;
use axum::middleware::from_fn_with_state;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, LINK, RETRY_AFTER};
use http::{HeaderValue, Method};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::http::{Mounting, Route, Site};

/// Every address of it. Whoever adds one declares in `census::OWN` which scope it takes.
pub fn routes() -> Vec<Route> {
    let all = [
        behind_the_door().routes(),
        for_a_refresh_token().routes(),
        for_everyone().routes(),
    ];
    all.into_iter().flatten().collect()
}

fn for_everyone() -> Mounting<Site> {
    Mounting::new().get("/api/v1/openapi.json", openapi::show)
}

fn behind_the_door() -> Mounting<Site> {
    Mounting::new()
        .get("/api/v1/account", account::show)
        .get("/api/v1/licenses", licenses::list)
        .post("/api/v1/token", tokens::begin)
}

fn for_a_refresh_token() -> Mounting<Site> {
    Mounting::new()
        .post("/api/v1/token/refresh", tokens::refresh)
        .post("/api/v1/token/revoke", tokens::revoke)
}

/// The addresses behind their door. Pages of these origins may ask from a browser, with a key of their visitor.
pub fn router(site: &Site, origins: &[HeaderValue]) -> Router<Site> {
    let router = behind_the_door()
        .router()
        .route("/api/v1/{*unknown}", axum::routing::any(answer::unknown))
        .method_not_allowed_fallback(answer::wrong_method)
        .layer(from_fn_with_state(site.market.clone(), door::layer))
        .merge(
            for_a_refresh_token()
                .router()
                .merge(for_everyone().router())
                .method_not_allowed_fallback(answer::wrong_method),
        );
    if origins.is_empty() {
        return router;
    }
    router.layer(cross_origin(origins))
}

fn cross_origin(origins: &[HeaderValue]) -> CorsLayer {
    let limits = ["ratelimit", "ratelimit-policy", "x-request-id"].map(HeaderName::from_static);
    let shown = limits.into_iter().chain([LINK, RETRY_AFTER]);
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().cloned()))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE])
        .expose_headers(shown.collect::<Vec<_>>())
        .max_age(std::time::Duration::from_secs(600))
}
