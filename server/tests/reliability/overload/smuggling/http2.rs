//! The same over HTTP/2, where lengths are framed and headers are not lines: what would mean something once they are.

use std::time::Duration;

use crate::raw::Raw;
use crate::support::Server;

use super::requests_seen;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

pub struct Case {
    name: &'static str,
    headers: Vec<(&'static str, &'static str)>,
    body: &'static [u8],
}

pub fn cases() -> Vec<Case> {
    const HIDDEN: &str = "a\r\n\r\nGET /health/live HTTP/1.1\r\nHost: shop\r\nX: y";
    let mut cases = Vec::new();
    let mut add = |name, more: &[(&'static str, &'static str)], body| {
        let usual = [
            (":method", "POST"),
            (":scheme", "http"),
            (":path", "/webhooks/none"),
            (":authority", "shop"),
        ];
        let usual = usual
            .into_iter()
            .filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
        let (pseudo, plain): (Vec<_>, Vec<_>) = usual
            .chain(more.iter().copied())
            .partition(|(name, _)| name.starts_with(':'));
        cases.push(Case {
            name,
            headers: [pseudo, plain].concat(),
            body,
        });
    };
    let hidden = b"0\r\n\r\nGET /health/live HTTP/1.1\r\nHost: shop\r\n\r\n".as_slice();
    add("a length of nothing", &[("content-length", "0")], hidden);
    add("too short a length", &[("content-length", "3")], hidden);
    add("too long a length", &[("content-length", "4000")], hidden);
    add(
        "two lengths",
        &[("content-length", "0"), ("content-length", "44")],
        hidden,
    );
    add("chunks", &[("transfer-encoding", "chunked")], hidden);
    add(
        "chunks by a line within a value",
        &[("x", "y\r\ntransfer-encoding: chunked")],
        hidden,
    );
    add("a request within a value", &[("x", HIDDEN)], b"");
    add(
        "a request within a name",
        &[("x: y\r\n\r\nGET /health/live HTTP/1.1\r\nx", "y")],
        b"",
    );
    add(
        "a line within the path",
        &[(":path", "/embed.js HTTP/1.1\r\nX: y")],
        b"",
    );
    add(
        "a space within the path",
        &[(":path", "/embed.js HTTP/1.1")],
        b"",
    );
    add(
        "a line within the method",
        &[(":method", "GET / HTTP/1.1\r\nX: y\r\n\r\nGET")],
        b"",
    );
    add(
        "a line within the host",
        &[(":authority", "shop\r\nx: y")],
        b"",
    );
    add(
        "capital letters",
        &[("Transfer-Encoding", "chunked")],
        hidden,
    );
    add(
        "a colon within a name",
        &[("transfer-encoding: chunked\r\nx", "y")],
        hidden,
    );
    add("connection", &[("connection", "keep-alive")], b"");
    add("upgrade", &[("upgrade", "websocket")], b"");
    add("NUL within a value", &[("x", "a\0b")], b"");
    cases
}

pub async fn tried(server: &Server, url: &str, way: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for case in cases() {
        let before = requests_seen(server).await;
        let mut connection = Raw::to(url).await.unwrap();
        let bytes = [PREFACE, &frame(4, 0, 0, b""), &request(&case)].concat();
        connection.send(&bytes).await;
        let said = connection.rest(Duration::from_millis(500)).await;
        let seen = requests_seen(server).await - before;
        let answers = heads(&said);
        // One that is broken off is read and not answered.
        if seen > 1 || answers > 1 {
            wrong.push(format!(
                "{way} over HTTP/2, {}: {answers} answers for {seen} requests",
                case.name
            ));
        }
    }
    wrong
}

fn request(case: &Case) -> Vec<u8> {
    let mut block = Vec::new();
    for (name, value) in &case.headers {
        // A literal that is not indexed, without Huffman's code; all are shorter than 127 bytes.
        block.push(0);
        for text in [name, value] {
            block.push(u8::try_from(text.len()).unwrap());
            block.extend_from_slice(text.as_bytes());
        }
    }
    let ends = if case.body.is_empty() { 0x5 } else { 0x4 };
    let mut bytes = frame(1, ends, 1, &block);
    if !case.body.is_empty() {
        bytes.extend(frame(0, 1, 1, case.body));
    }
    bytes
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let head = [&length[1..], &[kind, flags], &stream.to_be_bytes()].concat();
    [&head, payload].concat()
}

/// How many answers began: frames of headers.
fn heads(mut bytes: &[u8]) -> u64 {
    let mut heads = 0;
    while bytes.len() >= 9 {
        let length =
            usize::from(bytes[0]) << 16 | usize::from(bytes[1]) << 8 | usize::from(bytes[2]);
        heads += u64::from(bytes[3] == 1);
        bytes = bytes.get(9 + length..).unwrap_or_default();
    }
    heads
}
