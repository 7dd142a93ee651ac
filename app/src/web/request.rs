//! What the request says, and what its answer is told to say.

use std::sync::PoisonError;

use http::header::{CACHE_CONTROL, LOCATION};
use http::request::Parts;
use http::{HeaderName, HeaderValue};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::market;

/// A header's text, if the request has it.
pub(super) fn header(name: impl http::header::AsHeaderName) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let value = parts.headers.get(name)?.to_str().ok()?;
    Some(value.to_owned())
}

/// Programs ask for JSON; browsers, whatever else they accept, for a page.
pub(super) fn wants_json() -> bool {
    let accepts = header(http::header::ACCEPT).unwrap_or_default();
    accepts.contains("application/json") && !accepts.contains("text/html")
}

/// The address asked for, with its query.
pub fn visited_path() -> String {
    let asked = use_context::<Parts>()
        .and_then(|parts| parts.uri.path_and_query().map(ToString::to_string));
    asked.unwrap_or_else(|| "/".to_owned())
}

/// Whether this is a developer's own shop: with a movable clock and without people's money.
pub fn in_development() -> bool {
    !market().policy.production
}

/// Keeps this page out of every cache, the browser's own included.
pub fn no_store() {
    respond(CACHE_CONTROL, "no-store");
}

/// Whether the answer sends the visitor to another page.
pub(super) fn sent_on() -> bool {
    use_context::<ResponseOptions>().is_some_and(|response| {
        let parts = response.0.read().unwrap_or_else(PoisonError::into_inner);
        parts.headers.contains_key(LOCATION)
    })
}

/// Sets a header of the answer; a value no header can carry is left out.
pub fn respond(name: HeaderName, value: &str) {
    if let (Some(response), Ok(value)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(value),
    ) {
        response.insert_header(name, value);
    }
}
