//! What programs may ask with a key, and the page on which people make them.

use market::accounts::api_keys::Scope;
use market::limits::Action;
use serde_json::Value;
use server::Admission;

use crate::purchase::{library_with, orders};
use crate::support::{Answer, Form, Server, Visitor};

const PAGE: &str = "/account/api-keys";

/// The form filled in, with these scopes ticked.
fn filled(page: &Answer, scopes: &[Scope]) -> Form {
    let mut form = page
        .form("/api/make-api-key")
        .with("name", "Nightly report");
    for (nth, scope) in Scope::ALL.into_iter().enumerate() {
        if scopes.contains(&scope) {
            form = form.with(&format!("scopes[{nth}]"), scope.code());
        }
    }
    form
}

fn key_in(page: &Answer) -> Option<String> {
    let text = page.text();
    let mut words = text.split_whitespace();
    words
        .find(|word| word.starts_with("am_test_"))
        .map(str::to_owned)
}

async fn makes_key(visitor: &Visitor, scopes: &[Scope]) -> String {
    let page = visitor.open(PAGE).await;
    let made = visitor.submit(&filled(&page, scopes)).await;
    key_in(&made).unwrap_or_else(|| panic!("no key on {}: {}", made.path, made.text()))
}

/// Asks as programs do: no cookie, whatever they accept.
async fn asks(server: &Server, key: &str, path: &str) -> Answer {
    let bearer = format!("Bearer {key}");
    let headers = [("authorization", bearer.as_str()), ("accept", "*/*")];
    let program = Visitor::to(server);
    let answer = program.ask("GET", path, &headers).await.unwrap();
    assert!(program.cookies().is_empty(), "{path} sets a cookie");
    assert_eq!(answer.header("content-type"), "application/json", "{path}");
    answer
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap()
}

fn must_be_refused(answer: &Answer, status: u16, code: &str) {
    let body = json(answer);
    assert_eq!(answer.status, status, "{body}");
    assert_eq!(body["success"], false);
    assert_eq!(body["error"]["code"], code, "{body}");
    assert!(body["error"]["message"].as_str().unwrap().len() > 10);
    assert!(body["error"]["details"].is_array());
    let id = body["error"]["request_id"].as_str().unwrap();
    assert_eq!(answer.header("x-request-id"), id);
}

#[tokio::test]
async fn a_key_is_made_and_shown_once_works_and_is_revoked_at_once_on_every_server() {
    let server = Server::start().await;
    let other = server.another_node().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let page = ada.open(PAGE).await;
    assert!(page.text().contains("No keys yet"));
    let made = ada.submit(&filled(&page, &[Scope::AccountRead])).await;
    assert_eq!((made.status, made.path.as_str()), (200, PAGE));
    assert_eq!(made.header("cache-control"), "no-store");
    let key = key_in(&made).unwrap();
    let again = ada.open(PAGE).await;
    assert_eq!(key_in(&again), None, "it is shown once");
    assert!(again.text().contains(&format!("…{}", &key[42..])));
    assert!(again.text().contains("Never"));

    for server in [&server, &other] {
        let body = json(&asks(server, &key, "/api/v1/account").await);
        assert_eq!(body["success"], true);
        assert_eq!(body["data"]["email"], "ada@example.com");
        assert_eq!(body["pagination"], Value::Null);
    }
    let used = ada.open(PAGE).await;
    assert!(!used.text().contains("Never"), "its use is noted");
    let revoked = ada.submit(&used.form("/api/revoke-api-key")).await;
    assert!(revoked.text().contains("The key is revoked"));
    for server in [&server, &other] {
        must_be_refused(
            &asks(server, &key, "/api/v1/account").await,
            401,
            "key-needed",
        );
    }
}

#[tokio::test]
async fn a_refused_key_form_keeps_all_that_was_typed() {
    let server = Server::start().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let page = ada.open(PAGE).await;
    let form = filled(&page, &[Scope::LicensesRead])
        .with("days", "7")
        .with("networks", "the office");
    let back = ada.submit(&form).await;
    assert_eq!(back.path, PAGE);
    assert!(back.text().contains("203.0.113.9, 198.51.100.0/24."));
    let form = back.form("/api/make-api-key");
    assert_eq!(form.value("name"), "Nightly report");
    assert_eq!(form.value("networks"), "the office");
    assert_eq!(form.value("scopes[1]"), "licenses:read");
    assert_eq!(form.value("scopes[0]"), "");
    assert!(back.body.contains("value=\"7\" selected"), "the days stay");
    let back = ada.submit(&filled(&page, &[])).await;
    assert!(
        back.text()
            .contains("Choose at least one thing the key may do.")
    );
    let odd = ada
        .submit(
            &page
                .form("/api/make-api-key")
                .with("scopes[0]", "everything"),
        )
        .await;
    assert_eq!(odd.status, 200);
}

#[tokio::test]
async fn nobody_revokes_somebody_elses_key() {
    let server = Server::start().await;
    let (ada, eve) = (Visitor::to(&server), Visitor::to(&server));
    ada.signs_up("Ada").await;
    eve.signs_up("Eve").await;
    let key = makes_key(&ada, &[Scope::AccountRead]).await;
    makes_key(&eve, &[Scope::AccountRead]).await;
    let hers = ada.open(PAGE).await.form("/api/revoke-api-key");
    let answer = eve.submit(&hers).await;
    assert_eq!(answer.status, 404);
    assert_eq!(asks(&server, &key, "/api/v1/account").await.status, 200);
}

#[tokio::test]
async fn every_address_of_the_api_takes_the_scope_it_declares_and_no_cookie() {
    let server = Server::start().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let mut keys = Vec::new();
    for scope in Scope::ALL {
        keys.push((scope, makes_key(&ada, &[scope]).await));
    }
    let declared = server::OWN
        .iter()
        .filter(|(_, path, _)| path.starts_with("/api/"));
    let mut counted = 0;
    for (method, path, admission) in declared {
        let Admission::Key(wanted) = admission else {
            assert!(
                path.starts_with("/api/v1/token") || *path == "/api/v1/openapi.json",
                "{path} takes no key"
            );
            continue;
        };
        assert_eq!(*method, "GET", "{path} writes, and needs tests of its own");
        for (scope, key) in &keys {
            let answer = asks(&server, key, path).await;
            if scope == wanted {
                assert_eq!(answer.status, 200, "{path} with {scope:?}");
                assert_eq!(answer.header("cache-control"), "no-store");
            } else {
                must_be_refused(&answer, 403, "scope-missing");
            }
        }
        let cookie_alone = ada.ask("GET", path, &[]).await.unwrap();
        must_be_refused(&cookie_alone, 401, "key-needed");
        counted += 1;
    }
    assert_eq!(counted, 2);
}

#[tokio::test]
async fn only_a_bearer_that_works_opens_the_api() {
    let server = Server::start().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let key = makes_key(&ada, &[Scope::AccountRead]).await;
    let path = "/api/v1/account";
    let basic = format!("Basic {key}");
    let wrong = format!("Bearer {}x", &key[..45]);
    for headers in [
        &[][..],
        &[("authorization", basic.as_str())],
        &[("authorization", key.as_str())],
        &[("authorization", wrong.as_str())],
        &[("x-api-key", key.as_str())],
    ] {
        let answer = ada.ask("GET", path, headers).await.unwrap();
        must_be_refused(&answer, 401, "key-needed");
        assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"api\"");
    }
    let in_address = ada
        .ask("GET", &format!("{path}?key={key}"), &[])
        .await
        .unwrap();
    must_be_refused(&in_address, 401, "key-needed");
    let bearer = format!("bearer {key}");
    let headers = [("authorization", bearer.as_str())];
    assert_eq!(ada.ask("GET", path, &headers).await.unwrap().status, 200);
    must_be_refused(
        &ada.ask("POST", path, &headers).await.unwrap(),
        405,
        "method-not-allowed",
    );
    must_be_refused(
        &asks(&server, &key, "/api/v1/nothing").await,
        404,
        "not-found",
    );
    must_be_refused(
        &asks(&server, &key, "/api/v1/licenses").await,
        403,
        "scope-missing",
    );
}

#[tokio::test]
async fn licenses_come_in_pages_with_their_keys_hidden() {
    let server = Server::start().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    for kind in ["n8n-workflow", "ai-agent", "automation-asset"] {
        orders(&ada, &format!("price=free&kind={kind}")).await;
    }
    library_with(&ada, 3).await;
    let key = makes_key(&ada, &[Scope::LicensesRead]).await;
    let mut path = "/api/v1/licenses?limit=2".to_owned();
    let mut found = Vec::new();
    loop {
        let answer = asks(&server, &key, &path).await;
        let body = json(&answer);
        for license in body["data"].as_array().unwrap() {
            assert!(license["key"].as_str().unwrap().contains('•'), "{license}");
            assert_eq!(license["state"], "active");
            let url = license["product"]["url"].as_str().unwrap();
            let page = url.strip_prefix(&server.url).unwrap();
            assert_eq!(ada.open(page).await.status, 200);
            found.push(license["id"].as_str().unwrap().to_owned());
        }
        assert_eq!(body["pagination"]["limit"], 2);
        let Some(next) = body["pagination"]["next"].as_str() else {
            assert_eq!(answer.header("link"), "");
            break;
        };
        path = format!("/api/v1/licenses?limit=2&after={next}");
        assert_eq!(answer.header("link"), format!("<{path}>; rel=\"next\""));
    }
    found.dedup();
    assert_eq!(found.len(), 3);
    for odd in [
        "limit=0",
        "limit=101",
        "limit=x",
        "after=1",
        "offset=3",
        "limit=2&limit=3",
    ] {
        let answer = asks(&server, &key, &format!("/api/v1/licenses?{odd}")).await;
        must_be_refused(&answer, 400, "bad-parameter");
    }
}

#[tokio::test]
async fn every_answer_to_a_key_says_what_it_has_left() {
    let server = Server::start().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let key = makes_key(&ada, &[Scope::AccountRead]).await;
    let rule = Action::ApiKey.rule();
    let first = asks(&server, &key, "/api/v1/account").await;
    assert_eq!(first.header("ratelimit-policy"), "\"api-key\";q=60;w=60");
    assert!(first.header("ratelimit").starts_with("\"api-key\";r=59;t="));
    let missing = asks(&server, &key, "/api/v1/licenses").await;
    assert!(missing.header("ratelimit").starts_with("\"api-key\";r="));
    for _ in 0..3 * rule.capacity {
        let answer = asks(&server, &key, "/api/v1/account").await;
        if answer.status != 200 {
            must_be_refused(&answer, 429, "too-often");
            assert_eq!(answer.header("retry-after"), "1");
            assert_eq!(answer.header("ratelimit"), "\"api-key\";r=0;t=1");
            return;
        }
    }
    panic!("there is no end to the tries");
}

#[tokio::test]
async fn pages_of_other_sites_may_ask_only_where_a_setting_says_so() {
    let server = Server::start_with(&[], &[("API_ORIGINS", "https://app.example")]).await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let key = makes_key(&ada, &[Scope::AccountRead]).await;
    let bearer = format!("Bearer {key}");
    let ask = async |method: &str, path: &str, origin: &str| {
        let headers = [
            ("origin", origin),
            ("authorization", bearer.as_str()),
            ("access-control-request-method", "GET"),
            ("access-control-request-headers", "authorization"),
        ];
        Visitor::to(&server)
            .ask(method, path, &headers)
            .await
            .unwrap()
    };
    let allowed = |answer: &Answer| answer.header("access-control-allow-origin").to_owned();
    let path = "/api/v1/account";
    let asked = ask("OPTIONS", path, "https://app.example").await;
    assert_eq!(
        (asked.status, allowed(&asked).as_str()),
        (200, "https://app.example")
    );
    assert_eq!(
        asked.header("access-control-allow-headers"),
        "authorization,content-type"
    );
    assert_eq!(
        allowed(&ask("GET", path, "https://app.example").await),
        "https://app.example"
    );
    assert_eq!(asked.header("access-control-allow-credentials"), "");
    for (path, origin) in [
        (path, "https://evil.example"),
        (path, "https://app.example.evil.example"),
        (path, "null"),
        ("/account", "https://app.example"),
        ("/api/sign-in", "https://app.example"),
    ] {
        for method in ["OPTIONS", "GET"] {
            assert_eq!(
                allowed(&ask(method, path, origin).await),
                "",
                "{path} {origin}"
            );
        }
    }
}

/// Posts JSON as programs do.
async fn posts(server: &Server, key: Option<&str>, path: &str, body: &str) -> Answer {
    let bearer = key.map(|key| format!("Bearer {key}"));
    let mut headers = vec![("accept", "*/*")];
    headers.extend(
        bearer
            .iter()
            .map(|bearer| ("authorization", bearer.as_str())),
    );
    let program = Visitor::to(server);
    let answer = program.post_json(path, &headers, body).await;
    assert!(program.cookies().is_empty());
    assert_eq!(answer.header("content-type"), "application/json", "{path}");
    answer
}

fn told(answer: &Answer, name: &str) -> String {
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    json(answer)["data"][name].as_str().unwrap().to_owned()
}

fn refreshing(token: &str) -> String {
    serde_json::json!({ "refresh_token": token }).to_string()
}

#[tokio::test]
async fn a_program_lives_on_tokens_until_one_is_stolen_and_its_owner_sees_and_ends_them() {
    let server = Server::start().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let key = makes_key(&ada, &Scope::ALL).await;
    let first = posts(&server, Some(&key), "/api/v1/token", "{}").await;
    let lasts = json(&first)["data"]["expires_in"].as_u64().unwrap();
    assert!((895..=900).contains(&lasts), "{lasts} s");
    assert_eq!(json(&first)["data"]["token_type"], "Bearer");
    let access = told(&first, "access_token");
    assert_eq!(asks(&server, &access, "/api/v1/account").await.status, 200);
    assert!(ada.open(PAGE).await.text().contains("Tokens in use"));
    must_be_refused(
        &posts(&server, Some(&access), "/api/v1/token", "{}").await,
        403,
        "key-itself-needed",
    );

    let shown = refreshing(&told(&first, "refresh_token"));
    let second = posts(&server, None, "/api/v1/token/refresh", &shown).await;
    let access = told(&second, "access_token");
    assert_eq!(asks(&server, &access, "/api/v1/licenses").await.status, 200);
    let stolen = posts(&server, None, "/api/v1/token/refresh", &shown).await;
    must_be_refused(&stolen, 401, "token-invalid");
    must_be_refused(
        &asks(&server, &access, "/api/v1/account").await,
        401,
        "key-needed",
    );
    for _ in 0..100 {
        if server.mails().concat().contains("used twice") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(server.mails().concat().contains("used twice"));

    let third = posts(&server, Some(&key), "/api/v1/token", "{}").await;
    let page = ada.open(PAGE).await;
    let ended = ada.submit(&page.form("/api/end-tokens")).await;
    assert!(ended.text().contains("The tokens have ended"));
    let access = told(&third, "access_token");
    must_be_refused(
        &asks(&server, &access, "/api/v1/account").await,
        401,
        "key-needed",
    );

    let fourth = posts(&server, Some(&key), "/api/v1/token", "{}").await;
    let shown = refreshing(&told(&fourth, "refresh_token"));
    for _ in 0..2 {
        assert_eq!(
            posts(&server, None, "/api/v1/token/revoke", &shown)
                .await
                .status,
            200
        );
    }
    must_be_refused(
        &posts(&server, None, "/api/v1/token/refresh", &shown).await,
        401,
        "token-invalid",
    );
    let log = server.log();
    for secret in [key, access, told(&fourth, "refresh_token")] {
        assert!(!log.contains(&secret));
    }
}

#[tokio::test]
async fn whatever_is_posted_for_tokens_is_answered_in_words_for_programs() {
    let server = Server::start().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let key = makes_key(&ada, &[Scope::AccountRead]).await;
    for body in [
        "",
        "[]",
        "{\"scopes\":1}",
        "{\"scope\":\"x\"}",
        "\u{0}",
        "{\"scopes\":null,\"x\":1}",
    ] {
        let answer = posts(&server, Some(&key), "/api/v1/token", body).await;
        must_be_refused(&answer, 400, "bad-body");
    }
    let more = posts(
        &server,
        Some(&key),
        "/api/v1/token",
        "{\"scopes\":[\"licenses:read\"]}",
    )
    .await;
    must_be_refused(&more, 422, "token-scopes");
    must_be_refused(
        &posts(&server, None, "/api/v1/token", "{}").await,
        401,
        "key-needed",
    );
    for path in ["/api/v1/token/refresh", "/api/v1/token/revoke"] {
        must_be_refused(&posts(&server, None, path, "{}").await, 400, "bad-body");
        let form = ada
            .post_with(path, &[("sec-fetch-site", "cross-site")], "refresh_token=x")
            .await;
        must_be_refused(&form, 400, "bad-body");
        let huge = refreshing(&"x".repeat(600_000));
        must_be_refused(&posts(&server, None, path, &huge).await, 413, "too-large");
        must_be_refused(
            &ada.ask("GET", path, &[]).await.unwrap(),
            405,
            "method-not-allowed",
        );
    }
    let unknown = posts(
        &server,
        None,
        "/api/v1/token/refresh",
        &refreshing("nothing"),
    )
    .await;
    must_be_refused(&unknown, 401, "token-invalid");
}
