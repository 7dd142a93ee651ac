//! Where somebody is signed in, for how long, and signing out from afar.

use crate::support::{Server, Visitor};

const PASSWORD: &str = "a perfectly fine password";

/// Two browsers of the same person.
async fn two_browsers(server: &Server) -> (Visitor, Visitor) {
    let here = Visitor::to(server);
    here.signs_up("Ada").await;
    let there = Visitor::to(server);
    there.signs_in("ada@example.com", PASSWORD).await;
    (here, there)
}

async fn is_signed_in(visitor: &Visitor) -> bool {
    visitor.open("/account").await.path == "/account"
}

#[tokio::test]
async fn a_device_is_signed_out_from_another_one_at_once() {
    let server = Server::start().await;
    let (here, there) = two_browsers(&server).await;
    let devices = here.open("/account/devices").await;
    assert_eq!(devices.status, 200);
    assert!(devices.text().contains("This device"), "{}", devices.text());
    assert!(devices.text().contains("127.0.0.x"), "{}", devices.text());
    let forms = devices.forms("/api/end-session");
    assert_eq!(forms.len(), 1, "the other device, and not this one");
    let after = here.submit(&forms[0]).await;
    assert_eq!(after.path, "/account/devices");
    assert!(after.text().contains("That device is signed out."));
    assert!(!is_signed_in(&there).await);
    assert!(is_signed_in(&here).await);
}

#[tokio::test]
async fn all_other_devices_are_signed_out_on_every_node() {
    let server = Server::start().await;
    let node = server.another_node().await;
    let (here, there) = two_browsers(&server).await;
    let elsewhere = there.at(&node);
    assert!(is_signed_in(&elsewhere).await);
    let devices = here.open("/account/devices").await;
    let after = here.submit(&devices.form("/api/end-other-sessions")).await;
    assert!(after.text().contains("Every other device is signed out."));
    assert!(after.forms("/api/end-other-sessions").is_empty());
    assert!(!is_signed_in(&elsewhere).await && !is_signed_in(&there).await);
    assert!(is_signed_in(&here).await && is_signed_in(&here.at(&node)).await);
}

#[tokio::test]
async fn nobody_signs_a_stranger_out() {
    let server = Server::start().await;
    let (here, there) = two_browsers(&server).await;
    let eve = Visitor::to(&server);
    eve.signs_up("Eve").await;
    let adas = here.open("/account/devices").await.form("/api/end-session");
    assert_eq!(eve.post(&adas).await.status, 404);
    assert!(is_signed_in(&there).await);
}

#[tokio::test]
async fn the_cookie_outlives_the_browser_only_for_whoever_asks_to_be_kept_signed_in() {
    let server = Server::start().await;
    Visitor::to(&server).signs_up("Ada").await;
    for (keep, lasts) in [("true", true), ("", false)] {
        let visitor = Visitor::to(&server);
        let page = visitor.open("/account/sign-in").await;
        let mut form = page
            .form("/api/sign-in")
            .with("email", "ada@example.com")
            .with("password", PASSWORD);
        if !keep.is_empty() {
            form = form.with("keep", keep);
        }
        let answer = visitor.post(&form).await;
        let cookie = answer.cookie("autopilot");
        assert_eq!(cookie.contains("Max-Age=2592000"), lasts, "{cookie}");
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
            "{cookie}"
        );
        assert!(is_signed_in(&visitor).await);
        assert_eq!(
            visitor
                .post(&visitor.open("/account").await.form("/api/sign-out"))
                .await
                .status,
            303
        );
    }
}

#[tokio::test]
async fn whoever_did_not_ask_to_be_kept_is_signed_out_after_a_day() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    visitor.signs_up("Ada").await;
    let clock = visitor.open("/dev/clock").await;
    visitor
        .submit(&clock.form("/api/move-clock").with("leap", "hour"))
        .await;
    assert!(is_signed_in(&visitor).await);
    visitor
        .submit(&clock.form("/api/move-clock").with("leap", "day"))
        .await;
    assert!(!is_signed_in(&visitor).await);
}
