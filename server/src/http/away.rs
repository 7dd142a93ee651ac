//! While the database is gone nobody waits for it: pages say so at once, and what failed for it is not our bug. One that
//! is only slow is asked all the same.

use std::time::{Duration, Instant};

use axum::extract::{FromRef, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::StatusCode;
use http::header::CONTENT_TYPE;

use super::refusal::{Audience, Kind};
use super::site::Site;
use super::vitals::Vitals;

/// What tells a bug from a database that cannot keep up.
#[derive(Clone, Debug)]
pub struct Watch {
    vitals: Vitals,
    db: sqlx::PgPool,
}

impl FromRef<Site> for Watch {
    fn from_ref(site: &Site) -> Self {
        Self {
            vitals: site.vitals.clone(),
            db: site.market.db.clone(),
        }
    }
}

impl Watch {
    /// A session that could not be read while no connection was free, or after waiting as long as one may for it, was
    /// one too many rather than wrong. Its error is in the log either way.
    fn exhausted(&self, took: Duration) -> bool {
        self.db.num_idle() == 0 || took >= self.db.options().get_acquire_timeout()
    }
}

pub async fn layer(State(watch): State<Watch>, request: Request, next: Next) -> Response {
    let audience = Audience::of(request.headers());
    let unavailable = |kind| audience.refuse(StatusCode::SERVICE_UNAVAILABLE, kind);
    if watch.vitals.database().is_gone() {
        return unavailable(Kind::DatabaseAway);
    }
    let began = Instant::now();
    let response = next.run(request).await;
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    // It may have gone while we were at it.
    if !watch.vitals.database().is_steady() {
        return unavailable(Kind::DatabaseAway);
    }
    // Layers below that fail, such as the sessions', say nothing at all.
    if !response.headers().contains_key(CONTENT_TYPE) {
        if watch.exhausted(began.elapsed()) {
            return unavailable(Kind::Busy);
        }
        return audience.refuse(StatusCode::INTERNAL_SERVER_ERROR, Kind::Failed);
    }
    response
}
