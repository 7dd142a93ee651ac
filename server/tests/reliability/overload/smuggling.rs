//! Requests that two readers may read as one request or as two. Each is sent, and the next request on the same connection,
//! or of the next visitor behind the same proxy, has to get its own answer.

mod cases;
mod http2;

use std::time::Duration;

use crate::aftermath;
use crate::nginx::Nginx;
use crate::raw::{Answered, Raw};
use crate::report::Report;
use crate::support::{Server, Visitor};

use cases::{Case, Reading};

/// What every next request asks for, and the answer it has to get.
const NEXT: &[u8] = b"GET /embed.js HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n";
const NEXT_ANSWER: &[u8] = include_bytes!("../../../src/http/embed/embed.js");

#[tokio::test]
async fn leaves_no_request_in_anothers_place() {
    let server = Server::start().await;
    let mut report = Report::of("F11");
    let mut wrong = tried(&server, &server.url, "direct").await;
    wrong.extend(http2::tried(&server, &server.url, "direct").await);
    report = match Nginx::before(&server) {
        Some(nginx) => {
            wrong.extend(tried(&server, &nginx.url, "nginx").await);
            wrong.extend(http2::tried(&server, &nginx.http2_url, "nginx").await);
            report.figure("nginx", "tried")
        }
        None => report.figure("nginx", "skipped: nginx is not installed"),
    };
    aftermath::must_be_clean(&server, &[]).await;
    for wrong in &wrong {
        eprintln!("{wrong}");
    }
    report
        .figure("cases", cases::all().len() + http2::cases().len())
        .figure("misread", wrong.len())
        .pass(wrong.is_empty());
}

/// What was misread, and how.
async fn tried(server: &Server, url: &str, way: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for case in cases::all() {
        let before = requests_seen(server).await;
        let mut connection = Raw::to(url).await.unwrap();
        connection.send(&case.bytes).await;
        connection.send(NEXT).await;
        let answers = connection.answers(Duration::from_millis(1500)).await;
        let seen = requests_seen(server).await - before;
        if let Some(how) = misread(&case, &answers, seen) {
            wrong.push(format!("{way}, {}: {how}", case.name));
        }
        // Behind a proxy the next visitor may get the same connection to the shop.
        let mut next = Raw::to(url).await.unwrap();
        next.send(NEXT).await;
        let answers = next.answers(Duration::from_secs(3)).await;
        if !matches!(&answers[..], [answer] if is_next(answer)) {
            wrong.push(format!(
                "{way}, {}: the next visitor got {}",
                case.name,
                told(&answers)
            ));
        }
    }
    wrong
}

fn misread(case: &Case, answers: &[Answered], seen: u64) -> Option<String> {
    let refused = answers.len() <= 1
        && answers
            .first()
            .is_none_or(|answer| (400..=505).contains(&answer.status) && !is_next(answer));
    // One reading alone: its own answer, then either the end or the next one's.
    let read = match answers {
        [own] => case.ends_here(own),
        [own, next] => !is_next(own) && is_next(next),
        _ => false,
    };
    let right = match case.reading {
        Reading::Refused => refused,
        Reading::One => read || refused,
    };
    // What the shop was asked and nobody was told of was smuggled past whoever stands before it.
    let hidden = seen > answers.len() as u64;
    (!right || hidden).then(|| format!("{} for {seen} requests", told(answers)))
}

fn is_next(answer: &Answered) -> bool {
    answer.status == 200 && answer.body == NEXT_ANSWER
}

fn told(answers: &[Answered]) -> String {
    let told = answers.iter().map(|answer| {
        let begin = &answer.body[..answer.body.len().min(20)];
        format!("{} {:?}", answer.status, String::from_utf8_lossy(begin))
    });
    told.collect::<Vec<_>>().join(", ")
}

/// How many requests the shop has read, but for those that ask for this figure.
async fn requests_seen(server: &Server) -> u64 {
    let figures = Visitor::to(server).open("/metrics").await.body;
    figures
        .lines()
        .filter(|line| line.starts_with("http_requests_total{") && !line.contains("\"/metrics\""))
        .filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok())
        .sum()
}
