//! While the database is away nobody waits for it: pages say so at once, and what failed for it is not our bug.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::StatusCode;
use http::header::CONTENT_TYPE;

use super::refusal::{Audience, Kind};
use super::vitals::Vitals;

pub async fn layer(State(vitals): State<Vitals>, request: Request, next: Next) -> Response {
    let audience = Audience::of(request.headers());
    let away =
        |audience: &Audience| audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::DatabaseAway);
    if !vitals.database_up() {
        return away(&audience);
    }
    let response = next.run(request).await;
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    // It may have gone while we were at it.
    if !vitals.database_up() {
        return away(&audience);
    }
    // Layers below that fail, such as the sessions', say nothing at all.
    if !response.headers().contains_key(CONTENT_TYPE) {
        return audience.refuse(StatusCode::INTERNAL_SERVER_ERROR, Kind::Failed);
    }
    response
}
