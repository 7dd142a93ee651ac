//! Ending mails by the link in one of them, as RFC 8058 has mail programs do it: a POST without a session.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::header::ACCEPT;
use http::{HeaderMap, StatusCode};
use market::{Error, Market, notifications};

use super::refusal::{Audience, Kind};

/// People are shown the page again, which says how it stands now; programs are told at once, since they follow nothing.
pub async fn end(
    State(market): State<Market>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    let audience = Audience::of(&headers);
    match notifications::unsubscribe(&market, &token).await {
        Ok(_) if is_a_browser(&headers) => {
            Redirect::to(&format!("/unsubscribe/{token}")).into_response()
        }
        Ok(topic) => format!("You get no more mails about {}.\n", topic.label()).into_response(),
        Err(Error::NotFound) => audience.refuse(StatusCode::NOT_FOUND, Kind::NotFound),
        Err(Error::Busy) => audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::Busy),
        Err(error) => {
            tracing::error!(%error, "mails could not be ended");
            audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::Deadline)
        }
    }
}

fn is_a_browser(headers: &HeaderMap) -> bool {
    let accepts = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    accepts.is_some_and(|accepts| accepts.contains("text/html"))
}
