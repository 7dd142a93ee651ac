//! A connection of which the test decides every byte, and what came back over it.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

pub struct Raw(TcpStream);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Raw {
    /// To `127.0.0.1:80`, or to `http://127.0.0.1:80`.
    pub async fn to(address: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address.trim_start_matches("http://")).await?;
        stream.set_nodelay(true)?;
        Ok(Self(stream))
    }

    /// Whether the other end still took it.
    pub async fn send(&mut self, bytes: &[u8]) -> bool {
        let sent = timeout(Duration::from_secs(5), self.0.write_all(bytes)).await;
        matches!(sent, Ok(Ok(())))
    }

    /// What is answered until the other end closes, or has said nothing for so long.
    pub async fn answers(&mut self, patience: Duration) -> Vec<Answered> {
        answers(&self.rest(patience).await)
    }

    /// The same as bytes.
    pub async fn rest(&mut self, patience: Duration) -> Vec<u8> {
        let mut all = Vec::new();
        let mut bytes = vec![0; 16 << 10];
        loop {
            match timeout(patience, self.0.read(&mut bytes)).await {
                Ok(Ok(read)) if read > 0 => all.extend_from_slice(&bytes[..read]),
                _closed_or_silent => return all,
            }
        }
    }

    /// A few bytes, if there are any; nothing when the other end has closed.
    pub async fn sip(&mut self, bytes: usize) -> Option<usize> {
        let mut cup = vec![0; bytes];
        match timeout(Duration::from_millis(20), self.0.read(&mut cup)).await {
            Ok(Ok(0) | Err(_)) => None,
            Ok(Ok(read)) => Some(read),
            Err(_silent) => Some(0),
        }
    }
}

/// The HTTP/1.1 answers in these bytes, one after the other.
fn answers(mut bytes: &[u8]) -> Vec<Answered> {
    let mut answers = Vec::new();
    while let Some(end) = find(bytes, b"\r\n\r\n") {
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let mut words = head.split_whitespace();
        let (Some(version), Some(status)) = (words.next(), words.next()) else {
            break;
        };
        if !version.starts_with("http/1.") {
            break;
        }
        let status = status.parse().unwrap_or(0);
        bytes = &bytes[end + 4..];
        // "Go on", which comes before an answer.
        if status < 200 {
            continue;
        }
        let (body, rest) = body(&head, bytes);
        bytes = rest;
        answers.push(Answered { status, body });
    }
    answers
}

fn body<'a>(head: &str, bytes: &'a [u8]) -> (Vec<u8>, &'a [u8]) {
    let value = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
    if let Some(length) = value("content-length:") {
        let length = length.trim().parse::<usize>().unwrap().min(bytes.len());
        return (bytes[..length].to_vec(), &bytes[length..]);
    }
    if value("transfer-encoding:").is_some() {
        return chunks(bytes);
    }
    (bytes.to_vec(), &[])
}

fn chunks(mut bytes: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut body = Vec::new();
    while let Some(end) = find(bytes, b"\r\n") {
        let size = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let size = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
        bytes = &bytes[end + 2..];
        let size = size.min(bytes.len());
        body.extend_from_slice(&bytes[..size]);
        bytes = bytes.get(size + 2..).unwrap_or_default();
        if size == 0 {
            break;
        }
    }
    (body, bytes)
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
