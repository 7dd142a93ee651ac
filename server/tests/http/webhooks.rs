//! `/webhooks/{provider}`: the payment provider speaks.

use market::Keys;
use market::checkout::sandbox::{SIGNATURE_HEADER, sign};
use time::{Duration, OffsetDateTime};

use crate::purchase::{a_customer, orders};
use crate::support::{Server, Visitor};

fn keys() -> Keys {
    Keys::from_master([7; 32])
}

#[expect(
    clippy::disallowed_methods,
    reason = "the server under test runs on the machine's clock"
)]
fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

#[tokio::test]
async fn before_after_and_twice_make_one_license() {
    let server = Server::start_with(&["--no-work"], &[]).await;
    let worker = server.worker();
    let visitor = a_customer(&server).await;
    // No worker: nothing happens by itself, so the test decides what comes when.
    drop(worker);
    let bank = orders(&visitor, "price=one-time").await;
    let intent = bank.path.rsplit('/').next().unwrap().to_owned();
    let body = format!(
        r#"{{"id":"evt_{intent}_2","type":"payment.succeeded","data":{{"intent":"{intent}"}}}}"#
    );
    let deliver = || async {
        let signature = sign(&keys(), body.as_bytes(), now());
        let headers = [
            (SIGNATURE_HEADER, signature.as_str()),
            ("content-type", "application/json"),
        ];
        Visitor::to(&server)
            .post_with("/webhooks/sandbox", &headers, &body)
            .await
            .status
    };
    assert_eq!(
        deliver().await,
        200,
        "too early: the bank has taken nothing, so nothing is believed"
    );
    let pay = bank.form("/api/sandbox-decide").with("decision", "pay");
    let order = visitor.submit(&pay).await;
    assert_eq!(deliver().await, 200, "again");
    assert!(order.text().contains("Paid"), "{}", order.text());

    let worker = server.worker();
    for _ in 0..100 {
        if !visitor
            .open("/library")
            .await
            .forms("/api/reveal-license")
            .is_empty()
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(deliver().await, 200, "long after");
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert_eq!(
        visitor
            .open("/library")
            .await
            .forms("/api/reveal-license")
            .len(),
        1
    );
    server.must_be_sound().await;
    drop(worker);
}

#[tokio::test]
async fn forged_stale_unknown_and_oversized_ones_are_refused() {
    let server = Server::start_with(&["--no-work"], &[]).await;
    let provider = Visitor::to(&server);
    let body = r#"{"id":"evt_1","type":"payment.succeeded","data":{"intent":"pi_1"}}"#;
    let fresh = sign(&keys(), body.as_bytes(), now());
    let stale = sign(&keys(), body.as_bytes(), now() - Duration::minutes(6));
    let foreign = sign(&Keys::from_master([8; 32]), body.as_bytes(), now());
    for signature in ["", "garbage", "t=1,v1=", &stale, &foreign] {
        let answer = provider
            .post_with("/webhooks/sandbox", &[(SIGNATURE_HEADER, signature)], body)
            .await;
        assert_eq!(answer.status, 400, "{signature}");
    }
    assert_eq!(
        provider
            .post_with("/webhooks/sandbox", &[], body)
            .await
            .status,
        400
    );
    let answer = provider
        .post_with("/webhooks/nobody", &[(SIGNATURE_HEADER, &fresh)], body)
        .await;
    assert_eq!(answer.status, 404);
    let huge = "x".repeat(600 * 1024);
    assert_eq!(
        provider
            .post_with("/webhooks/sandbox", &[(SIGNATURE_HEADER, &fresh)], &huge)
            .await
            .status,
        413
    );
    assert_eq!(
        provider
            .ask("GET", "/webhooks/sandbox", &[])
            .await
            .unwrap()
            .status,
        405
    );
    let answer = provider
        .post_with("/webhooks/sandbox", &[(SIGNATURE_HEADER, &fresh)], body)
        .await;
    assert_eq!(answer.status, 200, "a true one is taken");
}
