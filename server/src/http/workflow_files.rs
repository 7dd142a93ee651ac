//! A product's workflow as files: its drawing for everybody, its document for those who may see it.

use app::web::customer_of;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use market::audit::Actor;
use market::catalog;
use market::{Error, Market};
use serde::Deserialize;
use tower_sessions::Session;
use workflow::draw::png::whole;

use super::headers::FILE_POLICY;
use super::moved::look_elsewhere;
use super::painting::Painting;
use super::refusal::{Audience, Kind};

/// The color of the canvas in daylight, in which a drawing is sent.
const CANVAS: [u8; 3] = [0xf5, 0xf5, 0xf5];

/// What does not depend on who asks may be kept for a while.
const SHARED: &str = "public, max-age=300";
const PERSONAL: &str = "private, no-store";

#[derive(Deserialize)]
pub struct Part {
    /// One node only, in the shape of n8n's clipboard.
    node: Option<String>,
}

/// The document, as n8n imports it, or one of its nodes.
pub async fn document(
    State(market): State<Market>,
    Path((vendor, slug)): Path<(String, String)>,
    Query(part): Query<Part>,
    session: Session,
    headers: HeaderMap,
) -> Response {
    let audience = Audience::of(&headers);
    let part = match part.node.map(|node| node.parse::<usize>()).transpose() {
        Ok(node) => node.map_or(catalog::Part::Whole, catalog::Part::Node),
        Err(_) => {
            return audience.refuse_with(
                StatusCode::BAD_REQUEST,
                Kind::BadRequest,
                Kind::BadRequest.code(),
                "A node is asked for by its number.",
            );
        }
    };
    let found = async {
        let viewer = match customer_of(&market, &session, Actor::default()).await {
            // What is for everybody is for whoever is in somebody's place, too.
            Err(Error::Refused(_)) => None,
            viewer => viewer?,
        };
        let viewer = viewer.map(|account| account.id);
        catalog::workflow_file(&market, &vendor, &slug, viewer, part).await
    };
    match found.await {
        Ok(file) => {
            let kept = if file.public { SHARED } else { PERSONAL };
            as_file(
                file.json.into_bytes(),
                "application/json",
                &format!("{}.json", file.name),
                kept,
            )
        }
        Err(Error::NotFound) => {
            look_elsewhere(&market, (&vendor, &slug), "workflow.json", &audience).await
        }
        Err(error) => refused(&audience, &error),
    }
}

/// The drawing by itself, in the colors of daylight.
pub async fn svg(
    State(market): State<Market>,
    Path((vendor, slug)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let audience = Audience::of(&headers);
    match catalog::drawing(&market, &vendor, &slug).await {
        Ok(svg) => {
            let name = format!("{}.svg", file_name(&slug));
            as_file(svg.into_bytes(), "image/svg+xml", &name, SHARED)
        }
        Err(Error::NotFound) => {
            look_elsewhere(&market, (&vendor, &slug), "workflow.svg", &audience).await
        }
        Err(error) => refused(&audience, &error),
    }
}

/// The drawing at twice its size.
pub async fn png(
    State(market): State<Market>,
    Path((vendor, slug)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let audience = Audience::of(&headers);
    let painting = match catalog::drawing(&market, &vendor, &slug).await {
        Ok(svg) => Painting::of(svg),
        Err(Error::NotFound) => {
            return look_elsewhere(&market, (&vendor, &slug), "workflow.png", &audience).await;
        }
        Err(error) => return refused(&audience, &error),
    };
    let name = format!("{}.png", file_name(&slug));
    let paint = |svg: &str, fonts: &_| whole(svg, CANVAS, fonts);
    match painting.painted(paint).await {
        Ok(Some(picture)) => as_file(picture, "image/png", &name, SHARED),
        Ok(None) => audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::Busy),
        Err(cause) => refused(&audience, &Error::Failed(cause)),
    }
}

fn refused(audience: &Audience, error: &Error) -> Response {
    match error {
        Error::Busy => audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::Busy),
        Error::Failed(cause) => {
            tracing::error!(
                cause = format!("{cause:#}"),
                "a workflow's file cannot be sent"
            );
            audience.refuse(StatusCode::INTERNAL_SERVER_ERROR, Kind::Failed)
        }
        _ => audience.refuse(StatusCode::NOT_FOUND, Kind::NotFound),
    }
}

/// The database has found it, so it is a slug but for its case.
fn file_name(slug: &str) -> String {
    slug.to_lowercase()
}

fn as_file(
    content: impl IntoResponse,
    media_type: &'static str,
    name: &str,
    kept: &'static str,
) -> Response {
    let mut response = content.into_response();
    let headers = response.headers_mut();
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    headers.insert(CONTENT_DISPOSITION, disposition);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(FILE_POLICY),
    );
    response
}
