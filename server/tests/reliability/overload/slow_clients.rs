//! Clients that take their time, so that others have none.

use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::aftermath;
use crate::crowd::{Tally, visits};
use crate::memory::Memory;
use crate::nginx::Nginx;
use crate::raw::Raw;
use crate::report::{Report, quick};
use crate::support::{Server, Visitor};

#[derive(Clone, Copy)]
enum Slowness {
    /// A head of which one more line comes every second.
    Head,
    /// A form of which one more byte comes every second.
    Body,
    /// An answer of which a few bytes are read every second.
    Reading,
}

const GOOD_CLIENTS_A_SECOND: f64 = 10.0;

#[tokio::test]
async fn are_cut_off_while_others_are_served() {
    let server = Server::start().await;
    let mut report = Report::of("F1");
    let mut well = true;
    report = attacked(report, &mut well, "direct", &server, &server.url).await;
    report = match Nginx::before(&server) {
        Some(nginx) => attacked(report, &mut well, "nginx", &server, &nginx.url).await,
        None => report.figure("nginx", "skipped: nginx is not installed"),
    };
    aftermath::must_be_clean(&server, &[]).await;
    report.pass(well);
}

async fn attacked(
    mut report: Report,
    well: &mut bool,
    way: &str,
    server: &Server,
    url: &str,
) -> Report {
    let connections = if quick() { 400 } else { 1000 };
    let large = a_picture(server).await;
    // The first ones fill caches.
    good_clients(url, 2).await;
    let usual = good_clients(url, 5).await;
    report = report
        .figure("connections", connections)
        .figure(&format!("{way}_base_p95_ms"), usual.percentile(95));
    let kinds = [
        ("head", Slowness::Head, 10.0, 14),
        ("body", Slowness::Body, 4.0, 8),
        ("reading", Slowness::Reading, f64::INFINITY, 8),
    ];
    for (name, slowness, allowed, seconds) in kinds {
        let memory = Memory::of(server);
        let end = watch::Sender::new(false);
        let mut attack = Vec::new();
        // One after the other: that they come at once is another check's.
        for _ in 0..connections {
            let dawdling = dawdle(url.to_owned(), large.clone(), slowness, end.subscribe());
            attack.push(tokio::spawn(dawdling));
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let served = good_clients(url, seconds).await;
        end.send_replace(true);
        let mut longest: f64 = 0.0;
        for attacker in attack {
            longest = longest.max(attacker.await.unwrap());
        }
        let p95 = served.percentile(95);
        // A second for a machine that has other things to do; 20 ms because single milliseconds say nothing.
        let cut = longest <= allowed + 1.5 || way == "nginx";
        let good = served.failures.is_empty() && p95 <= usual.percentile(95) * 2.0 + 20.0;
        if !(cut && good) {
            eprintln!(
                "{way} {name}: {:?}",
                served.failures.iter().take(5).collect::<Vec<_>>()
            );
        }
        *well &= cut && good;
        report = report
            .figure(&format!("{way}_{name}_good_p95_ms"), p95)
            .figure(&format!("{way}_{name}_good_failed"), served.failures.len())
            .figure(&format!("{way}_{name}_longest_secs"), longest)
            .figure(&format!("{way}_{name}_rss_mb"), memory.grown_mb());
    }
    report
}

/// Large, and made once.
async fn a_picture(server: &Server) -> String {
    let listing = Visitor::to(server)
        .open("/products?kind=n8n-workflow")
        .await;
    let links = listing.links("main a[href^='/products/']");
    let product = links.iter().find(|link| link.matches('/').count() == 3);
    format!("{}/card.png", product.unwrap())
}

async fn good_clients(url: &str, seconds: u64) -> Tally {
    let pages = ["/", "/products", "/categories", "/account/sign-in"].map(str::to_owned);
    visits(
        url,
        &pages,
        GOOD_CLIENTS_A_SECOND,
        Duration::from_secs(seconds),
    )
    .await
}

/// Comes again whenever it is cut off. Says for how long a connection stayed open at most, in seconds.
async fn dawdle(url: String, large: String, slowness: Slowness, end: watch::Receiver<bool>) -> f64 {
    let mut longest: f64 = 0.0;
    while !*end.borrow() {
        let Ok(mut connection) = Raw::to(&url).await else {
            tokio::time::sleep(Duration::from_millis(200)).await;
            continue;
        };
        let began = Instant::now();
        let begin = match slowness {
            Slowness::Head => "GET / HTTP/1.1\r\nHost: shop\r\n".to_owned(),
            Slowness::Body => {
                "POST /api/sign-in HTTP/1.1\r\nHost: shop\r\nSec-Fetch-Site: same-origin\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n\r\nemail="
                    .to_owned()
            }
            Slowness::Reading => format!("GET {large} HTTP/1.1\r\nHost: shop\r\n\r\n"),
        };
        let mut open = connection.send(begin.as_bytes()).await;
        while open && !*end.borrow() {
            tokio::time::sleep(Duration::from_secs(1)).await;
            open = match slowness {
                Slowness::Head => connection.send(b"X-Slow: 1\r\n").await,
                Slowness::Body => connection.send(b"x").await,
                Slowness::Reading => true,
            } && connection.sip(32).await.is_some();
        }
        longest = longest.max(began.elapsed().as_secs_f64());
    }
    (longest * 10.0).round() / 10.0
}
