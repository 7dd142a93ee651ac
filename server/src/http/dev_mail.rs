//! The mails that would have been sent, to read while developing. Production has no such page.

use std::cmp::Reverse;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use axum::extract::{Path as Segment, State};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use http::header::CONTENT_SECURITY_POLICY;
use http::{HeaderMap, StatusCode};

use super::document::{document, escape, policy};
use super::refusal::{Kind, refuse};

/// The folder that mails are written to.
#[derive(Clone, Debug)]
pub struct MailFolder(pub PathBuf);

pub async fn list(State(folder): State<MailFolder>) -> Response {
    let mut rows = String::new();
    for mail in mails(&folder.0).await {
        // Writing to a String cannot fail.
        let _written = write!(
            rows,
            "<tr><th scope=\"row\" data-label=\"Subject\"><a href=\"/dev/mail/{}\">{}</a></th>\
             <td data-label=\"To\">{}</td><td data-label=\"Date\">{}</td></tr>",
            mail.name,
            escape(&mail.subject),
            escape(&mail.to),
            escape(&mail.date),
        );
    }
    let list = if rows.is_empty() {
        "<div class=\"empty-state\"><h2 class=\"empty-state__title\">No mail yet</h2>\
         <p class=\"empty-state__text\">Buy something, and its receipt is here.</p></div>"
            .to_owned()
    } else {
        format!(
            "<div class=\"table-frame\" role=\"region\" tabindex=\"0\" aria-label=\"Mails\"><table class=\"table table--stack\">\
             <thead><tr><th scope=\"col\">Subject</th><th scope=\"col\">To</th><th scope=\"col\">Date</th></tr></thead>\
             <tbody>{rows}</tbody></table></div>"
        )
    };
    page(
        "Mail",
        "page",
        ("/dev", "Development"),
        &format!(
            "<div class=\"page-head\"><div><h1>Mail</h1>\
             <p class=\"page-head__lead\">What would have been sent, newest first.</p></div></div>{list}"
        ),
    )
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
        Ok(mail) if safe => page(
            "Mail",
            "wrap--narrow page",
            ("/dev/mail", "Mail"),
            &shown(&mail),
        ),
        _ => refuse(&headers, StatusCode::NOT_FOUND, Kind::NotFound),
    }
}

fn shown(mail: &str) -> String {
    let field = |name| escape(&header(mail, name).unwrap_or_default());
    let text = escape(&readable(plain_part(mail)));
    let source = escape(&readable(mail));
    format!(
        "<div class=\"stack stack--loose\"><h1>{}</h1>\
         <dl class=\"facts\"><dt>From</dt><dd>{}</dd><dt>To</dt><dd>{}</dd><dt>Date</dt><dd>{}</dd></dl>\
         <div class=\"panel\"><pre class=\"panel__body mail-text\">{text}</pre></div>\
         <details class=\"disclosure\"><summary>Show its source</summary><div class=\"disclosure__body code-block\">\
         <pre class=\"code-block__body\" tabindex=\"0\" role=\"region\" aria-label=\"Source\">{source}</pre></div></details></div>",
        field("Subject"),
        field("From"),
        field("To"),
        field("Date"),
    )
}

fn page(title: &str, class: &str, up: (&str, &str), body: &str) -> Response {
    let (href, label) = up;
    let main = format!(
        "<div class=\"wrap {class}\"><nav class=\"breadcrumb\" aria-label=\"Breadcrumb\"><ol class=\"breadcrumb__list\">\
         <li class=\"breadcrumb__item\"><a href=\"{href}\">{label}</a></li></ol></nav>{body}</div>"
    );
    (
        [(CONTENT_SECURITY_POLICY, policy())],
        Html(document(title, &main)),
    )
        .into_response()
}

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
    Some(decoded(line.split_once(':')?.1.trim()))
}

/// RFC 2047: words that are not plain ASCII stand in a header as `=?utf-8?b?…?=`.
fn decoded(field: &str) -> String {
    let mut words = String::new();
    let mut rest = field;
    while let Some((plain, encoded)) = rest.split_once("=?utf-8?b?") {
        let Some((word, after)) = encoded.split_once("?=") else {
            break;
        };
        // Between two encoded words the space is not meant.
        if !plain.trim().is_empty() || words.is_empty() {
            words.push_str(plain);
        }
        let bytes = base64::engine::general_purpose::STANDARD.decode(word);
        words.push_str(&String::from_utf8_lossy(&bytes.unwrap_or_default()));
        rest = after;
    }
    words + rest
}

/// The part for those who read no HTML; all of it when there are no parts.
fn plain_part(mail: &str) -> &str {
    let plain = mail
        .split_once("Content-Type: text/plain")
        .and_then(|(_, rest)| rest.split_once("\r\n\r\n"))
        .map(|(_, body)| body);
    plain
        .and_then(|body| body.split("\r\n--").next())
        .unwrap_or(mail)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beyond_ascii_are_shown_as_they_were_written() {
        assert_eq!(
            decoded("Sold: =?utf-8?b?QXByb2JhY2nDs24=?= de gastos"),
            "Sold: Aprobación de gastos"
        );
        assert_eq!(decoded("=?utf-8?b?w6Q=?= =?utf-8?b?w7Y=?="), "äö");
        assert_eq!(decoded("plain =?utf-8?b?broken"), "plain =?utf-8?b?broken");
    }

    #[test]
    fn of_a_mail_in_two_forms_the_plain_one_is_shown() {
        let mail = "Subject: Hi\r\nContent-Type: multipart/alternative; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; \
                    charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\nHello <Ada>\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Hello\r\n--b--";
        assert_eq!(plain_part(mail), "Hello <Ada>");
        assert!(shown(mail).contains("mail-text\">Hello &lt;Ada&gt;</pre>"));
        assert_eq!(plain_part("no parts"), "no parts");
    }

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
