//! What every answer carries so that browsers keep the shop's pages to themselves, and what no writing request gets past.

use crate::purchase::{a_product, download_link, library_with, orders};
use crate::support::{Answer, Server, Visitor};

/// What may be asked, and whether another site may show it.
const ANSWERS: &[(&str, &str)] = &[
    ("GET", "/"),
    ("GET", "/search?q=invoice"),
    ("GET", "/account"),
    ("GET", "/account/sign-in"),
    ("GET", "/checkout"),
    ("GET", "/library"),
    ("GET", "/tools/workflow"),
    ("GET", "/vendor"),
    ("GET", "/dev/mail"),
    ("GET", "/sandbox-bank/pi_0190a0b1c2d3e4f5061728394a5b6c7d"),
    ("GET", "/nothing-here"),
    ("GET", "/health/live"),
    ("GET", "/metrics"),
    ("GET", "/icon.svg"),
    ("GET", "/robots.txt"),
    ("GET", "/pkg/nothing.js"),
    ("GET", "/downloads/nothing"),
    ("GET", "/api/nothing"),
    ("GET", "/api/v1/account"),
    ("OPTIONS", "/api/v1/account"),
    ("POST", "/api/sign-out"),
    ("PUT", "/about"),
    ("POST", "/webhooks/sandbox"),
    ("OPTIONS", "/"),
];

fn must_be_guarded(what: &str, answer: &Answer) {
    let must = |name: &str, value: &str| assert_eq!(answer.header(name), value, "{name} of {what}");
    must("x-content-type-options", "nosniff");
    must("referrer-policy", "same-origin");
    must("cross-origin-opener-policy", "same-origin");
    must("cross-origin-resource-policy", "same-origin");
    must("x-frame-options", "DENY");
    must("access-control-allow-origin", "");
    must("access-control-allow-credentials", "");
    let allowed = answer.header("permissions-policy");
    for power in ["camera=()", "microphone=()", "geolocation=()", "payment=()"] {
        assert!(allowed.contains(power), "{power} is missing in {what}");
    }
    let policy = answer.header("content-security-policy");
    for part in [
        "default-src '",
        "base-uri 'none'",
        "form-action '",
        "frame-ancestors 'none'",
    ] {
        assert!(
            policy.contains(part),
            "{part} is missing in {what}: {policy}"
        );
    }
    assert!(
        policy.contains("object-src 'none'") || policy.contains("default-src 'none'"),
        "{what}: {policy}"
    );
    for hole in ["unsafe-inline", "'unsafe-eval'", "*", "http:", "https:"] {
        assert!(
            !policy.contains(hole),
            "{hole} is in the policy of {what}: {policy}"
        );
    }
    let page = answer.body.contains("<script");
    assert!(
        !page || policy.contains("script-src 'nonce-"),
        "{what}: {policy}"
    );
}

/// Scripts without this answer's nonce would not run, so there is none.
fn must_have_only_its_own_scripts(what: &str, answer: &Answer) {
    let policy = answer.header("content-security-policy");
    let nonce = policy
        .split("'nonce-")
        .nth(1)
        .and_then(|rest| rest.split('\'').next());
    for script in answer.body.split("<script").skip(1) {
        let tag = script.split('>').next().unwrap_or_default();
        let data = tag.contains("application/ld+json");
        let own = nonce.is_some_and(|nonce| tag.contains(&format!("nonce=\"{nonce}\"")));
        assert!(data || own, "{what} has <script{tag}>");
    }
    assert!(!answer.body.contains(" onclick=") && !answer.body.contains("javascript:"));
}

#[tokio::test]
async fn an_answer_of_every_kind_carries_every_guard() {
    let server = Server::start().await;
    let buyer = Visitor::to(&server);
    buyer.signs_up("Ada").await;
    orders(&buyer, "price=free&kind=n8n-workflow").await;
    let file = download_link(&buyer, &library_with(&buyer, 1).await).await;
    let product = a_product(&buyer, "kind=n8n-workflow&price=free").await;
    let files = ["card.png", "workflow.json", "workflow.png", "workflow.svg"];
    let files = files.map(|file| format!("{product}/{file}"));
    let mut answers: Vec<_> = ANSWERS.to_vec();
    answers.extend([("GET", product.as_str()), ("GET", file.as_str())]);
    answers.extend(files.iter().map(|path| ("GET", path.as_str())));
    for (method, path) in answers {
        for visitor in [&buyer, &Visitor::to(&server)] {
            let foreign = [("accept", "text/html"), ("origin", "https://evil.example")];
            let answer = visitor.ask(method, path, &foreign).await.unwrap();
            let what = format!("{method} {path} ({})", answer.status);
            if answer.header("cross-origin-resource-policy") == "cross-origin" {
                assert!(path.ends_with(".png"), "{what} is for other sites");
                continue;
            }
            must_be_guarded(&what, &answer);
            must_have_only_its_own_scripts(&what, &answer);
            assert_eq!(
                answer.header("strict-transport-security"),
                "",
                "not over http"
            );
        }
    }
}

#[tokio::test]
async fn over_https_browsers_are_told_to_stay_there_and_cookies_are_for_this_host_alone() {
    let server = Server::start_with(&[], &[("PUBLIC_URL", "https://shop.example")]).await;
    let visitor = Visitor::to(&server);
    for path in [
        "/",
        "/nothing-here",
        "/health/live",
        "/api/nothing",
        "/icon.svg",
    ] {
        let answer = visitor.ask("GET", path, &[]).await.unwrap();
        let kept = answer.header("strict-transport-security");
        assert!(kept.starts_with("max-age=63072000"), "{path}: {kept}");
    }
    let own = [
        ("origin", "https://shop.example"),
        ("accept", "application/json"),
    ];
    let body = "email=customer@example.com&password=quiet-harbor-morning&next=";
    let answer = visitor.post_with("/api/sign-in", &own, body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let names: Vec<_> = visitor.cookies().into_keys().collect();
    assert_eq!(
        names,
        [
            "__Host-autopilot",
            "__Host-autopilot-browser",
            "__Host-autopilot-device"
        ]
    );
}

#[tokio::test]
async fn every_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let form = visitor.open("/account/sign-in").await.form("/api/sign-in");
    let form = form
        .with("email", "customer@example.com")
        .with("password", "quiet-harbor-morning");
    let answer = visitor.post(&form).await;
    let cookies: Vec<_> = answer.set_cookies.clone();
    assert_eq!(cookies.len(), 3, "{cookies:?}");
    for cookie in cookies {
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{part} is missing in {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

#[tokio::test]
async fn no_act_is_done_for_whoever_does_not_say_where_they_come_from() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    visitor.signs_up("Ada").await;
    let form = "application/x-www-form-urlencoded";
    let foreign: [&[(&str, &str)]; 6] = [
        &[],
        &[("referer", &format!("{}/cart", server.url))],
        &[("origin", "null")],
        &[
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "cross-site"),
        ],
        &[("sec-fetch-site", "same-site")],
        &[("x-http-method-override", "POST")],
    ];
    let acts = server::census().server_functions;
    assert!(acts.len() >= 11);
    for act in acts {
        for headers in foreign {
            for kind in [form, "text/plain", "application/json"] {
                let headers: Vec<_> = headers
                    .iter()
                    .copied()
                    .chain([("content-type", kind)])
                    .collect();
                let answer = visitor.post_with(&act.path, &headers, "").await;
                assert_eq!(answer.status, 403, "{} {headers:?}", act.path);
            }
        }
        let link = visitor.ask("GET", &act.path, &[("sec-fetch-site", "same-origin")]);
        assert_eq!(link.await.unwrap().status, 405, "{} by a link", act.path);
    }
    assert_eq!(visitor.open("/account").await.path, "/account");
}
