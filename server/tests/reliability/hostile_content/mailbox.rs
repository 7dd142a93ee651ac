//! Mails as whoever gets them sees them.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::support::Server;

/// What our mails' heads are made of.
const HEADERS: [&str; 9] = [
    "From",
    "To",
    "Subject",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "Date",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
];

/// Lines of a mail's head that nobody of ours wrote.
pub fn strange_headers(server: &Server) -> Vec<String> {
    let mails = server.mails();
    let heads = mails
        .iter()
        .filter_map(|mail| mail.split("\r\n\r\n").next());
    let lines = heads.flat_map(|head| head.lines().filter(|line| !line.starts_with([' ', '\t'])));
    let strange = lines.filter(|line| {
        let name = line.split(':').next().unwrap_or_default();
        !HEADERS.iter().any(|known| known.eq_ignore_ascii_case(name))
    });
    strange.map(str::to_owned).collect()
}

/// The HTML of every mail, once there are so many.
pub async fn arrived(server: &Server, mails: usize) -> Vec<String> {
    let patience = Instant::now() + Duration::from_secs(180);
    loop {
        let there = server.mails();
        if there.len() >= mails {
            return there.iter().filter_map(|mail| html_of(mail)).collect();
        }
        assert!(
            Instant::now() < patience,
            "{} of {mails} mails",
            there.len()
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

fn html_of(mail: &str) -> Option<String> {
    let (_, part) = mail.split_once("Content-Type: text/html")?;
    let (head, body) = part.split_once("\r\n\r\n")?;
    let body = body.split("\r\n--").next()?;
    let head = head.to_ascii_lowercase();
    Some(if head.contains("quoted-printable") {
        unquoted(body)
    } else if head.contains("base64") {
        let text = STANDARD.decode(body.replace("\r\n", "")).unwrap();
        String::from_utf8(text).unwrap()
    } else {
        body.to_owned()
    })
}

/// RFC 2045, 6.7.
fn unquoted(body: &str) -> String {
    let body = body.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = body.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after.get(..2).filter(|_| *first == b'=');
        let read = code.and_then(|code| hex::decode(code).ok());
        match read {
            Some(read) => {
                bytes.extend(read);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_part_is_read_as_it_was_written() {
    assert_eq!(unquoted("a=3Db=\r\nc =C3=A4 ="), "a=bc ä =");
}
