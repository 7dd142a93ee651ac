//! A database that is slow, silent or away, and what the server makes of it.

use std::time::{Duration, Instant};

use crate::support::{Server, Visitor, Wire};

/// A shop whose watch over the database goes by a wire of its own: pages do not.
async fn watched_shop() -> (Server, Wire) {
    let mut server = Server::start().await;
    server.stop();
    let wire = Wire::to(&server.stock.database_url).await;
    server.set("DATABASE_DIRECT_URL", &wire.url);
    server.run(&[]).await;
    (server, wire)
}

async fn status(server: &Server, path: &str) -> u16 {
    let visitor = Visitor::to(server);
    visitor.ask("GET", path, &[]).await.unwrap().status
}

/// Asks both, again and again, and says what came.
async fn statuses(server: &Server, time: Duration) -> (Vec<u16>, Vec<u16>) {
    let (mut ready, mut pages) = (Vec::new(), Vec::new());
    let end = Instant::now() + time;
    while Instant::now() < end {
        ready.push(status(server, "/health/ready").await);
        pages.push(status(server, "/categories").await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    (ready, pages)
}

async fn comes_to_say(server: &Server, path: &str, wanted: u16) {
    let patience = Instant::now() + Duration::from_secs(15);
    while status(server, path).await != wanted {
        assert!(Instant::now() < patience, "{path} is not {wanted}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn one_slow_sign_of_life_changes_nothing() {
    let (server, wire) = watched_shop().await;
    wire.fall_silent();
    let (ready, pages) = statuses(&server, Duration::from_millis(2300)).await;
    wire.mend();
    let (again, more) = statuses(&server, Duration::from_millis(1500)).await;
    for status in [ready, pages, again, more].concat() {
        assert_eq!(status, 200);
    }
}

#[tokio::test]
async fn several_missed_signs_of_life_keep_new_visitors_away_and_turn_nobody_out() {
    let (server, wire) = watched_shop().await;
    wire.fall_silent();
    comes_to_say(&server, "/health/ready", 503).await;
    let (ready, pages) = statuses(&server, Duration::from_secs(1)).await;
    assert!(ready.iter().all(|status| *status == 503), "{ready:?}");
    assert!(pages.iter().all(|status| *status == 200), "{pages:?}");
    wire.mend();
    comes_to_say(&server, "/health/ready", 200).await;
}

#[tokio::test]
async fn a_database_that_is_gone_costs_nobody_a_wait() {
    let mut server = Server::start().await;
    server.stop();
    let wire = Wire::to(&server.stock.database_url).await;
    server.set("DATABASE_URL", &wire.url);
    server.run(&[]).await;
    wire.cut();
    comes_to_say(&server, "/health/ready", 503).await;
    let began = Instant::now();
    assert_eq!(status(&server, "/categories").await, 503);
    assert!(began.elapsed() < Duration::from_millis(500));
    assert_eq!(status(&server, "/health/live").await, 200);
    wire.mend();
    comes_to_say(&server, "/health/ready", 200).await;
    comes_to_say(&server, "/categories", 200).await;
}
