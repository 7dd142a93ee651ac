//! More than there is room for: of bodies, of fields, of addresses, of headers.

use std::time::{Duration, Instant};

use crate::aftermath;
use crate::crowd::visits;
use crate::memory::Memory;
use crate::raw::Raw;
use crate::report::{Report, quick};
use crate::support::Server;

/// What a bomb may be answered: that it is too large, that its head is, that it cannot be read; or, when nobody looked at
/// it yet, that one has to sign in.
const REFUSED: [u16; 6] = [400, 401, 413, 414, 415, 431];
const ROOM_MB: f64 = 32.0;

struct Bomb {
    name: &'static str,
    head: String,
    /// Sent again and again, so often.
    piece: Vec<u8>,
    pieces: usize,
}

#[tokio::test]
async fn are_refused_without_being_held() {
    let report = Report::of("F2");
    let server = Server::start().await;
    // What the server needs for its usual work is no bomb's doing.
    let pages = ["/", "/products", "/account/sign-in"].map(str::to_owned);
    visits(&server.url, &pages, 20.0, Duration::from_secs(3)).await;
    let memory = Memory::of(&server);
    let mut wrong = Vec::new();
    let mut slowest = Duration::ZERO;
    let all = bombs();
    let count = all.len();
    for bomb in all {
        let began = Instant::now();
        let thrown = (0..3).map(|_| throw(&server.url, &bomb));
        let answers = futures::future::join_all(thrown).await;
        slowest = slowest.max(began.elapsed());
        if !answers
            .iter()
            .all(|status| status.is_some_and(|status| REFUSED.contains(&status)))
        {
            wrong.push(format!("{}: {answers:?}", bomb.name));
        }
    }
    let grown = memory.grown_mb();
    aftermath::must_be_clean(&server, &[]).await;
    for wrong in &wrong {
        eprintln!("{wrong}");
    }
    report
        .figure("bombs", count)
        .figure("not_refused", wrong.len())
        .figure("rss_mb", grown)
        .figure("slowest_secs", slowest.as_secs_f64())
        .pass(wrong.is_empty() && grown <= ROOM_MB);
}

fn bombs() -> Vec<Bomb> {
    const FORM: &str = "application/x-www-form-urlencoded";
    let mb = vec![b'x'; 1 << 20];
    let chunk = [b"100000\r\n".as_slice(), &mb, b"\r\n"].concat();
    let endless = if quick() { 64 } else { 10 << 10 };
    let fields: String = (0..60_000).map(|n| format!("a{n}=&")).collect();
    let parts = "--part\r\ncontent-disposition: form-data; name=\"x\"\r\n\r\n\r\n".repeat(9_000);
    let packed = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03";
    let sized = |path: &str, kind: &str, more: &str, length: u64| {
        format!("{}{more}Content-Length: {length}\r\n\r\n", post(path, kind))
    };
    let chunked =
        |path: &str, kind: &str| format!("{}Transfer-Encoding: chunked\r\n\r\n", post(path, kind));
    let mut all = Vec::new();
    let mut add = |name, head: String, piece: &[u8], pieces| {
        all.push(Bomb {
            name,
            head,
            piece: piece.to_vec(),
            pieces,
        });
    };
    add(
        "3 MB form",
        sized("/api/sign-in", FORM, "", 3 << 20),
        &mb,
        3,
    );
    add("3 MB chunked", chunked("/api/sign-in", FORM), &chunk, 3);
    add(
        "10 GB announced",
        sized("/api/sign-in", FORM, "", 10 << 30),
        &mb,
        endless,
    );
    add(
        "10 GB chunked",
        chunked("/api/sign-in", FORM),
        &chunk,
        endless,
    );
    add(
        "10 GB webhook",
        chunked("/webhooks/sandbox", "application/json"),
        &chunk,
        endless,
    );
    add(
        "10 GB for programs",
        chunked("/api/v1/token/refresh", "application/json"),
        &chunk,
        endless,
    );
    let picture = "multipart/form-data; boundary=part";
    add(
        "10 GB picture",
        chunked("/api/set-picture", picture),
        &chunk,
        endless,
    );
    add(
        "9 MB picture",
        sized("/api/set-picture", picture, "", 9 << 20),
        &mb,
        9,
    );
    add(
        "length beyond 64 bits",
        sized("/api/sign-in", FORM, "", 0).replace("Length: 0", "Length: 99999999999999999999"),
        b"",
        0,
    );
    add(
        "60,000 fields",
        sized("/api/sign-in", FORM, "", fields.len() as u64),
        fields.as_bytes(),
        1,
    );
    let twice = format!("{fields}{fields}");
    add(
        "120,000 fields",
        sized("/api/sign-in", FORM, "", twice.len() as u64),
        twice.as_bytes(),
        1,
    );
    add(
        "9,000 parts",
        sized("/api/set-picture", picture, "", parts.len() as u64),
        parts.as_bytes(),
        1,
    );
    let name = [&mb[..], b"=1"].concat();
    add(
        "1 MB field name",
        sized("/api/sign-in", FORM, "", name.len() as u64),
        &name,
        1,
    );
    let name = [&mb[..400 << 10], b"=1"].concat();
    add(
        "400 kB field name",
        sized("/api/sign-in", FORM, "", name.len() as u64),
        &name,
        1,
    );
    let deep = format!("a{}=1", "[a]".repeat(60_000));
    add(
        "60,000 brackets",
        sized("/api/sign-in", FORM, "", deep.len() as u64),
        deep.as_bytes(),
        1,
    );
    let part = [
        b"--part\r\ncontent-disposition: form-data; name=\"".as_slice(),
        &mb[..500 << 10],
        b"\"\r\n\r\n\r\n--part--\r\n",
    ]
    .concat();
    add(
        "500 kB part name",
        sized("/api/set-picture", picture, "", part.len() as u64),
        &part,
        1,
    );
    add(
        "packed form",
        sized("/api/sign-in", FORM, "Content-Encoding: gzip\r\n", 10),
        packed,
        1,
    );
    add(
        "packed JSON",
        sized(
            "/api/v1/token/refresh",
            "application/json",
            "Content-Encoding: gzip\r\n",
            10,
        ),
        packed,
        1,
    );
    let address = |length: usize| {
        format!(
            "GET /{} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n",
            "a".repeat(length)
        )
    };
    add("64 kB address", address(64 << 10), b"", 0);
    add("1 MB address", address(1 << 20), b"", 0);
    let query = format!(
        "GET /search?{} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n",
        "q=a&".repeat(16 << 10)
    );
    add("64 kB query", query, b"", 0);
    let get =
        |more: String| format!("GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n{more}\r\n");
    add(
        "200 headers",
        get((0..200).map(|n| format!("X-{n}: 1\r\n")).collect()),
        b"",
        0,
    );
    add(
        "16 kB cookie",
        get(format!("Cookie: a={}\r\n", "x".repeat(16 << 10))),
        b"",
        0,
    );
    add(
        "1 MB header",
        get(format!("X-A: {}\r\n", "x".repeat(1 << 20))),
        b"",
        0,
    );
    add(
        "1 MB header name",
        get(format!("{}: a\r\n", "x".repeat(1 << 20))),
        b"",
        0,
    );
    all
}

fn post(path: &str, kind: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nAccept: application/json\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {kind}\r\n"
    )
}

/// The first answer's status, once it has been sent or the server has had enough.
async fn throw(url: &str, bomb: &Bomb) -> Option<u16> {
    let mut connection = Raw::to(url).await.unwrap();
    let mut taken = connection.send(bomb.head.as_bytes()).await;
    for _ in 0..bomb.pieces {
        taken = taken && connection.send(&bomb.piece).await;
        if !taken {
            break;
        }
    }
    let answers = connection.answers(Duration::from_secs(6)).await;
    answers.first().map(|answer| answer.status)
}
