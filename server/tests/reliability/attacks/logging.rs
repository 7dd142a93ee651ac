//! What somebody sends stays in its place in the log: one line of JSON for each event, and nothing that moves a terminal.

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::console::Console;
use crate::report::Report;
use crate::support::{Server, Visitor};

/// A line of its own, a color, a bell, an end of text; the last part is looked for in the log.
const HOSTILE: [&str; 8] = [
    "x\r\n{\"level\":\"ERROR\",\"message\":\"forged-entry\"}",
    "x\n2026-01-01T00:00:00Z ERROR forged-entry",
    "x\u{1b}[2J\u{1b}[31mforged-entry",
    "x\u{9b}31mforged-entry",
    "x\u{7}\u{8}\u{8}forged-entry",
    "x\u{2028}{\"forged-entry\":1}",
    "x\u{202e}yrtne-degrof",
    "\",\"level\":\"ERROR\",\"forged-entry\":\"",
];

/// As the bytes of a request, where HTTP lets them through.
async fn send(server: &Server, request: Vec<u8>) {
    let mut stream = TcpStream::connect(server.url.trim_start_matches("http://"))
        .await
        .unwrap();
    stream.write_all(&request).await.ok();
    let mut read = Vec::new();
    let limit = std::time::Duration::from_secs(12);
    tokio::time::timeout(limit, stream.read_to_end(&mut read))
        .await
        .ok();
}

#[tokio::test]
async fn one_event_is_one_line_whatever_somebody_sends() {
    let report = Report::of("J11");
    let settings = [
        ("MODE", "production"),
        ("ALLOW_SANDBOX_PAYMENTS", "true"),
        ("TRUSTED_PROXIES", "192.0.2.1"),
        (
            "LOG",
            "info,server=trace,app=trace,market=trace,sqlx=debug,tower_sessions=debug,hyper=debug,h2=debug",
        ),
        ("GOOGLE_CLIENT_ID", "x"),
        ("GOOGLE_CLIENT_SECRET", "between-us"),
        ("GOOGLE_URL", "https://127.0.0.1:1"),
    ];
    let server = Server::start_with(&[], &settings).await;
    let console = Console::of(&server).await;
    let mut sent = 0;
    for text in HOSTILE {
        let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        let path = encoded.replace('+', "%20");
        console.run("delete from limit_bucket", &[]).await;
        let visitor = Visitor::to(&server);
        for page in [
            format!("/{path}"),
            format!("/products/{path}/{path}"),
            format!("/search?q={path}"),
            format!("/account/sign-in?next={path}"),
            format!("/account/sign-in/google/callback?error={path}&state={path}&code={path}"),
            format!("/downloads/{path}"),
            format!("/embed/{path}"),
            format!("/webhooks/{path}"),
            format!("/api/{path}"),
        ] {
            visitor
                .ask("GET", &page, &[("accept", "text/html")])
                .await
                .unwrap();
            sent += 1;
        }
        let own = [
            ("accept", "application/json"),
            ("sec-fetch-site", "same-origin"),
        ];
        for act in server::census().server_functions {
            let fields = [
                "email", "password", "name", "next", "token", "code", "provider", "product", "id",
                "key", "role", "leap", "answer",
            ];
            let body = fields.map(|field| format!("{field}={encoded}")).join("&");
            visitor.post_with(&act.path, &own, &body).await;
            sent += 1;
        }
        visitor
            .post_with(&format!("/webhooks/{path}"), &[], text)
            .await;
        visitor
            .post_json(
                "/api/v1/token",
                &[("authorization", "Bearer am_live_x")],
                &serde_json::json!({ text: text }).to_string(),
            )
            .await;
        // In headers only what HTTP allows: bytes above ASCII, tabs, and the signs of terminals that some servers let pass.
        for header in [
            "user-agent",
            "referer",
            "x-forwarded-for",
            "cookie",
            "origin",
            "host",
            "accept",
            "x-request-id",
            "traceparent",
            "authorization",
            "content-type",
        ] {
            let one_line = text.replace(['\r', '\n'], "\t");
            let head = format!(
                "GET /account HTTP/1.1\r\nhost: shop\r\n{header}: {one_line}\r\nconnection: close\r\n\r\n"
            );
            send(&server, head.into_bytes()).await;
            let folded = format!(
                "GET /account HTTP/1.1\r\nhost: shop\r\n{header}: x\r\n {text}\r\nconnection: close\r\n\r\n"
            );
            send(&server, folded.into_bytes()).await;
            sent += 2;
        }
        send(
            &server,
            format!("{text} / HTTP/1.1\r\nhost: shop\r\nconnection: close\r\n\r\n").into_bytes(),
        )
        .await;
        send(
            &server,
            format!("GET /{text} HTTP/1.1\r\nhost: shop\r\nconnection: close\r\n\r\n").into_bytes(),
        )
        .await;
        sent += 4;
    }
    let log = server.log();
    let lines: Vec<_> = log.lines().filter(|line| !line.trim().is_empty()).collect();
    // Before its log is set up, and for whoever starts it by hand, the server greets in words of its own.
    let events: Vec<_> = lines
        .iter()
        .filter(|line| !line.starts_with("  "))
        .collect();
    let broken: Vec<_> = events
        .iter()
        .filter(|line| !serde_json::from_str::<Value>(line).is_ok_and(|event| event.is_object()))
        .collect();
    let forged: Vec<_> = events
        .iter()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|event| event.get("forged-entry").is_some() || event["message"] == "forged-entry")
        .collect();
    let moving: Vec<_> = lines
        .iter()
        .filter(|line| line.chars().any(|c| c.is_control() && c != '\t'))
        .collect();
    println!(
        "{:#?} {forged:?} {moving:?}",
        &broken[..broken.len().min(10)]
    );
    server.must_be_sound().await;
    report
        .figure("requests", sent)
        .figure("events", events.len())
        .figure("broken_lines", broken.len())
        .figure("forged_events", forged.len())
        .figure("lines_with_controls", moving.len())
        .pass(
            broken.is_empty() && forged.is_empty() && moving.is_empty() && events.len() > sent / 2,
        );
}
