//! What every answer carries, whatever was asked and however it went.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use market::demo::SIGN_INS;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::aftermath;
use crate::console::Console;
use crate::report::Report;
use crate::support::{Answer, Server, Visitor};

/// A header, and what has to stand in it.
const ALWAYS: [(&str, &str); 9] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("content-security-policy", "default-src '"),
    ("content-security-policy", "base-uri 'none'"),
    ("content-security-policy", "frame-ancestors "),
    ("content-security-policy", "form-action '"),
    ("strict-transport-security", "max-age=63072000"),
];

/// Words that tell an attacker which book to open.
const BANNERS: [&str; 8] = [
    "server",
    "x-powered-by",
    "via",
    "x-aspnet-version",
    "x-generator",
    "x-runtime",
    "x-version",
    "x-debug",
];

/// Frames on other sites are what these are made for, and they are nobody's.
fn is_for_others(answer: &Answer) -> bool {
    answer.header("cross-origin-resource-policy") == "cross-origin"
}

fn faults(answer: &Answer, signed_in: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    // A head that is too long is refused while it is read, by nothing that knows headers or has anything to say.
    if answer.status == 431 && answer.body.is_empty() {
        return wrong;
    }
    for (name, part) in ALWAYS {
        if !answer.header(name).contains(part) {
            wrong.push(format!("{name} is {:?}", answer.header(name)));
        }
    }
    let policy = answer.header("content-security-policy");
    let nothing = policy.contains("default-src 'none'");
    if !nothing && !policy.contains("object-src 'none'") {
        wrong.push("plug-ins".to_owned());
    }
    for hole in [
        "unsafe-inline",
        "'unsafe-eval'",
        "http:",
        "https:",
        "data: 'strict",
    ] {
        if policy.contains(hole) {
            wrong.push(format!("{hole} in {policy}"));
        }
    }
    if !is_for_others(answer) {
        if !policy.contains("frame-ancestors 'none'") || answer.header("x-frame-options") != "DENY"
        {
            wrong.push("can be framed".to_owned());
        }
        if answer.header("cross-origin-resource-policy") != "same-origin" {
            wrong.push("can be embedded".to_owned());
        }
    }
    for banner in BANNERS {
        if !answer.header(banner).is_empty() {
            wrong.push(format!("{banner}: {}", answer.header(banner)));
        }
    }
    let kept = answer.header("cache-control");
    let page = answer.header("content-type").starts_with("text/html");
    if page
        && !is_for_others(answer)
        && (kept.contains("public") || (signed_in && !kept.contains("no-store")))
    {
        wrong.push(format!("cache-control is {kept:?}"));
    }
    for tell in [
        "panicked at",
        "stack backtrace",
        "/src/",
        "sqlx",
        "Cargo.toml",
        "RUST_",
    ] {
        if page && answer.status >= 400 && answer.body.contains(tell) {
            wrong.push(format!("says {tell}"));
        }
    }
    wrong
}

/// The nonces of an answer: in its policy and in its scripts they are the same, and long.
fn nonce(answer: &Answer) -> Option<String> {
    let policy = answer.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1)?.split('\'').next()?;
    Some(nonce.to_owned())
}

/// Something to ask for, whoever asks.
struct Question {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Option<String>,
}

fn gets(path: impl Into<String>) -> Question {
    Question {
        method: "GET",
        path: path.into(),
        headers: vec![("accept", "text/html".to_owned())],
        body: None,
    }
}

fn posts(path: &str, headers: &[(&'static str, &str)], body: impl Into<String>) -> Question {
    Question {
        method: "POST",
        path: path.to_owned(),
        headers: headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect(),
        body: Some(body.into()),
    }
}

/// Every class of address, and as many ways for it to go wrong as there are.
fn questions(product: &str) -> Vec<Question> {
    let census = server::census();
    let mut all: Vec<_> = census
        .pages
        .iter()
        .chain(census.own.iter().filter(|route| route.method == "GET"))
        .map(|route| gets(filled(&route.path, product)))
        .collect();
    for file in ["card.png", "workflow.json", "workflow.png", "workflow.svg"] {
        all.push(gets(format!("{product}/{file}")));
    }
    for path in [
        "/icon.svg",
        "/robots.txt",
        "/site.webmanifest",
        "/favicon.ico",
        "/pkg/none.js",
        "/nothing-here",
        "/products?page=99",
        "/api/none",
        "/api/v1/none",
    ] {
        all.push(gets(path));
    }
    let own = [
        ("sec-fetch-site", "same-origin"),
        ("accept", "application/json"),
    ];
    for act in &census.server_functions {
        all.push(posts(&act.path, &own, "x=1"));
        all.push(posts(&act.path, &[("accept", "text/html")], ""));
    }
    all.push(posts("/api/sign-up", &own, "x".repeat(3_000_000)));
    all.push(posts("/webhooks/sandbox", &[], "{}"));
    all.push(posts("/webhooks/nobody", &[], "{}"));
    all.push(posts(
        "/api/v1/token",
        &[("authorization", "Bearer am_test_none")],
        "{}",
    ));
    for method in [
        "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "CONNECT", "PROPFIND", "BREW",
    ] {
        for path in [
            "/",
            "/account",
            "/api/sign-in",
            "/api/v1/account",
            "/icon.svg",
            "/health",
        ] {
            all.push(Question {
                method,
                ..gets(path)
            });
        }
    }
    all.push(Question {
        headers: vec![("cookie", "x=1; ".repeat(4_000))],
        ..gets("/")
    });
    all.push(gets(format!("/search?q={}", "x".repeat(20_000))));
    all.push(gets("/search?q=%ff%00"));
    all.push(gets("/%00"));
    all
}

/// A route's address with something in each of its places.
fn filled(route: &str, product: &str) -> String {
    if route == "/products/{vendor}/{slug}" {
        return product.to_owned();
    }
    let parts = route.split('/').map(|part| {
        if part.starts_with('{') {
            "made-up"
        } else {
            part
        }
    });
    parts.collect::<Vec<_>>().join("/")
}

async fn ask(visitor: &Visitor, question: &Question) -> Option<Answer> {
    let headers: Vec<_> = question
        .headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    match &question.body {
        Some(body) => Some(visitor.post_with(&question.path, &headers, body).await),
        // What a client refuses to send is none of the server's.
        None => visitor
            .ask(question.method, &question.path, &headers)
            .await
            .ok(),
    }
}

/// What our client would not send, and what the server itself says to it.
async fn raw(server: &Server, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(server.url.trim_start_matches("http://"))
        .await
        .unwrap();
    stream.write_all(request).await.unwrap();
    let mut read = Vec::new();
    let limit = std::time::Duration::from_secs(15);
    tokio::time::timeout(limit, stream.read_to_end(&mut read))
        .await
        .unwrap()
        .ok();
    let text = String::from_utf8_lossy(&read).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .and_then(|code| code.parse().ok());
    Answer {
        status: status.unwrap_or_default(),
        path: String::from_utf8_lossy(&request[..request.len().min(40)]).into_owned(),
        headers: lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect(),
        set_cookies: Vec::new(),
        body: body.to_owned(),
    }
}

/// Answers that take some doing: too often, and broken.
async fn unusual(server: &Server) -> Vec<Answer> {
    let (console, visitor) = (Console::of(server).await, Visitor::to(server));
    let own = [
        ("origin", "https://shop.example"),
        ("accept", "application/json"),
    ];
    let mut answers = Vec::new();
    for _ in 0..12 {
        let body = "email=nobody%40headers.example&password=x&next=";
        answers.push(visitor.post_with("/api/sign-in", &own, body).await);
    }
    console
        .run("alter table category rename to gone", &[])
        .await;
    answers.push(
        visitor
            .ask("GET", "/categories", &[("accept", "text/html")])
            .await
            .unwrap(),
    );
    answers.push(
        visitor
            .ask("GET", "/categories", &[("accept", "application/json")])
            .await
            .unwrap(),
    );
    console
        .run("alter table gone rename to category", &[])
        .await;
    answers
}

#[tokio::test]
async fn every_answer_of_every_status_is_guarded() {
    let report = Report::of("J6");
    let public = [("PUBLIC_URL", "https://shop.example")];
    let server = Server::start_with(&[], &public).await;
    let guest = Visitor::to(&server);
    let admin = Visitor::to(&server);
    let own = [
        ("origin", "https://shop.example"),
        ("accept", "application/json"),
    ];
    let body = format!(
        "email={}&password={}&next=",
        SIGN_INS[2].email.replace('@', "%40"),
        SIGN_INS[2].password
    );
    admin.post_with("/api/sign-in", &own, &body).await;
    assert!(admin.cookies().contains_key("__Host-autopilot"));
    let product = guest
        .open("/products?kind=n8n-workflow&price=free")
        .await
        .links("main a[href^='/products/']");
    let product = product
        .into_iter()
        .find(|link| link.matches('/').count() == 3)
        .unwrap();

    let mut wrong = Vec::new();
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    let mut nonces = BTreeSet::new();
    let (mut answers, mut pages, mut shortest) = (0, 0, usize::MAX);
    for question in questions(&product) {
        for (signed_in, visitor) in [(false, &guest), (true, &admin)] {
            let fresh = visitor.another_tab();
            let Some(answer) = ask(&fresh, &question).await else {
                continue;
            };
            answers += 1;
            *statuses.entry(answer.status).or_default() += 1;
            let what = format!(
                "{} {} ({})",
                question.method,
                &question.path[..question.path.len().min(60)],
                answer.status
            );
            wrong.extend(
                faults(&answer, signed_in)
                    .into_iter()
                    .map(|fault| format!("{what}: {fault}")),
            );
            if matches!(question.method, "TRACE" | "CONNECT" | "BREW")
                && !matches!(answer.status, 400..=405 | 501)
            {
                wrong.push(format!("{what}: is answered"));
            }
            if let Some(nonce) = nonce(&answer) {
                pages += 1;
                let bytes = URL_SAFE_NO_PAD.decode(&nonce);
                shortest = shortest.min(bytes.map_or(0, |bytes| 8 * bytes.len()));
                if !nonces.insert(nonce) {
                    wrong.push(format!("{what}: a nonce from before"));
                }
            }
        }
    }
    for request in [
        &b"TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"[..],
        b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
    ] {
        let answer = raw(&server, request).await;
        answers += 1;
        *statuses.entry(answer.status).or_default() += 1;
        for banner in BANNERS {
            if !answer.header(banner).is_empty() {
                wrong.push(format!("{:?}: {banner}", answer.path));
            }
        }
        if answer.path.starts_with("TRACE") && answer.status != 405 {
            wrong.push(format!("TRACE is {}", answer.status));
        }
    }
    for answer in unusual(&server).await {
        answers += 1;
        *statuses.entry(answer.status).or_default() += 1;
        let what = format!("{} ({})", answer.path, answer.status);
        wrong.extend(
            faults(&answer, false)
                .into_iter()
                .map(|fault| format!("{what}: {fault}")),
        );
    }
    aftermath::must_be_clean(&server, &[]).await;
    println!("{:#?} {statuses:?}", &wrong[..wrong.len().min(40)]);
    report
        .figure("answers", answers)
        .figure(
            "statuses",
            format!("{:?}", statuses.keys().collect::<Vec<_>>()),
        )
        .figure("pages_with_nonce", pages)
        .figure("nonce_bits", shortest)
        .figure("faults", wrong.len())
        .pass(
            wrong.is_empty()
                && shortest >= 128
                && nonces.len() == pages
                && [429, 500]
                    .iter()
                    .all(|status| statuses.contains_key(status))
                && statuses.len() >= 12,
        );
}
