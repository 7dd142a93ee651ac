//! What is at an address a product once had: the way to where it is now.

use http::{HeaderName, HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

/// Takes the request's answer along, so that what is loaded later can still turn it into a 301 with the new address.
pub(super) fn move_to() -> impl FnOnce(String) -> AnyView {
    let response = use_context::<ResponseOptions>();
    move |address| {
        if let (Some(response), Ok(value)) = (response, HeaderValue::from_str(&address)) {
            let location: HeaderName = header::LOCATION;
            response.insert_header(location, value);
            response.set_status(StatusCode::MOVED_PERMANENTLY);
        }
        view! { <p class="wrap page">"This product has moved to " <a href=address.clone()>{address.clone()}</a> "."</p> }
            .into_any()
    }
}
