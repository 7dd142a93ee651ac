//! JSON that is too deep, too wide, or not quite JSON, wherever the shop reads any.

use std::time::{Duration, Instant};

use market::Keys;
use market::accounts::api_keys::Scope;
use market::checkout::sandbox::{SIGNATURE_HEADER, sign};
use time::OffsetDateTime;

use crate::aftermath;
use crate::raw::Raw;
use crate::report::Report;
use crate::support::{Server, Visitor};

/// From the last byte sent to the answer. Code without optimization takes its time.
const ALLOWED: Duration = Duration::from_millis(if cfg!(debug_assertions) { 500 } else { 50 });

#[tokio::test]
async fn is_refused_at_once_wherever_it_is_read() {
    let report = Report::of("F3");
    let server = Server::start().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let guest = Visitor::to(&server);
    let key = makes_key(&ada).await;
    let bearer = format!("Bearer {key}");
    let (mut asked, mut wrong, mut slowest) = (0, Vec::new(), Duration::ZERO);
    let acts = server::census().server_functions;
    for (what, document) in documents() {
        let mut answers = Vec::new();
        for path in [
            "/api/v1/token",
            "/api/v1/token/refresh",
            "/api/v1/token/revoke",
        ] {
            let headers = [
                ("authorization", bearer.as_str()),
                ("content-type", "application/json"),
            ];
            answers.push(timed(&ada, &server, path, &headers, &document).await);
        }
        let signature = sign(&Keys::from_master([7; 32]), document.as_bytes(), now());
        let headers = [
            (SIGNATURE_HEADER, signature.as_str()),
            ("content-type", "application/json"),
        ];
        answers.push(timed(&ada, &server, "/webhooks/sandbox", &headers, &document).await);
        // Acts read forms alone. Some want nothing at all, and are done whatever was sent.
        let own = [
            ("sec-fetch-site", "same-origin"),
            ("content-type", "application/json"),
            ("accept", "application/json"),
        ];
        for act in &acts {
            let (path, status, took) = timed(&guest, &server, &act.path, &own, &document).await;
            answers.push((path, if status < 400 { 400 } else { status }, took));
        }
        // A passkey's answer is JSON within a form.
        let form = [
            ("sec-fetch-site", "same-origin"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "application/json"),
        ];
        for act in [
            "/api/passkey-sign-in",
            "/api/passkey-confirm",
            "/api/add-passkey",
        ] {
            let mut body = url::form_urlencoded::Serializer::new(String::new());
            body.extend_pairs([("answer", document.as_str()), ("name", "Key"), ("next", "")]);
            answers.push(timed(&ada, &server, act, &form, &body.finish()).await);
        }
        for (path, status, took) in answers {
            asked += 1;
            slowest = slowest.max(took);
            if !(400..500).contains(&status) || took > ALLOWED {
                wrong.push(format!("{what} for {path}: {status} after {took:?}"));
            }
        }
    }
    let (files, slowest_file) = workflow_files();
    aftermath::must_be_clean(&server, &[&key]).await;
    for wrong in &wrong {
        eprintln!("{wrong}");
    }
    report
        .figure("requests", asked)
        .figure("wrong", wrong.len())
        .figure("slowest_ms", slowest.as_millis() as u64)
        .figure("workflow_files", files)
        .figure("slowest_file_ms", slowest_file.as_millis() as u64)
        .pass(wrong.is_empty() && slowest_file < ALLOWED * 20);
}

async fn makes_key(visitor: &Visitor) -> String {
    let page = visitor.open("/account/api-keys").await;
    let form = page
        .form("/api/make-api-key")
        .with("name", "Nightly report")
        .with("scopes[0]", Scope::AccountRead.code());
    let made = visitor.submit(&form).await.text();
    let key = made
        .split_whitespace()
        .find(|word| word.starts_with("am_test_"));
    key.unwrap().to_owned()
}

async fn timed(
    visitor: &Visitor,
    server: &Server,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (String, u16, Duration) {
    let headers: String = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let cookies: Vec<_> = visitor.cookies().into_iter().collect();
    let cookies = cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    let cookies = cookies.collect::<Vec<_>>().join("; ");
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nCookie: {cookies}\r\nContent-Length: {}\r\n{headers}\r\n",
        body.len()
    );
    let mut connection = Raw::to(&server.url).await.unwrap();
    connection.send(head.as_bytes()).await;
    connection.send(body.as_bytes()).await;
    let began = Instant::now();
    let answers = connection.answers(Duration::from_secs(10)).await;
    let status = answers.first().map_or(0, |answer| answer.status);
    (path.to_owned(), status, began.elapsed())
}

/// None is what any of those who read them want.
fn documents() -> Vec<(&'static str, String)> {
    let keys = (0..40_000)
        .map(|n| format!("\"k{n}\":0"))
        .collect::<Vec<_>>();
    vec![
        ("100,000 arrays", "[".repeat(100_000)),
        (
            "100,000 closed arrays",
            format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)),
        ),
        ("50,000 objects", "{\"a\":".repeat(50_000)),
        (
            "127 arrays",
            format!("{}{}", "[".repeat(127), "]".repeat(127)),
        ),
        (
            "127 objects in what is wanted",
            format!(
                "{{\"refresh_token\":{}1{}}}",
                "{\"a\":".repeat(120),
                "}".repeat(120)
            ),
        ),
        ("40,000 keys", format!("{{{}}}", keys.join(","))),
        (
            "1,000,000 keys",
            format!("{{{}}}", vec!["\"k\":0"; 1_000_000].join(",")),
        ),
        (
            "200,000 numbers",
            format!("[{}]", vec!["0"; 200_000].join(",")),
        ),
        ("a number too large", "{\"refresh_token\":1e400}".to_owned()),
        ("a number of 400,000 digits", "9".repeat(400_000)),
        (
            "the same key twice",
            "{\"refresh_token\":\"a\",\"refresh_token\":\"b\",\"scopes\":[],\"scopes\":[]}"
                .to_owned(),
        ),
        (
            "half a surrogate",
            "{\"refresh_token\":\"\\ud800\",\"scopes\":[\"\\ud800\"]}".to_owned(),
        ),
        (
            "NUL",
            "{\"refresh_token\":\"\\u0000\",\"scopes\":[\"\\u0000\"]}".to_owned(),
        ),
        (
            "a string of 400,000",
            format!(
                "{{\"refresh_token\":\"{0}\",\"scopes\":[\"{0}\"]}}",
                "x".repeat(200_000)
            ),
        ),
        (
            "no number",
            "{\"refresh_token\":NaN,\"scopes\":[Infinity]}".to_owned(),
        ),
        (
            "more after it",
            "{\"refresh_token\":\"a\",\"scopes\":[]} {}".to_owned(),
        ),
        ("nothing", String::new()),
        (
            "a byte order mark",
            "\u{feff}{\"refresh_token\":\"a\",\"scopes\":[]}".to_owned(),
        ),
    ]
}

/// What a thread of the server has for its stack is what reading one has here.
fn workflow_files() -> (usize, Duration) {
    let nested = |depth| {
        let (open, close) = ("{\"a\":".repeat(depth), "}".repeat(depth));
        format!(
            r#"{{"nodes":[{{"name":"A","type":"n8n-nodes-base.set","parameters":{open}1{close}}}],"connections":{{}}}}"#
        )
    };
    let mut files: Vec<String> = documents()
        .into_iter()
        .map(|(_, document)| document)
        .collect();
    files.extend([64, 120, 127, 128, 1_000, 100_000].map(nested));
    let count = files.len();
    let read = std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(move || {
            let mut slowest = Duration::ZERO;
            for file in files {
                let began = Instant::now();
                if let Ok(parsed) = workflow::parse(file.as_bytes()) {
                    workflow::lint(&parsed);
                }
                slowest = slowest.max(began.elapsed());
            }
            slowest
        });
    (count, read.unwrap().join().unwrap())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the server under test runs on the machine's clock"
)]
fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}
