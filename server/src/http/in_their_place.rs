//! Somebody in a customer's place: of what forms ask, only what is declared for it is done, and all of it is recorded.

use app::access;
use app::web::{ActError, actor_of, in_place};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{Method, StatusCode};
use market::accounts::impersonation::{self, Impersonation};
use market::audit::Actor;
use market::{Error, Market, Result};
use tower_sessions::Session;

use super::refusal::{Audience, Kind};
use super::server_fns;

/// What is possible when the time is over: to step back.
const WAYS_OUT: [&str; 2] = ["/api/end-impersonation", "/api/sign-out"];

/// Pages are closed where they are drawn (`app::web::who`); this closes what changes something, whatever it is.
pub async fn layer(State(market): State<Market>, request: Request, next: Next) -> Response {
    let Some(session) = request.extensions().get::<Session>().cloned() else {
        return next.run(request).await;
    };
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let audience = Audience::of(request.headers());
    let from = actor_of(request.headers(), request.extensions().get());
    let path = request.uri().path().to_owned();
    let asked = async {
        match in_place(&market, &session).await? {
            Some(on) => judge(&market, &on, &path, from).await,
            None => Ok(()),
        }
    };
    match asked.await {
        Ok(()) => next.run(request).await,
        Err(Error::Refused(refusal)) => audience.refuse_with(
            StatusCode::FORBIDDEN,
            Kind::Forbidden,
            refusal.code(),
            refusal.message(),
        ),
        Err(error) => server_fns::refused(ActError::from(error), &audience),
    }
}

/// Records what is asked for, and refuses what is closed.
async fn judge(market: &Market, on: &Impersonation, path: &str, from: Actor) -> Result<()> {
    if WAYS_OUT.contains(&path) {
        return Ok(());
    }
    let why = access::closed_in_place(on, path);
    impersonation::note(market, on, path, why.is_none(), from).await?;
    why.map_or(Ok(()), |why| Err(why.into()))
}
