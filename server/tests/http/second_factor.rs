//! Setting up a second factor, signing in with it, and what is asked for once more.

use crate::support::{Answer, Phone, Server, Visitor};

const PASSWORD: &str = "a perfectly fine password";

async fn an_hour_passes(visitor: &Visitor) {
    let clock = visitor.open("/dev/clock").await;
    visitor
        .submit(&clock.form("/api/move-clock").with("leap", "hour"))
        .await;
}

/// From the security page to the page that shows the QR code.
async fn starts(visitor: &Visitor) -> Answer {
    let security = visitor.open("/account/security").await;
    let page = visitor
        .submit(&security.form("/api/start-authenticator"))
        .await;
    assert_eq!(
        (page.status, page.path.as_str()),
        (200, "/account/security/app")
    );
    page
}

/// Somebody with an app set up, its next code unused, and their recovery codes.
async fn with_app(server: &Server, name: &str) -> (Visitor, Phone, Vec<String>) {
    let visitor = Visitor::to(server);
    visitor.signs_up(name).await;
    let page = starts(&visitor).await;
    let phone = Phone::told_by(&page);
    let form = page
        .form("/api/confirm-authenticator")
        .with("code", &phone.last_code());
    let codes = visitor.submit(&form).await;
    assert!(
        codes.path.starts_with("/account/security/codes"),
        "{}",
        codes.path
    );
    let codes = codes.words("main .recovery-codes code");
    assert_eq!(codes.len(), 10);
    (visitor, phone, codes)
}

/// Signs in with the password and comes to the second step.
async fn half_signs_in(visitor: &Visitor) -> Answer {
    let page = visitor.signs_in("ada@example.com", PASSWORD).await;
    assert_eq!(page.path, "/account/sign-in/code", "{}", page.text());
    page
}

#[tokio::test]
async fn an_app_is_set_up_with_its_first_code_and_its_recovery_codes_are_shown_once() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    visitor.signs_up("Ada").await;
    let before = visitor.another_tab();
    let page = starts(&visitor).await;
    assert!(page.body.contains("class=\"qr-code\""), "drawn here");
    let form = page.form("/api/confirm-authenticator");
    let refused = visitor.submit(&form.clone().with("code", "12")).await;
    assert_eq!(refused.path, "/account/security/app");
    assert!(
        refused.text().contains("This code is wrong"),
        "{}",
        refused.text()
    );
    let phone = Phone::told_by(&refused);
    let codes = visitor.submit(&form.with("code", &phone.code())).await;
    assert!(codes.text().contains("You see these once"));
    assert_eq!(
        before.open("/account").await.path,
        "/account/sign-in?next=/account",
        "a new session id"
    );
    let again = visitor.open("/account/security/codes").await;
    assert!(
        again.words("main .recovery-codes code").is_empty(),
        "{}",
        again.text()
    );
    let security = visitor.open("/account/security").await;
    assert!(security.text().contains("10 left"), "{}", security.text());
    assert!(
        security.text().contains("Set up an authenticator app"),
        "it is in the activity"
    );
}

#[tokio::test]
async fn the_password_alone_opens_nothing_once_there_is_a_second_factor() {
    let server = Server::start().await;
    let (_set_up, phone, _codes) = with_app(&server, "Ada").await;
    let visitor = Visitor::to(&server);
    let step = half_signs_in(&visitor).await;
    let half = visitor.another_tab();
    assert_eq!(
        half.open("/account").await.path,
        "/account/sign-in?next=/account"
    );
    assert!(
        half.open("/library")
            .await
            .path
            .starts_with("/account/sign-in")
    );

    let form = step.form("/api/sign-in-code");
    let wrong = visitor.submit(&form.clone().with("code", "no code")).await;
    assert_eq!(wrong.path, "/account/sign-in/code");
    assert!(
        wrong.text().contains("This code is wrong"),
        "{}",
        wrong.text()
    );
    let code = phone.code();
    visitor.submit(&form.clone().with("code", &code)).await;
    assert_eq!(visitor.open("/account").await.path, "/account");
    assert_ne!(
        half.open("/account").await.path,
        "/account",
        "the half session's id opens nothing"
    );

    let thief = Visitor::to(&server);
    let step = half_signs_in(&thief).await;
    let again = thief
        .submit(&step.form("/api/sign-in-code").with("code", &code))
        .await;
    assert!(
        again
            .text()
            .contains("This code is wrong or was used before")
    );
}

#[tokio::test]
async fn a_recovery_code_signs_in_once() {
    let server = Server::start().await;
    let (_set_up, _lost, codes) = with_app(&server, "Ada").await;
    for (code, way_in) in [(&codes[0], true), (&codes[0], false), (&codes[1], true)] {
        let visitor = Visitor::to(&server);
        let step = half_signs_in(&visitor).await;
        visitor
            .submit(&step.form("/api/sign-in-code").with("code", code))
            .await;
        assert_eq!(
            visitor.open("/account").await.path == "/account",
            way_in,
            "{code}"
        );
    }
}

#[tokio::test]
async fn the_second_step_is_waited_for_ten_minutes() {
    let server = Server::start().await;
    let (_set_up, mut phone, _codes) = with_app(&server, "Ada").await;
    let visitor = Visitor::to(&server);
    let step = half_signs_in(&visitor).await;
    an_hour_passes(&Visitor::to(&server)).await;
    phone.an_hour_on();
    let late = visitor
        .submit(&step.form("/api/sign-in-code").with("code", &phone.code()))
        .await;
    assert!(late.path.starts_with("/account/sign-in"), "{}", late.path);
    assert_ne!(visitor.open("/account").await.path, "/account");
    assert_eq!(
        visitor.open("/account/sign-in/code").await.path,
        "/account/sign-in"
    );
}

#[tokio::test]
async fn signing_out_everywhere_ends_a_sign_in_that_is_half_done() {
    let server = Server::start().await;
    let (_set_up, phone, _codes) = with_app(&server, "Ada").await;
    let visitor = Visitor::to(&server);
    let step = half_signs_in(&visitor).await;
    sqlx::raw_sql(
        "update account set session_version = session_version + 1 where email = 'ada@example.com'",
    )
    .execute(&server.database().await)
    .await
    .unwrap();
    visitor
        .submit(&step.form("/api/sign-in-code").with("code", &phone.code()))
        .await;
    assert_ne!(visitor.open("/account").await.path, "/account");
}

#[tokio::test]
async fn changing_a_factor_asks_once_an_hour_who_one_is() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    visitor.signs_up("Ada").await;
    let before = visitor.another_tab();
    an_hour_passes(&visitor).await;
    let security = visitor.open("/account/security").await;
    let confirm = visitor
        .submit(&security.form("/api/start-authenticator"))
        .await;
    assert_eq!(confirm.path, "/account/confirm?next=/account/security");
    let form = confirm.form("/api/confirm-identity");
    let wrong = visitor
        .submit(&form.clone().with("password", "not my password at all"))
        .await;
    assert!(
        wrong.text().contains("This is not your password"),
        "{}",
        wrong.text()
    );
    assert_eq!(wrong.form("/api/confirm-identity").value("password"), "");
    let security = visitor.submit(&form.with("password", PASSWORD)).await;
    assert_eq!(security.path, "/account/security");
    assert_ne!(
        before.open("/account").await.path,
        "/account",
        "a new session id"
    );
    let page = visitor
        .submit(&security.form("/api/start-authenticator"))
        .await;
    assert_eq!(page.path, "/account/security/app");
}

#[tokio::test]
async fn an_app_is_removed_with_a_code_of_it() {
    let server = Server::start().await;
    let (visitor, phone, _codes) = with_app(&server, "Ada").await;
    let security = visitor.open("/account/security").await;
    let form = security.form("/api/remove-authenticator");
    let refused = visitor
        .submit(&form.clone().with("code", "000 000 0"))
        .await;
    assert!(
        refused.text().contains("This code is wrong"),
        "{}",
        refused.text()
    );
    let removed = visitor.submit(&form.with("code", &phone.code())).await;
    assert!(
        removed.text().contains("The authenticator app is removed"),
        "{}",
        removed.text()
    );
    let other = Visitor::to(&server);
    other.signs_in("ada@example.com", PASSWORD).await;
    assert_eq!(other.open("/account").await.path, "/account");
}

#[tokio::test]
async fn new_recovery_codes_are_shown_once_too() {
    let server = Server::start().await;
    let (visitor, _phone, old) = with_app(&server, "Ada").await;
    let security = visitor.open("/account/security").await;
    let codes = visitor
        .submit(&security.form("/api/make-recovery-codes"))
        .await;
    let new = codes.words("main .recovery-codes code");
    assert!(new.len() == 10 && !new.contains(&old[0]));
}

#[tokio::test]
async fn ten_wrong_codes_end_the_trying() {
    let server = Server::start().await;
    let (_set_up, phone, _codes) = with_app(&server, "Ada").await;
    let visitor = Visitor::to(&server);
    let form = half_signs_in(&visitor).await.form("/api/sign-in-code");
    for _ in 0..10 {
        visitor.post(&form.clone().with("code", "wrong")).await;
    }
    let last = visitor.submit(&form.with("code", &phone.code())).await;
    assert!(
        last.text().contains("That was wrong ten times"),
        "{}",
        last.text()
    );
}

#[tokio::test]
async fn in_production_the_administration_leads_to_a_second_factor_first() {
    let settings = [("MODE", "production"), ("ALLOW_SANDBOX_PAYMENTS", "true")];
    let server = Server::start_with(&[], &settings).await;
    let [_, _, admin] = market::demo::SIGN_INS;
    let visitor = Visitor::to(&server);
    visitor.signs_in(admin.email, admin.password).await;
    let led = visitor.open("/admin").await;
    assert_eq!(led.path, "/account/security?next=/admin");
    assert!(
        led.text().contains("Set up a second factor"),
        "{}",
        led.text()
    );
    let page = visitor.submit(&led.form("/api/start-authenticator")).await;
    let phone = Phone::told_by(&page);
    let codes = visitor
        .submit(
            &page
                .form("/api/confirm-authenticator")
                .with("code", &phone.last_code()),
        )
        .await;
    assert_eq!(codes.links("main a.button"), ["/admin"]);
    assert_eq!(visitor.open("/admin").await.path, "/admin");

    let later = Visitor::to(&server);
    let step = later.signs_in(admin.email, admin.password).await;
    later
        .submit(&step.form("/api/sign-in-code").with("code", &phone.code()))
        .await;
    assert_eq!(later.open("/admin").await.path, "/admin");
}

#[tokio::test]
async fn the_demos_administration_can_be_tried_without_one() {
    let server = Server::start().await;
    let [_, _, admin] = market::demo::SIGN_INS;
    let visitor = Visitor::to(&server);
    visitor.signs_in(admin.email, admin.password).await;
    assert_eq!(visitor.open("/admin").await.status, 200);
}
