//! What an operator asks of a server.

use crate::support::{Server, Visitor};

#[tokio::test]
async fn health_names_what_the_server_depends_on() {
    let server = Server::start().await;
    let operator = Visitor::to(&server);
    assert_eq!(operator.open("/health/live").await.status, 200);
    assert_eq!(operator.open("/health/ready").await.status, 200);
    let health: serde_json::Value =
        serde_json::from_str(&operator.open("/health").await.body).unwrap();
    for part in [
        "status", "service", "version", "uptime", "database", "storage", "search",
    ] {
        assert!(health.get(part).is_some(), "{part} is missing in {health}");
    }
    assert_eq!(
        operator.open("/metrics").await.status,
        200,
        "from this machine"
    );
}

#[tokio::test]
async fn a_server_asked_to_stop_ends_well_and_leaves_a_sound_market() {
    let mut server = Server::start().await;
    assert!(server.stop().success());
    server.must_be_sound().await;
    server.run(&[]).await;
    assert_eq!(Visitor::to(&server).open("/").await.status, 200);
}

#[tokio::test]
async fn production_refuses_toys_and_says_all_of_it_at_once() {
    let server = Server::start().await;
    let refused = server
        .command("serve")
        .env("MODE", "production")
        .env("PUBLIC_URL", "http://shop.example")
        .env("LISTEN", "nonsense")
        .env_remove("SECRET_KEY")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success());
    for part in [
        "LISTEN",
        "PUBLIC_URL",
        "SECRET_KEY",
        "ALLOW_SANDBOX_PAYMENTS",
    ] {
        assert!(said.contains(part), "{part} is not mentioned in: {said}");
    }
    assert!(!said.contains("postgres://"), "no secrets in messages");
}
