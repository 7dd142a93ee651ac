//! The copy of somebody's data, for its owner alone, and only shortly after they proved who they are.

use app::web::{Network, actor_of, customer_of};
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, Method, StatusCode};
use market::accounts::Fresh;
use market::audit::Actor;
use market::data_export::{self, Opened};
use market::{DataExportId, Error, Market, Refusal, Result};
use tower_sessions::Session;

use super::downloads::{Parcel, send};
use super::refusal::{Audience, Kind};

pub async fn open(
    State(market): State<Market>,
    Path(export): Path<String>,
    network: Option<Extension<Network>>,
    method: Method,
    session: Session,
    headers: HeaderMap,
) -> Response {
    let audience = Audience::of(&headers);
    let from = actor_of(&headers, network.as_deref());
    match take(&market, &session, from, &export).await {
        Ok(opened) => {
            let parcel = Parcel {
                path: opened.path,
                file_name: opened.file_name,
                media_type: "application/zip".to_owned(),
                bytes: opened.bytes,
                sha256_hex: opened.sha256_hex,
            };
            let sent = send(&market, parcel, &method, &headers, &audience).await;
            sent.unwrap_or_else(|cause| {
                tracing::warn!(
                    cause = format!("{cause:#}"),
                    "storage does not give a copy of somebody's data"
                );
                audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::StorageAway)
            })
        }
        Err(Error::SignInNeeded) => {
            Redirect::to("/account/sign-in?next=/account/data").into_response()
        }
        Err(Error::ProofNeeded) => {
            Redirect::to("/account/confirm?next=/account/data").into_response()
        }
        Err(Error::Refused(refusal @ Refusal::ExportExpired)) => audience.refuse_with(
            StatusCode::GONE,
            Kind::Gone,
            refusal.code(),
            refusal.message(),
        ),
        Err(Error::Refused(refusal)) => audience.refuse_with(
            StatusCode::FORBIDDEN,
            Kind::Forbidden,
            refusal.code(),
            refusal.message(),
        ),
        Err(Error::Busy) => audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::Busy),
        Err(Error::Failed(cause)) => {
            tracing::error!(cause = format!("{cause:#}"), "a copy of data failed");
            audience.refuse(StatusCode::SERVICE_UNAVAILABLE, Kind::Deadline)
        }
        Err(_) => audience.refuse(StatusCode::NOT_FOUND, Kind::NotFound),
    }
}

async fn take(market: &Market, session: &Session, from: Actor, export: &str) -> Result<Opened> {
    let by = customer_of(market, session, from).await?;
    let by = by.ok_or(Error::SignInNeeded)?;
    let export: DataExportId = export.parse().map_err(|_| Error::NotFound)?;
    // Whether somebody else's is there does not show, however fresh one is.
    data_export::must_be_of(market, &by, export).await?;
    let by = Fresh::of(by, market.now())?;
    let mut tx = market.begin().await?;
    let opened = data_export::open(market, &mut tx, &by, export).await?;
    tx.commit().await?;
    Ok(opened)
}
