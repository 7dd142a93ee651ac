//! The requests, after what is known of desynchronised readers of HTTP/1.1 (RFC 9112, sections 6, 7 and 11.2).

use crate::raw::Answered;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// No reading is safe: it is refused, and nothing after it is read.
    Refused,
    /// There is one reading. It may also be refused.
    One,
}

pub struct Case {
    pub name: String,
    pub bytes: Vec<u8>,
    pub reading: Reading,
}

impl Case {
    /// Its own answer, after which the connection may end.
    pub fn ends_here(&self, own: &Answered) -> bool {
        self.reading == Reading::One && own.status < 500
    }
}

/// What would be read as a request of its own by whoever takes the first one to have ended before it.
const HIDDEN: &str = "GET /health/live HTTP/1.1\r\nHost: shop\r\nX: ";

pub fn all() -> Vec<Case> {
    let mut all = Vec::new();
    let mut add = |reading, name: &str, bytes: &[u8]| {
        all.push(Case {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
            reading,
        });
    };
    two_lengths(&mut add);
    strange_lengths(&mut add);
    hidden_encodings(&mut add);
    strange_chunks(&mut add);
    strange_lines(&mut add);
    strange_targets(&mut add);
    upgrades(&mut add);
    all
}

type Add<'a> = dyn FnMut(Reading, &str, &[u8]) + 'a;

fn post(headers: &str, body: &str) -> Vec<u8> {
    format!(
        "POST /webhooks/none HTTP/1.1\r\nHost: shop\r\nContent-Type: text/plain\r\n{headers}\r\n{body}"
    )
    .into_bytes()
}

/// As chunks: nothing, and behind it something.
fn ended() -> String {
    format!("0\r\n\r\n{HIDDEN}")
}

fn two_lengths(add: &mut Add) {
    let chunked = "Transfer-Encoding: chunked\r\n";
    let length = |body: &str| format!("Content-Length: {}\r\n", body.len());
    let body = ended();
    add(
        Reading::One,
        "CL.TE",
        &post(&format!("{}{chunked}", length(&body)), &body),
    );
    add(
        Reading::One,
        "TE.CL",
        &post(&format!("{chunked}{}", length(&body)), &body),
    );
    add(
        Reading::One,
        "TE.CL short",
        &post(&format!("{chunked}Content-Length: 3\r\n"), &body),
    );
    add(
        Reading::One,
        "CL 0 and TE",
        &post(&format!("Content-Length: 0\r\n{chunked}"), &body),
    );
    add(
        Reading::Refused,
        "two lengths",
        &post("Content-Length: 0\r\nContent-Length: 44\r\n", HIDDEN),
    );
    add(
        Reading::Refused,
        "two lengths, the other way",
        &post("Content-Length: 44\r\nContent-Length: 0\r\n", HIDDEN),
    );
    add(
        Reading::One,
        "the same length twice",
        &post("Content-Length: 2\r\nContent-Length: 2\r\n", "ok"),
    );
    add(
        Reading::Refused,
        "two lengths in one",
        &post("Content-Length: 0, 44\r\n", HIDDEN),
    );
    add(
        Reading::One,
        "the same length twice in one",
        &post("Content-Length: 2, 2\r\n", "ok"),
    );
    let get = |headers: &str, body: &str| {
        format!("GET /health/live HTTP/1.1\r\nHost: shop\r\n{headers}\r\n{body}").into_bytes()
    };
    add(
        Reading::One,
        "GET with a body",
        &get("Content-Length: 2\r\n", "ok"),
    );
    add(
        Reading::One,
        "GET with chunks",
        &get(chunked, "2\r\nok\r\n0\r\n\r\n"),
    );
    add(
        Reading::One,
        "OPTIONS with a body",
        b"OPTIONS / HTTP/1.1\r\nHost: shop\r\nContent-Length: 2\r\n\r\nok",
    );
    add(Reading::Refused, "HTTP/1.0 with chunks", &[b"POST /webhooks/none HTTP/1.0\r\nHost: shop\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n".as_slice(), body.as_bytes()].concat());
}

fn strange_lengths(add: &mut Add) {
    for length in [
        "+2",
        "-2",
        "0x2",
        "2 2",
        "2;",
        "2a",
        "",
        "99999999999999999999",
        "2.0",
        "1e1",
        "\"2\"",
        "\u{0b}2",
    ] {
        add(
            Reading::Refused,
            &format!("length {length:?}"),
            &post(&format!("Content-Length: {length}\r\n"), "ok"),
        );
    }
    add(
        Reading::One,
        "length 002",
        &post("Content-Length: 002\r\n", "ok"),
    );
    add(
        Reading::One,
        "length with spaces",
        &post("Content-Length:  2 \t\r\n", "ok"),
    );
    add(
        Reading::Refused,
        "length with a space before the colon",
        &post("Content-Length : 2\r\n", "ok"),
    );
    add(
        Reading::Refused,
        "length on a line of its own",
        &post("Content-Length:\r\n 2\r\n", "ok"),
    );
}

fn hidden_encodings(add: &mut Add) {
    let body = ended();
    let length = body.len();
    let both = |line: &str| post(&format!("Content-Length: {length}\r\n{line}\r\n"), &body);
    for line in [
        "Transfer-Encoding : chunked",
        " Transfer-Encoding: chunked",
        "\tTransfer-Encoding: chunked",
        "X: y\rTransfer-Encoding: chunked",
        "Transfer-Encoding\r\n : chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: \u{0b}chunked",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding: chunked;x",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
        "Transfer\u{0}-Encoding: chunked",
        "Transfer-Encoding:\u{0}chunked",
    ] {
        // By its length it is one request, whose body says what it says.
        add(Reading::One, &format!("{line:?}"), &both(line));
    }
    for line in [
        "Transfer-Encoding: CHUNKED",
        "transfer-encoding:chunked",
        "Transfer-Encoding:\tchunked",
        "Transfer-Encoding: x, chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: x\r\nTransfer-Encoding: chunked",
    ] {
        add(Reading::One, &format!("{line:?}"), &both(line));
    }
}

fn strange_chunks(add: &mut Add) {
    let chunks = |body: &str| post("Transfer-Encoding: chunked\r\n", body);
    for (name, body) in [
        ("size below nothing", "-1\r\nok\r\n0\r\n\r\n"),
        ("size with 0x", "0x2\r\nok\r\n0\r\n\r\n"),
        ("size of 17 digits", "00000000000000002\r\nok\r\n0\r\n\r\n"),
        (
            "size beyond 64 bits",
            "fffffffffffffffff\r\nok\r\n0\r\n\r\n",
        ),
        ("no size", "\r\nok\r\n0\r\n\r\n"),
        ("size and a space within", "2 0\r\nok\r\n0\r\n\r\n"),
        ("no line after a chunk", "2\r\nok0\r\n\r\n"),
        ("a longer chunk than it says", "2\r\nokay\r\n0\r\n\r\n"),
        ("CR alone after the size", "2\rok\r\n0\r\n\r\n"),
        ("LF in an extension", "2;a\nb\r\nok\r\n0\r\n\r\n"),
        ("CR in an extension", "2;a\rb\r\nok\r\n0\r\n\r\n"),
    ] {
        add(Reading::One, &format!("chunks: {name}"), &chunks(body));
    }
    add(
        Reading::One,
        "chunks with an extension",
        &chunks("2;a=b\r\nok\r\n0\r\n\r\n"),
    );
    add(
        Reading::One,
        "a length behind the chunks",
        &chunks("2\r\nok\r\n0\r\nContent-Length: 44\r\n\r\n"),
    );
    add(Reading::One, "bare LF in chunks", &chunks("2\nok\n0\n\n"));
}

fn strange_lines(add: &mut Add) {
    for (name, bytes) in [
        (
            "bare LF everywhere",
            "GET /health/live HTTP/1.1\nHost: shop\n\n",
        ),
        (
            "bare LF before a header",
            "GET /health/live HTTP/1.1\r\nHost: shop\r\nX: y\nZ: a\r\n\r\n",
        ),
        (
            "empty lines before",
            "\r\n\r\nGET /health/live HTTP/1.1\r\nHost: shop\r\n\r\n",
        ),
    ] {
        add(Reading::One, name, bytes.as_bytes());
    }
    for (name, bytes) in [
        (
            "CR alone ends a line",
            "GET /health/live HTTP/1.1\rHost: shop\r\n\r\n",
        ),
        (
            "NUL in a header",
            "GET /health/live HTTP/1.1\r\nHost: shop\r\nX: a\0b\r\n\r\n",
        ),
        (
            "a folded header",
            "GET /health/live HTTP/1.1\r\nHost: shop\r\nX: a\r\n b\r\n\r\n",
        ),
        (
            "a space before the first header",
            "GET /health/live HTTP/1.1\r\n Host: shop\r\n\r\n",
        ),
        (
            "a header without a colon",
            "GET /health/live HTTP/1.1\r\nHost: shop\r\nX\r\n\r\n",
        ),
        (
            "a header without a name",
            "GET /health/live HTTP/1.1\r\nHost: shop\r\n: x\r\n\r\n",
        ),
        (
            "HTTP/1.2",
            "GET /health/live HTTP/1.2\r\nHost: shop\r\n\r\n",
        ),
        (
            "HTTP/3.0",
            "GET /health/live HTTP/3.0\r\nHost: shop\r\n\r\n",
        ),
        (
            "a space in the address",
            "GET /health/live x HTTP/1.1\r\nHost: shop\r\n\r\n",
        ),
    ] {
        // Some of it is harmless where it is read in one way alone.
        add(Reading::One, name, bytes.as_bytes());
    }
}

fn strange_targets(add: &mut Add) {
    for (name, bytes) in [
        (
            "an absolute address",
            "GET http://shop/health/live HTTP/1.1\r\nHost: shop\r\n\r\n",
        ),
        (
            "an absolute address of another host",
            "GET http://evil.example/health/live HTTP/1.1\r\nHost: shop\r\n\r\n",
        ),
        (
            "CONNECT",
            "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        ),
        ("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: shop\r\n\r\n"),
        (
            "two hosts",
            "GET /health/live HTTP/1.1\r\nHost: shop\r\nHost: evil.example\r\n\r\n",
        ),
        ("no host", "GET /health/live HTTP/1.1\r\n\r\n"),
        (
            "a host with a space",
            "GET /health/live HTTP/1.1\r\nHost: shop evil.example\r\n\r\n",
        ),
        (
            "a method with a tab",
            "GE\tT /health/live HTTP/1.1\r\nHost: shop\r\n\r\n",
        ),
        (
            "an address without a slash",
            "GET health/live HTTP/1.1\r\nHost: shop\r\n\r\n",
        ),
        ("TRACE", "TRACE /health/live HTTP/1.1\r\nHost: shop\r\n\r\n"),
    ] {
        add(Reading::One, name, bytes.as_bytes());
    }
}

fn upgrades(add: &mut Add) {
    add(Reading::One, "h2c", b"GET /health/live HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
    add(Reading::One, "websocket", b"GET /health/live HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    add(
        Reading::One,
        "Connection names the length",
        &post("Content-Length: 2\r\nConnection: Content-Length\r\n", "ok"),
    );
    add(
        Reading::One,
        "Connection names the host",
        b"GET /health/live HTTP/1.1\r\nHost: shop\r\nConnection: Host\r\n\r\n",
    );
    add(
        Reading::One,
        "Expect",
        &post("Content-Length: 2\r\nExpect: 100-continue\r\n", "ok"),
    );
    add(
        Reading::One,
        "Expect something else",
        &post("Content-Length: 2\r\nExpect: the-unexpected\r\n", "ok"),
    );
}
