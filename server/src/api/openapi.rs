//! `GET /api/v1/openapi.json`: the API as programs read it, kept by hand beside the handlers. A test compares its addresses
//! with those that are mounted; docs/openapi.json is what came out, so that a change is seen in review.

use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use market::accounts::api_keys::Scope;
use serde_json::{Value, json};

pub async fn show() -> Response {
    ([(CONTENT_TYPE, "application/json")], text()).into_response()
}

fn text() -> String {
    format!("{:#}\n", document())
}

fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Autopilot Monster",
            "version": "1",
            "description": "For programs with a key. Keys are made at /account/api-keys.",
        },
        "servers": [{ "url": "/" }],
        "security": [{ "bearer": [] }],
        "paths": {
            "/api/v1/account": { "get": operation(
                "showAccount",
                &format!("Whose key it is. Takes {}.", Scope::AccountRead.code()),
                "Account",
                &[401, 403, 429],
            ) },
            "/api/v1/licenses": { "get": with(
                operation(
                    "listLicenses",
                    &format!("What the key's owner holds, newest first. Takes {}.", Scope::LicensesRead.code()),
                    "Licenses",
                    &[400, 401, 403, 429],
                ),
                "parameters",
                json!([
                    {
                        "name": "limit", "in": "query", "description": "At most so many.",
                        "schema": { "type": "integer", "minimum": 1, "maximum": 100, "default": 20 },
                    },
                    {
                        "name": "after", "in": "query", "description": "Those after this one: `pagination.next` of the page before.",
                        "schema": { "type": "string", "format": "uuid" },
                    },
                ]),
            ) },
            "/api/v1/openapi.json": { "get": open(described()) },
            "/api/v1/token": { "post": with(
                operation("beginTokens", "An access token of 15 minutes and a refresh token of 7 days, for a key.", "Tokens", &[400, 401, 403, 422, 429]),
                "requestBody",
                body("TokensWanted"),
            ) },
            "/api/v1/token/refresh": { "post": open(with(
                operation("refreshTokens", "The next ones, for a refresh token, which works once.", "Tokens", &[400, 401, 403, 429]),
                "requestBody",
                body("TokenShown"),
            )) },
            "/api/v1/token/revoke": { "post": open(with(
                operation("revokeTokens", "Ends a refresh token and all that follow from it. One that is none has ended already.", "Done", &[400, 429]),
                "requestBody",
                body("TokenShown"),
            )) },
        },
        "components": {
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer", "description": "A key, or an access token made with one." } },
            "schemas": schemas(),
        },
    })
}

/// Answers with that in its envelope, or with one of these statuses. Whoever comes too often, sends too much or meets a
/// shop that is busy is told so under the default.
fn operation(id: &str, summary: &str, data: &str, refusals: &[u16]) -> Value {
    let mut answers = json!({
        "200": { "description": "What was asked for.", "content": content(data) },
        "default": refusal("Why not. `error.code` is stable."),
    });
    for status in refusals {
        answers[status.to_string()] = refusal(match status {
            400 => "It cannot be read.",
            401 => "The key or token does not work.",
            403 => "The key may not do that, or not from there.",
            422 => "A rule says no.",
            _ => "Too often. `Retry-After` says when to come again.",
        });
    }
    json!({ "operationId": id, "summary": summary, "responses": answers })
}

fn described() -> Value {
    let any = json!({ "application/json": { "schema": { "type": "object" } } });
    let answers = json!({ "200": { "description": "This document.", "content": any } });
    json!({ "operationId": "describe", "summary": "This document.", "responses": answers })
}

fn with(mut operation: Value, name: &str, value: Value) -> Value {
    operation[name] = value;
    operation
}

/// No key is needed.
fn open(operation: Value) -> Value {
    with(operation, "security", json!([]))
}

fn body(schema: &str) -> Value {
    json!({ "required": true, "content": content(schema) })
}

fn refusal(description: &str) -> Value {
    json!({ "description": description, "content": content("Refusal") })
}

fn content(schema: &str) -> Value {
    json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{schema}") } } })
}

fn schemas() -> Value {
    let scope = Scope::ALL.map(Scope::code);
    let nothing = json!({ "type": "null" });
    json!({
        "Account": envelope(whole(json!({
            "id": uuid(), "name": text_of(), "email": text_of(),
            "sells": { "type": "boolean", "description": "Whether they act for a vendor." },
            "created_at": moment(),
        })), &nothing),
        "Licenses": envelope(
            json!({ "type": "array", "items": { "$ref": "#/components/schemas/License" } }),
            &whole(json!({ "limit": { "type": "integer" }, "next": { "type": ["string", "null"], "format": "uuid" } })),
        ),
        "License": whole(json!({
            "id": uuid(),
            "key": { "type": "string", "description": "Masked." },
            "kind": text_of(), "state": text_of(), "since": moment(),
            "expires_at": { "type": ["string", "null"], "format": "date-time" },
            "order": { "type": ["string", "null"] },
            "product": whole(json!({
                "title": text_of(), "kind": text_of(), "vendor": text_of(), "slug": text_of(),
                "version": { "type": ["string", "null"] },
                "url": { "type": "string", "format": "uri" },
            })),
        })),
        "Tokens": envelope(whole(json!({
            "access_token": text_of(), "token_type": { "const": "Bearer" },
            "expires_in": { "type": "integer", "description": "Seconds." },
            "refresh_token": text_of(), "refresh_expires_at": moment(),
            "scopes": { "type": "array", "items": { "enum": scope } },
        })), &nothing),
        "Done": envelope(nothing.clone(), &nothing),
        "TokensWanted": {
            "type": "object", "additionalProperties": false,
            "properties": { "scopes": {
                "type": ["array", "null"], "description": "Fewer than the key has.", "minItems": 1,
                "items": { "type": "string", "enum": scope },
            } },
        },
        "TokenShown": whole(json!({ "refresh_token": text_of() })),
        "Refusal": whole(json!({
            "success": { "const": false },
            "error": whole(json!({
                "code": { "type": "string", "description": "Stable." },
                "message": text_of(), "details": { "type": "array" },
                "request_id": text_of(),
            })),
        })),
    })
}

fn envelope(data: Value, pagination: &Value) -> Value {
    whole(
        json!({ "success": { "const": true }, "message": text_of(), "data": data, "pagination": pagination }),
    )
}

/// An object with all of these and nothing else.
fn whole(properties: Value) -> Value {
    let names: Vec<_> = properties
        .as_object()
        .into_iter()
        .flat_map(|all| all.keys().cloned())
        .collect();
    json!({ "type": "object", "properties": properties, "required": names, "additionalProperties": false })
}

fn text_of() -> Value {
    json!({ "type": "string" })
}

fn uuid() -> Value {
    json!({ "type": "string", "format": "uuid" })
}

fn moment() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_address_of_the_api_is_in_it_and_nothing_else() {
        let mounted: BTreeSet<_> = crate::api::routes()
            .into_iter()
            .map(|route| (route.path, route.method.to_lowercase()))
            .collect();
        let document = document();
        let paths = document["paths"].as_object().expect("paths");
        let described: BTreeSet<_> = paths
            .iter()
            .flat_map(|(path, methods)| {
                let methods = methods.as_object().expect("methods");
                methods.keys().map(|method| (path.clone(), method.clone()))
            })
            .collect();
        assert_eq!(described, mounted);
    }

    #[test]
    fn what_it_refers_to_is_there() {
        let schemas = schemas();
        for reference in text().split("#/components/schemas/").skip(1) {
            let name = reference.split('"').next().expect("name");
            assert!(schemas.get(name).is_some(), "{name}");
        }
    }

    #[test]
    fn the_copy_in_docs_is_the_same() {
        let copy = include_str!("../../../docs/openapi.json");
        assert!(
            copy == text(),
            "write it anew: curl -s http://127.0.0.1:3000/api/v1/openapi.json >docs/openapi.json"
        );
    }
}
