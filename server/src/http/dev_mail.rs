//! The mails that would have been sent, to read while developing. Production has no such page.

use std::cmp::Reverse;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use axum::extract::{Path as Segment, State};
use axum::response::{Html, IntoResponse, Response};
use http::{HeaderMap, StatusCode};

use super::refusal::{Kind, refuse};

/// The folder that mails are written to.
#[derive(Clone, Debug)]
pub struct MailFolder(pub PathBuf);

pub async fn list(State(folder): State<MailFolder>) -> Html<String> {
    let mut rows = String::new();
    for mail in mails(&folder.0).await {
        // Writing to a String cannot fail.
        let _written = write!(
            rows,
            "<tr><td>{}</td><td>{}</td><td><a href=\"/dev/mail/{}\">{}</a></td></tr>",
            escape(&mail.date),
            escape(&mail.to),
            mail.name,
            escape(&mail.subject)
        );
    }
    let none = if rows.is_empty() {
        "<p>No mail yet. Buy something.</p>"
    } else {
        ""
    };
    Html(format!(
        "{TOP}<h1>Mail</h1>{none}<table><tr><th>Date</th><th>To</th><th>Subject</th></tr>{rows}</table>"
    ))
}

pub async fn show(
    State(folder): State<MailFolder>,
    Segment(name): Segment<String>,
    headers: HeaderMap,
) -> Response {
    let safe = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let path = folder.0.join(format!("{name}.eml"));
    match tokio::fs::read_to_string(&path).await {
        Ok(text) if safe => Html(format!(
            "{TOP}<p><a href=\"/dev/mail\">All mail</a></p><pre>{}</pre>",
            escape(&readable(&text))
        ))
        .into_response(),
        _ => refuse(&headers, StatusCode::NOT_FOUND, Kind::NotFound),
    }
}

const TOP: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Mail</title>";

struct Mail {
    name: String,
    date: String,
    to: String,
    subject: String,
}

/// The newest hundred.
async fn mails(folder: &Path) -> Vec<Mail> {
    let mut files = Vec::new();
    let Ok(mut entries) = tokio::fs::read_dir(folder).await else {
        return Vec::new();
    };
    while let Ok(Some(entry)) = entries.next_entry().await {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "eml") {
            let changed = entry
                .metadata()
                .await
                .and_then(|metadata| metadata.modified())
                .ok();
            files.push((Reverse(changed), path));
        }
    }
    files.sort();
    let mut mails = Vec::new();
    for (_, path) in files.into_iter().take(100) {
        if let (Ok(text), Some(name)) = (tokio::fs::read_to_string(&path).await, path.file_stem()) {
            let field = |field| header(&text, field).unwrap_or_default();
            mails.push(Mail {
                name: name.to_string_lossy().into_owned(),
                date: field("Date"),
                to: field("To"),
                subject: field("Subject"),
            });
        }
    }
    mails
}

fn header(text: &str, name: &str) -> Option<String> {
    let head = text.split("\r\n\r\n").next()?.replace("\r\n ", " ");
    let line = head.lines().find(|line| {
        line.split(':')
            .next()
            .is_some_and(|field| field.eq_ignore_ascii_case(name))
    })?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// Undoes quoted-printable, which is all that makes our mails hard to read.
fn readable(text: &str) -> String {
    let joined = text.replace("=\r\n", "");
    let mut bytes = Vec::with_capacity(joined.len());
    let mut rest = joined.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let decoded = after
            .get(..2)
            .filter(|_| byte == b'=')
            .and_then(|two| hex::decode(two).ok());
        match decoded {
            Some(decoded) => {
                bytes.extend(decoded);
                rest = &after[2..];
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_can_be_read() {
        assert_eq!(readable("Caf=C3=A9 =\r\n50=25"), "Café 50%");
        assert_eq!(readable("a=b"), "a=b");
        assert_eq!(
            header(
                "To: a@b.c\r\nSubject: Your\r\n receipt\r\n\r\nTo: x",
                "subject"
            )
            .as_deref(),
            Some("Your receipt")
        );
    }
}
