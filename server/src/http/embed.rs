//! A workflow on other people's sites: the script that makes a frame, and the page inside the frame, which needs no script and keeps
//! nothing about who looks.

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName,
};
use http::{HeaderValue, StatusCode};
use market::catalog::{self, Embedded};
use market::{Error, Market};
use serde::Deserialize;

use super::document::{escape, style_sheet};

/// Marks an answer that any site may put into a frame: the one kind of page that is made for it.
#[derive(Clone, Copy, Debug)]
pub struct Framed;

/// Only our style sheet; no script, no form, no picture.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *";
/// Short, so that what is taken off sale soon leaves other sites too.
const FRESH: &str = "public, max-age=300";
const SCRIPT: &str = include_str!("embed/embed.js");

/// Defines `<autopilot-workflow>`.
pub async fn script() -> Response {
    let mut response = SCRIPT.into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=3600"),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// How the frame shall look.
#[derive(Deserialize)]
pub struct Look {
    theme: Option<String>,
}

impl Look {
    /// Nothing leaves it to the visitor's system.
    fn theme(&self) -> &'static str {
        match self.theme.as_deref() {
            Some("light") => " data-theme=\"light\"",
            Some("dark") => " data-theme=\"dark\"",
            _ => "",
        }
    }
}

/// The page inside the frame.
pub async fn frame(
    State(market): State<Market>,
    Path(token): Path<String>,
    Query(look): Query<Look>,
) -> Response {
    let shop = &market.public_url;
    match catalog::embedded(&market, &token).await {
        Ok(Some(embedded)) => framed(StatusCode::OK, shown(&embedded, &look, shop)),
        Ok(None) => framed(
            StatusCode::GONE,
            said("This workflow is no longer available", &look, shop),
        ),
        Err(Error::NotFound) => framed(
            StatusCode::NOT_FOUND,
            said("There is no workflow at this address", &look, shop),
        ),
        Err(error) => {
            tracing::error!(%error, "an embedded workflow failed");
            let text = said("The workflow cannot be shown at the moment", &look, shop);
            framed(StatusCode::SERVICE_UNAVAILABLE, text)
        }
    }
}

fn framed(status: StatusCode, page: String) -> Response {
    let mut response = (status, Extension(Framed), page).into_response();
    let kept = if status.is_success() {
        FRESH
    } else {
        "no-store"
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, kept),
        (CONTENT_SECURITY_POLICY, POLICY),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn shown(embedded: &Embedded, look: &Look, shop: &str) -> String {
    let Embedded {
        title,
        vendor_name,
        vendor_handle,
        slug,
        number,
        graph,
    } = embedded;
    let (title, vendor) = (escape(title), escape(vendor_name));
    let address = format!("{}/products/{vendor_handle}/{slug}", escape(shop));
    let main = format!(
        "<div class=\"embed__picture\">{graph}</div><footer class=\"embed__bar\"><h1 class=\"embed__title\">{title} \
         <span class=\"embed__by\">{number} by {vendor}</span></h1>{}</footer>",
        way(&address, "View on Autopilot Monster")
    );
    document(&format!("{title} by {vendor}"), &main, look)
}

fn said(text: &str, look: &Look, shop: &str) -> String {
    let main = format!(
        "<div class=\"embed__said\"><h1 class=\"embed__title\">{text}</h1>{}</div>",
        way(&escape(shop), "Visit Autopilot Monster")
    );
    document(text, &main, look)
}

/// Out of the frame, into a window of its own.
fn way(address: &str, words: &str) -> String {
    format!(
        "<a class=\"embed__way\" href=\"{address}\" target=\"_blank\" rel=\"noopener\">{words}</a>"
    )
}

fn document(title: &str, main: &str, look: &Look) -> String {
    let (theme, sheet) = (look.theme(), style_sheet());
    format!(
        "<!doctype html><html lang=\"en\" class=\"embed-page\"{theme}><head><meta charset=\"utf-8\"><title>{title} · Autopilot Monster</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <meta name=\"robots\" content=\"noindex\">{sheet}</head><body><main class=\"embed\">{main}</main></body></html>"
    )
}
