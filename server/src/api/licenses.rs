//! `GET /api/v1/licenses`: what the key's owner holds.

use app::web::paths;
use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use http::header::LINK;
use http::{HeaderMap, HeaderValue};
use market::accounts::api_keys::{Program, Scope};
use market::licensing::{self, Listed};
use market::{LicenseId, Market};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{Refused, answer, moment, refuse};
use crate::http::Audience;

const USUAL: u16 = 20;
const MOST: u16 = 100;

/// Which page: at most so many, after this license.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    limit: Option<u16>,
    after: Option<LicenseId>,
}

pub async fn list(
    State(market): State<Market>,
    Extension(program): Extension<Program>,
    headers: HeaderMap,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Response {
    match page(&market, &program, wanted).await {
        Ok(response) => response,
        Err(why) => refuse(&Audience::of(&headers), why),
    }
}

async fn page(
    market: &Market,
    program: &Program,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Refused> {
    let by = program.may(Scope::LicensesRead)?;
    let Query(wanted) = wanted.map_err(|_unreadable| Refused::Parameter)?;
    let limit = wanted.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(Refused::Parameter);
    }
    // One more shows whether there is another page.
    let mut licenses = licensing::list(&market.db, &by, wanted.after, limit + 1).await?;
    let more = licenses.len() > usize::from(limit);
    licenses.truncate(limit.into());
    let next = licenses.last().filter(|_| more).map(|last| last.id);
    let data = licenses
        .into_iter()
        .map(|license| shown(license, &market.public_url))
        .collect();
    let pagination = json!({ "limit": limit, "next": next });
    let mut response = answer("Newest first.", data, Some(pagination));
    if let Some(next) = next {
        let link = format!("</api/v1/licenses?limit={limit}&after={next}>; rel=\"next\"");
        response
            .headers_mut()
            .extend(HeaderValue::try_from(link).ok().map(|link| (LINK, link)));
    }
    Ok(response)
}

fn shown(license: Listed, shop: &str) -> Value {
    let page = paths::product(&license.vendor_handle, &license.slug);
    json!({
        "id": license.id,
        "key": license.masked,
        "kind": license.kind,
        "state": license.state,
        "since": moment(license.since),
        "expires_at": license.expires_at.and_then(moment),
        "order": license.order_number,
        "product": {
            "title": license.title,
            "kind": license.product_kind.as_str(),
            "vendor": license.vendor_handle,
            "slug": license.slug,
            "version": license.version,
            "url": format!("{shop}{page}"),
        },
    })
}
