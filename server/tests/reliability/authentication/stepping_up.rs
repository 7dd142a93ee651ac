//! Acts on secrets and rights ask who one is once more, when that was shown longer ago than an hour.

use std::collections::BTreeSet;

use market::demo::SIGN_INS;

use crate::aftermath;
use crate::console::Console;
use crate::report::Report;
use crate::support::{Server, Visitor};

/// Acts that take nothing but somebody fresh.
const FRESH: [&str; 13] = [
    "/api/add-passkey",
    "/api/ask-data-export",
    "/api/close-account",
    "/api/confirm-authenticator",
    "/api/grant-role",
    "/api/link-sign-in-method",
    "/api/make-api-key",
    "/api/make-recovery-codes",
    "/api/remove-authenticator",
    "/api/remove-passkey",
    "/api/start-authenticator",
    "/api/start-passkey",
    "/api/unlink-sign-in-method",
];

/// Acts that ask for the password themselves.
const ASKING: [(&str, &str); 2] = [
    (
        "/api/change-password",
        "current=wrong&password=another+fine+password",
    ),
    (
        "/api/ask-email-change",
        "email=eve%40elsewhere.example&current=wrong",
    ),
];

/// What every act needs to be read at all; each takes of it what it knows.
const FIELDS: &str = "next=&name=x&answer=x&code=x&days=30&scopes%5B0%5D=account%3Aread&networks=&provider=google\
    &passkey=00000000-0000-0000-0000-0000000000aa&email=nobody%40example.com&role=support";

async fn an_hour_passes(visitor: &Visitor) {
    let clock = visitor.open("/dev/clock").await;
    visitor
        .submit(&clock.form("/api/move-clock").with("leap", "hour"))
        .await;
}

/// The code that each act answers with.
async fn said(visitor: &Visitor, act: &str, body: &str) -> String {
    let headers = [
        ("accept", "application/json"),
        ("sec-fetch-site", "same-origin"),
    ];
    let answer = visitor.post_with(act, &headers, body).await;
    let read: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
    read["error"]["code"].as_str().unwrap_or("done").to_owned()
}

#[tokio::test]
async fn acts_on_secrets_and_rights_ask_once_more_after_an_hour() {
    let report = Report::of("H10");
    let server = Server::start().await;
    let console = Console::of(&server).await;
    let admin = Visitor::to(&server);
    admin
        .signs_in(SIGN_INS[2].email, SIGN_INS[2].password)
        .await;
    an_hour_passes(&admin).await;
    let rows = "select (select count(*) from api_key)::text || ' ' || (select count(*) from authenticator)::text || ' '
                || (select string_agg(role || password_hash || email, ',' order by id) from account where password_hash is not null)";
    let before = console.one(rows, &[]).await;

    let acts: BTreeSet<String> = server::census()
        .server_functions
        .into_iter()
        .map(|act| act.path)
        .collect();
    let wanted: BTreeSet<&str> = FRESH
        .into_iter()
        .filter(|act| acts.contains(*act))
        .collect();
    let mut asked = BTreeSet::new();
    for act in &acts {
        // These would end the session or move on; neither is about secrets.
        if !matches!(act.as_str(), "/api/sign-out" | "/api/move-clock")
            && said(&admin, act, FIELDS).await == "proof-needed"
        {
            asked.insert(act.as_str());
        }
    }
    let mut wrong: Vec<String> = wanted
        .symmetric_difference(&asked)
        .map(|act| (*act).to_owned())
        .collect();
    for (act, body) in ASKING {
        let code = said(&admin, act, body).await;
        if !code.contains("password") {
            wrong.push(format!("{act}: {code}"));
        }
    }
    let changed = console.one(rows, &[]).await != before;

    // And once they have shown it, they go on.
    let form = admin
        .open("/account/confirm")
        .await
        .form("/api/confirm-identity");
    admin
        .submit(&form.with("password", SIGN_INS[2].password))
        .await;
    let code = said(&admin, "/api/grant-role", FIELDS).await;
    if code == "proof-needed" {
        wrong.push("the proof did not count".to_owned());
    }
    aftermath::must_be_clean(&server, &[]).await;
    println!("{wrong:#?}");
    report
        .figure("acts", acts.len())
        .figure("asking_anew", asked.len() + ASKING.len())
        .figure("rows_changed", changed)
        .pass(wrong.is_empty() && !changed && asked.len() >= 10);
}
