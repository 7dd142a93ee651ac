//! Files of products that were at another address once.

use app::web::paths;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use market::{Error, Market, catalog};

use super::refusal::{Audience, Kind};

/// The file is not at this address: the way to where its product is now, or that there is nothing.
pub(super) async fn look_elsewhere(
    market: &Market,
    (vendor, slug): (&str, &str),
    file: &str,
    audience: &Audience,
) -> Response {
    match catalog::new_address(&market.db, vendor, slug).await {
        Ok(to) => {
            let product = paths::product(&to.vendor_handle, &to.slug);
            Redirect::permanent(&format!("{product}/{file}")).into_response()
        }
        Err(Error::Busy) => audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::Busy),
        Err(_) => audience.refuse(StatusCode::NOT_FOUND, Kind::NotFound),
    }
}
