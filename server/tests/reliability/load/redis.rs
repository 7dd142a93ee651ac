//! Two servers and one Redis that dies, freezes, forgets and comes back, while people use the shop.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::aftermath;
use crate::report::{Report, quick};
use crate::support::{Redis, Server, Visitor};

const VISITORS: usize = 8;
const PAGES: [&str; 4] = ["/account", "/cart", "/library", "/account/devices"];

/// What it is called, and how it begins.
type Phase = (&'static str, fn(&mut Redis));

#[derive(Default)]
struct Count {
    pages: AtomicUsize,
    signed_out: AtomicUsize,
    broken: AtomicUsize,
    slowest_ms: AtomicUsize,
}

#[tokio::test]
async fn may_fail_and_nobody_is_signed_out_nor_let_in_again() {
    let mut report = Report::of("E3");
    let mut redis = Redis::start().await;
    let server = Server::start_with(&[], &[("REDIS_URL", &redis.url())]).await;
    let other = server.another_node().await;
    let nodes = [&server, &other];
    let count = Arc::new(Count::default());
    let end = watch::Sender::new(false);
    let mut people = Vec::new();
    for nth in 0..VISITORS {
        let visitor = arrives(&server, nth).await;
        let windows = nodes.map(|node| visitor.at(node));
        people.push(tokio::spawn(looks_around(
            windows,
            count.clone(),
            end.subscribe(),
        )));
    }
    let (mut revoked, mut let_in) = (0, 0);
    let seconds = if quick() { 3 } else { 15 };
    let phases: [Phase; 6] = [
        ("up", |_| {}),
        ("dead", |redis| redis.die()),
        ("back", |_| {}),
        ("frozen", |redis| redis.freeze()),
        ("thawed", |redis| redis.thaw()),
        ("forgetful", |_| {}),
    ];
    for (nth, (phase, begins)) in phases.into_iter().enumerate() {
        begins(&mut redis);
        match phase {
            "back" => redis.run().await,
            "forgetful" => drop(redis.says("FLUSHALL").await),
            _ => {}
        }
        count.slowest_ms.store(0, Ordering::Relaxed);
        let until = Instant::now() + Duration::from_secs(seconds);
        let mut round = 0;
        while round == 0 || Instant::now() < until {
            let who = arrives(&server, 100 + nth * 40 + round).await;
            let kept = nodes.map(|node| who.at(node));
            // Both have seen them, and left what copies they leave.
            for window in &kept {
                assert_eq!(window.open("/account").await.path, "/account", "{phase}");
            }
            let account = who.open("/account").await;
            who.submit(&account.form("/api/sign-out")).await;
            tokio::time::sleep(Duration::from_secs(1)).await;
            for window in &kept {
                revoked += 1;
                let_in += usize::from(window.open("/account").await.path == "/account");
            }
            round += 1;
        }
        let slowest = count.slowest_ms.load(Ordering::Relaxed);
        report = report.figure(&format!("{phase}_slowest_ms"), slowest);
    }
    end.send_replace(true);
    for one in people {
        one.await.unwrap();
    }
    aftermath::must_be_clean(&server, &["a perfectly fine password"]).await;
    let [pages, signed_out, broken] =
        [&count.pages, &count.signed_out, &count.broken].map(|count| count.load(Ordering::Relaxed));
    report
        .figure("pages", pages)
        .figure("signed_out", signed_out)
        .figure("broken", broken)
        .figure("sessions_revoked", revoked)
        .figure("let_in_again", let_in)
        .pass(pages > 100 && signed_out == 0 && broken == 0 && let_in == 0);
}

/// Somebody new, in a network of their own.
async fn arrives(server: &Server, nth: usize) -> Visitor {
    let visitor = Visitor::to(server).in_network(&format!("198.51.100.{nth}"));
    visitor.signs_up(&format!("Visitor {nth}")).await;
    assert_eq!(visitor.open("/account").await.path, "/account");
    visitor
}

/// First here, then there.
async fn looks_around(windows: [Visitor; 2], count: Arc<Count>, end: watch::Receiver<bool>) {
    for nth in 0.. {
        if *end.borrow() {
            return;
        }
        let began = Instant::now();
        let page = PAGES[nth / 2 % PAGES.len()];
        let answer = windows[nth % 2]
            .ask("GET", page, &[("accept", "text/html")])
            .await;
        let took = usize::try_from(began.elapsed().as_millis()).unwrap();
        count.pages.fetch_add(1, Ordering::Relaxed);
        count.slowest_ms.fetch_max(took, Ordering::Relaxed);
        match answer.map(|answer| answer.status) {
            Ok(200) => {}
            Ok(303) => {
                count.signed_out.fetch_add(1, Ordering::Relaxed);
            }
            _ => {
                count.broken.fetch_add(1, Ordering::Relaxed);
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
