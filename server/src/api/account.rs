//! `GET /api/v1/account`: whose key it is.

use axum::Extension;
use axum::response::Response;
use http::HeaderMap;
use market::accounts::api_keys::{Program, Scope};
use serde_json::json;

use super::answer::{answer, moment, refuse};
use crate::http::Audience;

pub async fn show(Extension(program): Extension<Program>, headers: HeaderMap) -> Response {
    let account = match program.may(Scope::AccountRead) {
        Ok(account) => account,
        Err(error) => return refuse(&Audience::of(&headers), error.into()),
    };
    let data = json!({
        "id": account.id,
        "name": account.name,
        "email": account.email,
        "sells": account.sells,
        "created_at": moment(account.created_at),
    });
    answer("The account this key acts for.", data, None)
}
