//! A rush of sign-ins, each of which costs the machine a tenth of a second and 64 MiB, beside people who just look around.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::aftermath;
use crate::crowd::visits;
use crate::memory::Memory;
use crate::report::{Report, quick};
use crate::support::{Server, Visitor};

const AT_ONCE: usize = 100;
const VISITS_A_SECOND: f64 = 20.0;
/// Code without optimization takes longer for a page, and so does a machine that has something else to do.
const ALLOWED_P99_MS: f64 = 200.0;
const ROOM_MB: f64 = 100.0;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leave_the_pages_their_share() {
    let mut report = Report::of("F8");
    let server = Server::start().await;
    let pages = product_pages(&server).await;
    let seconds = if quick() { 8 } else { 30 };
    // The first ones fill caches, and make the hash that stands for unknown accounts.
    visits(&server.url, &pages, VISITS_A_SECOND, Duration::from_secs(2)).await;
    signs_in(&server, 0).await;
    let usual = visits(&server.url, &pages, VISITS_A_SECOND, Duration::from_secs(5)).await;

    let memory = Memory::of(&server);
    let end = watch::Sender::new(false);
    let began = Instant::now();
    let rush: Vec<_> = (0..AT_ONCE)
        .map(|nth| {
            let (end, visitor) = (end.subscribe(), Visitor::to(&server));
            tokio::spawn(async move {
                let mut answers = Vec::new();
                while !*end.borrow() {
                    let visitor = visitor.another_tab();
                    let status = tries(&visitor, nth + answers.len() * AT_ONCE).await;
                    answers.push(status);
                    if [429, 503].contains(&status) {
                        // As long as a busy shop asks for. There are few accounts, so their tries end soon.
                        tokio::time::sleep(Duration::from_secs(2)).await;
                    }
                }
                answers
            })
        })
        .collect();
    let served = visits(
        &server.url,
        &pages,
        VISITS_A_SECOND,
        Duration::from_secs(seconds),
    )
    .await;
    end.send_replace(true);
    let mut answers: BTreeMap<u16, usize> = BTreeMap::new();
    for one in rush {
        for status in one.await.unwrap() {
            *answers.entry(status).or_default() += 1;
        }
    }
    let took = began.elapsed().as_secs_f64();
    let grown = memory.grown_mb();
    aftermath::must_be_clean(&server, &["not the right password"]).await;
    for (status, count) in &answers {
        report = report.figure(&format!("sign_ins_{status}"), *count);
    }
    let answered: usize = [200, 422]
        .iter()
        .filter_map(|status| answers.get(status))
        .sum();
    // Whoever finds no room is told so at once, and nothing else happens to anybody.
    let told = answers
        .keys()
        .all(|status| [200, 422, 429, 503].contains(status));
    let p99 = served.percentile(99);
    report
        .figure(
            "sign_ins_a_second",
            (answered as f64 / took * 10.0).round() / 10.0,
        )
        .figure("pages", served.asked())
        .figure("pages_failed", served.failures.len())
        .figure("base_p99_ms", usual.percentile(99))
        .figure("pages_p50_ms", served.percentile(50))
        .figure("pages_p99_ms", p99)
        .figure("rss_mb", grown)
        .pass(
            served.failures.is_empty()
                && p99 < ALLOWED_P99_MS
                && grown <= ROOM_MB
                && told
                && answered > 0,
        );
}

async fn product_pages(server: &Server) -> Vec<String> {
    let listing = Visitor::to(server).open("/products").await;
    let mut pages = listing.links("main a[href^='/products/']");
    pages.retain(|link| link.matches('/').count() == 3);
    pages.dedup();
    pages.truncate(10);
    assert!(pages.len() >= 5, "{pages:?}");
    pages
}

async fn signs_in(server: &Server, nth: usize) -> u16 {
    tries(&Visitor::to(server), nth).await
}

/// With an account and its password, and with an address nobody has, in turn; each from a network of its own.
async fn tries(visitor: &Visitor, nth: usize) -> u16 {
    let known = market::demo::SIGN_INS;
    let (email, password) = if nth.is_multiple_of(2) {
        let who = &known[nth / 2 % known.len()];
        (who.email.to_owned(), who.password)
    } else {
        (
            format!("nobody.{nth}@example.com"),
            "not the right password",
        )
    };
    let network = format!("198.{}.{}.{}", 18 + (nth >> 16), nth >> 8 & 255, nth & 255);
    let headers = [
        ("accept", "application/json"),
        ("sec-fetch-site", "same-origin"),
        ("x-forwarded-for", network.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("email", email.as_str()),
            ("password", password),
            ("next", ""),
        ])
        .finish();
    visitor
        .post_with("/api/sign-in", &headers, &body)
        .await
        .status
}
