//! Sending a visitor on, within the shop and nowhere else.

use http::header::{LOCATION, REFERER};
use http::{HeaderName, StatusCode};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use url::Url;

use super::request::{header, respond, wants_json};
use crate::web::market;

/// Stands for the shop's own origin while an address is read.
const HERE: &str = "http://here.invalid";

/// Answers 303: look there next. Programs get a 200 that names the place, for they did not come to look.
pub fn see_other(path: &str) {
    let path = local(path).unwrap_or_else(|| "/".to_owned());
    respond(LOCATION, &path);
    if wants_json() {
        respond(HeaderName::from_static("serverfnredirect"), "");
    } else if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::SEE_OTHER);
    }
}

/// Answers 303 to another site: for addresses that a configured service gave, never for one that a visitor brought.
pub(super) fn see_elsewhere(address: &str) {
    respond(LOCATION, address);
    if wants_json() {
        respond(HeaderName::from_static("serverfnredirect"), "");
    } else if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::SEE_OTHER);
    }
}

/// The address as a path of this shop: `/cart`, or the shop's full address of it. Nothing for any other place.
pub fn local(address: &str) -> Option<String> {
    let own = market().public_url;
    path_of(address.strip_prefix(&own).unwrap_or(address))
}

fn path_of(address: &str) -> Option<String> {
    if !address.starts_with('/') || address.len() > 1_000 {
        return None;
    }
    let here = Url::parse(HERE).ok()?;
    let url = here.join(address).ok()?;
    (url.origin() == here.origin()).then(|| url[url::Position::BeforePath..].to_owned())
}

/// The page a form was posted from, as its browser says; `home` when it says nothing or another site.
pub(super) fn way_back(home: &str) -> String {
    let page = header(REFERER).and_then(|referer| {
        let url = Url::parse(&referer).ok()?;
        let ours = url
            .as_str()
            .starts_with(&format!("{}/", market().public_url))
            || is_host(&url);
        ours.then(|| url[url::Position::BeforePath..url::Position::AfterQuery].to_owned())
    });
    match page {
        Some(page) if !page.starts_with("/api/") => {
            path_of(&page).unwrap_or_else(|| home.to_owned())
        }
        _ => home.to_owned(),
    }
}

/// Reached by another name than its public one, the page and the form still share a host.
fn is_host(url: &Url) -> bool {
    let authority = &url[url::Position::BeforeHost..url::Position::AfterPort];
    header(http::header::HOST).is_some_and(|host| host == authority)
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn a_path_of_this_shop_is_kept_with_its_query() {
        assert_eq!(
            path_of("/orders/AM-1?x=1").as_deref(),
            Some("/orders/AM-1?x=1")
        );
        assert_eq!(
            path_of("/search?q=größe").as_deref(),
            Some("/search?q=gr%C3%B6%C3%9Fe")
        );
    }

    #[test]
    fn no_address_leads_to_another_site() {
        for address in [
            "//evil.example/",
            "/\\evil.example",
            "https://evil.example/",
            "evil",
            "",
            "/\t/evil.example",
            "javascript:alert(1)",
        ] {
            assert_eq!(path_of(address), None, "{address}");
        }
    }

    #[test]
    fn an_address_cannot_break_out_of_its_header() {
        let path = path_of("/cart\r\nset-cookie: a=b").unwrap_or_default();
        assert!(!path.contains(['\r', '\n']), "{path}");
    }
}
