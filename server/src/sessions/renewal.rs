//! Keeps a session's cookie alive while it is used: once a day its end moves on. The table's own is moved by whoever asks
//! who is signed in.

use app::web::cookie_lasts;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use tower_sessions::{Expiry, Session};

/// The day on which the cookie's end was last moved on, counted from 1970.
const SEEN: &str = "seen_on";

/// Looks at sessions whose data the request has read anyway; nothing is read for its own sake twice.
pub async fn renew(request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Session>().cloned();
    let response = next.run(request).await;
    if let Some(session) = session.filter(|session| session.id().is_some() || session.is_modified())
    {
        renewed(&session).await;
    }
    response
}

/// What cannot be renewed now is renewed by the next request.
async fn renewed(session: &Session) {
    let Ok(lasts) = cookie_lasts(session).await else {
        return;
    };
    let today = session.expiry_date().unix_timestamp() / 86_400;
    // A cookie that goes with the browser has no end to move.
    if session.id().is_some()
        && lasts != Expiry::OnSessionEnd
        && let Ok(seen) = session.get::<i64>(SEEN).await
        && session.id().is_some()
        && seen != Some(today)
    {
        let _renewed = session.insert(SEEN, today).await;
    }
    // Saying so counts as a change, and only what is changed is sent.
    if session.is_modified() {
        session.set_expiry(Some(lasts));
    }
}
