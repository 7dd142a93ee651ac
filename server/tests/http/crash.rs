//! The server dies between a payment and its completion, twenty times, at five different places. After each restart
//! the order is paid, has exactly one license, and nothing the market guarantees is broken.
//!
//! Takes a minute or two; `scripts/crash-test` runs it, a plain test run leaves it out.

use std::time::Duration;

use crate::support::{Answer, Server, Visitor};

/// Where the server is held, so that the kill falls exactly there.
const PLACES: [&str; 5] = [
    // The bank has taken the money, and nobody has told the shop: the webhook is about to leave.
    "job-before-effect",
    // The shop has written the payment down, and not committed it.
    "payment-applied-before-commit",
    // Committed, and whoever asked has no answer yet.
    "payment-committed-before-answer",
    // A job's effect has happened (a webhook delivered, a mail sent), and the job is not marked done.
    "job-effect-before-done",
    // The buyer's own request is committed and unanswered.
    "committed-before-response",
];

const ROUNDS: usize = 4;

#[tokio::test]
async fn a_server_killed_between_payment_and_completion_leaves_one_license_twenty_times() {
    let mut server = Server::start().await;
    let (mut kills, mut unfinished) = (0, 0);
    for round in 0..ROUNDS {
        for place in PLACES {
            let visitor = Visitor::to(&server);
            visitor.signs_up(&format!("Ada {round} {place}")).await;
            let bank = goes_to_the_bank(&visitor).await;
            server.stop();
            server.run_holding(place).await;
            let pay = bank.form("/api/sandbox-decide").with("decision", "pay");
            // The answer may never come: that is the point.
            let paying = tokio::time::timeout(Duration::from_secs(3), visitor.tries_to_post(&pay));
            let moment = Duration::from_millis(300 + 150 * round as u64);
            let (_, ()) = tokio::join!(paying, async {
                tokio::time::sleep(moment).await;
                server.kill();
            });
            kills += 1;
            if market::jobs::waiting(&server.database().await)
                .await
                .unwrap()
                > 0
            {
                unfinished += 1;
            }
            server.run(&[]).await;
            pass_a_minute(&visitor).await;
            let paid = licenses_within(&visitor, Duration::from_secs(20)).await;
            assert_eq!(paid, 1, "round {round}, killed at {place}");
            settles(&server).await;
            server.must_be_sound().await;
        }
    }
    println!(
        "{kills} kills, {unfinished} of them with work under way; every paid order has one license"
    );
    assert_eq!(kills, 20);
    assert!(
        unfinished >= 12,
        "only {unfinished} kills fell between payment and completion"
    );
}

/// Moves the shop's clock, so that the leases of the dead are over at once.
async fn pass_a_minute(visitor: &Visitor) {
    let clock = visitor.open("/dev/clock").await;
    visitor
        .submit(&clock.form("/api/move-clock").with("leap", "hour"))
        .await;
}

/// Waits until nothing is left to do.
async fn settles(server: &Server) {
    let db = server.database().await;
    for _ in 0..100 {
        if market::jobs::waiting(&db).await.unwrap() == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn goes_to_the_bank(visitor: &Visitor) -> Answer {
    let listing = visitor.open("/products?price=one-time").await;
    let product = listing
        .links("main a[href^='/products/']")
        .into_iter()
        .find(|link| link.matches('/').count() == 3)
        .unwrap();
    let page = visitor.open(&product).await;
    visitor.submit(&page.form("/api/add-to-cart")).await;
    let checkout = visitor.open("/checkout").await;
    visitor
        .submit(&checkout.form("/api/place-order").with("terms", "true"))
        .await
}

/// How many licenses the visitor ends up with.
async fn licenses_within(visitor: &Visitor, patience: Duration) -> usize {
    let until = std::time::Instant::now() + patience;
    loop {
        let library = visitor.open("/library").await;
        let licenses = library.forms("/api/reveal-license").len();
        if licenses > 0 || std::time::Instant::now() > until {
            return licenses;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
