//! Keeps a session alive while it is used: once a day its end moves on, in the table and in the cookie.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use tower_sessions::Session;

/// The day on which the session's end was last moved on, counted from 1970.
const SEEN: &str = "seen_on";

/// Looks at sessions whose data the request has read anyway; nothing is read for its own sake twice.
pub async fn renew(request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Session>().cloned();
    let response = next.run(request).await;
    if let Some(session) = session.filter(|session| session.id().is_some()) {
        let today = session.expiry_date().unix_timestamp() / 86_400;
        // What cannot be renewed now is renewed by the next request.
        if let Ok(seen) = session.get::<i64>(SEEN).await
            && session.id().is_some()
            && seen != Some(today)
        {
            let _renewed = session.insert(SEEN, today).await;
        }
    }
    response
}
