//! What people do with their own account: confirm its address, set another password or address. Without JavaScript.

use crate::support::{Answer, Server, Visitor};

const PASSWORD: &str = "a perfectly fine password";
const NEW_PASSWORD: &str = "another fine password";
const ADA: &str = "ada@example.com";

async fn ada(server: &Server) -> Visitor {
    let visitor = Visitor::to(server);
    visitor.signs_up("Ada").await;
    visitor
}

async fn is_signed_in(visitor: &Visitor) -> bool {
    visitor.open("/account").await.path == "/account"
}

fn must_have_ended(page: &Answer, way_on: &str) {
    assert_eq!(page.status, 410, "{}", page.text());
    assert!(
        page.text().contains("This link works no more"),
        "{}",
        page.text()
    );
    assert!(page.links("main a").contains(&way_on.to_owned()));
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_mail_and_every_device_is_signed_out() {
    let server = Server::start().await;
    let device = ada(&server).await;
    let visitor = Visitor::to(&server);
    let page = visitor.open("/account/sign-in").await;
    assert!(page.links("main a").contains(&"/account/reset".to_owned()));
    let ask = visitor.open("/account/reset").await.form("/api/ask-reset");
    let said = visitor.submit(&ask.with("email", ADA)).await;
    let of_nobody = Visitor::to(&server);
    let of_nobody = {
        let ask = of_nobody
            .open("/account/reset")
            .await
            .form("/api/ask-reset");
        of_nobody
            .submit(&ask.with("email", "nobody@example.com"))
            .await
    };
    assert_eq!(
        (said.status, &said.path, said.text()),
        (of_nobody.status, &of_nobody.path, of_nobody.text())
    );
    let ask = visitor.open("/account/reset").await.form("/api/ask-reset");
    let wrong = visitor.submit(&ask.with("email", "no address")).await;
    assert_eq!(wrong.form("/api/ask-reset").value("email"), "no address");

    let link = server.mailed_link(ADA, "Set a new password").await;
    let form = visitor.open(&link).await.form("/api/set-password");
    let short = visitor
        .submit(&form.clone().with("password", "too short"))
        .await;
    assert!(
        short.text().contains("at least 15 characters"),
        "{}",
        short.text()
    );
    assert_eq!(short.form("/api/set-password").value("password"), "");
    let done = visitor
        .submit(&form.clone().with("password", NEW_PASSWORD))
        .await;
    assert_eq!(done.path, "/account/sign-in");
    assert!(
        done.text().contains("Your new password is set"),
        "{}",
        done.text()
    );
    assert!(!is_signed_in(&device).await);
    visitor.signs_in(ADA, PASSWORD).await;
    assert!(
        !is_signed_in(&visitor).await,
        "the old password is none any more"
    );
    visitor.signs_in(ADA, NEW_PASSWORD).await;
    assert!(is_signed_in(&visitor).await);
    must_have_ended(&device.open(&link).await, "/account/reset");
    must_have_ended(
        &device.submit(&form.with("password", PASSWORD)).await,
        "/account/reset",
    );
    server.mailed_link(ADA, "Your password was changed").await;
}

#[tokio::test]
async fn changing_the_password_signs_out_every_device_but_this_one() {
    let server = Server::start().await;
    let here = ada(&server).await;
    let there = Visitor::to(&server);
    there.signs_in(ADA, PASSWORD).await;
    assert!(is_signed_in(&there).await);
    let stolen = here.another_tab();
    let form = here
        .open("/account/password")
        .await
        .form("/api/change-password");
    let wrong = here
        .submit(
            &form
                .clone()
                .with("current", "not my password at all")
                .with("password", NEW_PASSWORD),
        )
        .await;
    assert_eq!(wrong.path, "/account/password");
    assert!(
        wrong.text().contains("This is not your password."),
        "{}",
        wrong.text()
    );
    let done = here
        .submit(
            &form
                .with("current", PASSWORD)
                .with("password", NEW_PASSWORD),
        )
        .await;
    assert!(
        done.text().contains("Your password is changed."),
        "{}",
        done.text()
    );
    assert!(is_signed_in(&here).await);
    assert!(!is_signed_in(&there).await);
    assert!(
        !is_signed_in(&stolen).await,
        "the session goes on under another id"
    );
}

#[tokio::test]
async fn an_address_changes_when_both_mailboxes_agree_and_sessions_stay() {
    let server = Server::start().await;
    let ada = ada(&server).await;
    let form = ada
        .open("/account/email")
        .await
        .form("/api/ask-email-change");
    let form = form.with("email", "ada@lovelace.example");
    let refused = ada.submit(&form.clone().with("current", "wrong")).await;
    assert_eq!(
        refused.form("/api/ask-email-change").value("email"),
        "ada@lovelace.example"
    );
    let asked = ada.submit(&form.with("current", PASSWORD)).await;
    assert!(
        asked.text().contains("A change is under way"),
        "{}",
        asked.text()
    );

    let mailbox = Visitor::to(&server);
    let new = server
        .mailed_link("ada@lovelace.example", "Confirm your new e-mail address")
        .await;
    let half = mailbox
        .submit(&mailbox.open(&new).await.form("/api/confirm-new-email"))
        .await;
    assert!(
        half.text().contains("once the other address has agreed"),
        "{}",
        half.text()
    );
    let old = server
        .mailed_link(ADA, "Your e-mail address is about to change")
        .await;
    let done = mailbox
        .submit(&mailbox.open(&old).await.form("/api/agree-to-email-change"))
        .await;
    assert!(done.text().contains("is changed."), "{}", done.text());
    assert!(
        ada.open("/account")
            .await
            .text()
            .contains("ada@lovelace.example")
    );
    mailbox.signs_in("ada@lovelace.example", PASSWORD).await;
    assert!(is_signed_in(&mailbox).await);
    must_have_ended(&mailbox.open(&old).await, "/account/email");
}

#[tokio::test]
async fn the_old_mailbox_or_the_owner_can_stop_a_change_of_address() {
    let server = Server::start().await;
    let ada = ada(&server).await;
    let form = ada
        .open("/account/email")
        .await
        .form("/api/ask-email-change");
    let form = form
        .with("email", "eve@lovelace.example")
        .with("current", PASSWORD);
    ada.submit(&form).await;
    let mailbox = Visitor::to(&server);
    let old = server
        .mailed_link(ADA, "Your e-mail address is about to change")
        .await;
    let stopped = mailbox
        .submit(&mailbox.open(&old).await.form("/api/refuse-email-change"))
        .await;
    assert!(
        stopped.text().contains("stays as it is"),
        "{}",
        stopped.text()
    );
    let new = server
        .mailed_link("eve@lovelace.example", "Confirm your new e-mail address")
        .await;
    must_have_ended(&mailbox.open(&new).await, "/account/email");
    let asked = ada.submit(&form).await;
    let called_off = ada.submit(&asked.form("/api/cancel-email-change")).await;
    assert!(
        !called_off.text().contains("A change is under way"),
        "{}",
        called_off.text()
    );
}

#[tokio::test]
async fn hostile_tokens_and_passwords_are_refused_and_never_break_anything() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    for token in [
        "",
        "%00",
        "%ff",
        "../../etc/passwd",
        "'%20or%201=1--",
        &"a".repeat(4_000),
    ] {
        for page in ["reset/new", "email/new", "email/old"] {
            let answer = visitor
                .open(&format!("/account/{page}?token={token}"))
                .await;
            assert_eq!(answer.status, 410, "{page} {token}");
        }
    }
    let own = [
        ("sec-fetch-site", "same-origin"),
        ("accept", "application/json"),
    ];
    for (act, body) in [
        ("sign-up-code", "code=%00&next="),
        ("send-sign-up-code", "next=%ff"),
        ("set-password", "token=x&password=another+fine+password"),
        ("confirm-new-email", "token="),
        ("agree-to-email-change", "token=x"),
        ("refuse-email-change", "token=x"),
        ("ask-reset", "email=%00@example.com"),
    ] {
        let answer = visitor.post_with(&format!("/api/{act}"), &own, body).await;
        assert_eq!(answer.status, 422, "{act}: {}", answer.body);
    }
    for act in ["change-password", "ask-email-change", "cancel-email-change"] {
        let answer = visitor
            .post_with(&format!("/api/{act}"), &own, "current=a&password=b&email=c")
            .await;
        assert_eq!(answer.status, 401, "{act}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_profile_is_saved_and_comes_back_as_typed_when_it_is_refused() {
    let server = Server::start().await;
    let ada = ada(&server).await;
    let form = ada.open("/account/profile").await.form("/api/save-profile");
    let form = form
        .with("name", "Ada Lovelace")
        .with("bio", &"poet ".repeat(150))
        .with("locale", "de")
        .with("time_zone", "Europe/London");
    let refused = ada
        .submit(&form.clone().with("time_zone", "Mars/Olympus"))
        .await;
    assert!(
        refused.text().contains("Choose a time zone from the list."),
        "{}",
        refused.text()
    );
    assert!(
        refused.body.contains(&"poet ".repeat(150)),
        "nothing typed is lost"
    );
    let saved = ada.submit(&form).await;
    assert!(
        saved.text().contains("Your profile is saved."),
        "{}",
        saved.text()
    );
    for kept in [
        "value=\"Ada Lovelace\"",
        "value=\"de\" selected",
        "value=\"Europe/London\" selected",
    ] {
        assert!(saved.body.contains(kept), "{kept}");
    }
}

#[tokio::test]
async fn a_picture_is_shown_at_an_address_of_its_own_until_another_takes_its_place() {
    let server = Server::start().await;
    let ada = ada(&server).await;
    let page = ada.open("/account/profile").await;
    let form = page.form("/api/set-picture");
    assert!(page.body.contains("enctype=\"multipart/form-data\""));
    let icon = include_bytes!("../../../public/apple-touch-icon.png");
    let saved = ada.uploads(&form, "picture", icon).await;
    assert!(
        saved.text().contains("Your picture is saved."),
        "{}",
        saved.text()
    );
    let address = |page: &Answer| {
        let (_, after) = page.body.split_once("src=\"/avatars/").unwrap();
        format!("/avatars/{}", after.split('"').next().unwrap())
    };
    let first = address(&saved);
    let anyone = Visitor::to(&server);
    let shown = anyone.ask("GET", &first, &[]).await.unwrap();
    assert_eq!(shown.status, 200);
    assert_eq!(shown.header("content-type"), "image/webp");
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert!(shown.header("cache-control").contains("immutable"));
    let form = ada.open("/account/profile").await.form("/api/set-picture");
    let second = address(&ada.uploads(&form, "picture", icon).await);
    assert_ne!(first, second);
    assert_eq!(anyone.ask("GET", &first, &[]).await.unwrap().status, 404);
    let form = ada
        .open("/account/profile")
        .await
        .form("/api/remove-picture");
    assert!(!ada.submit(&form).await.body.contains("/avatars/"));
}

#[tokio::test]
async fn a_file_that_is_no_picture_is_refused_beside_its_field_and_a_huge_one_at_the_door() {
    let server = Server::start().await;
    let ada = ada(&server).await;
    let form = ada.open("/account/profile").await.form("/api/set-picture");
    for (file, said) in [
        (b"<svg/>".to_vec(), "cannot be read as a picture"),
        (Vec::new(), "Choose a picture first."),
        (vec![0; 6 << 20], "at most 5 MB"),
    ] {
        let back = ada.uploads(&form, "picture", &file).await;
        assert_eq!(back.path, "/account/profile");
        assert!(back.text().contains(said), "{said}: {}", back.text());
    }
    let huge = ada.uploads(&form, "picture", &vec![0; 9 << 20]).await;
    assert_eq!(huge.status, 413);
    let own = [("sec-fetch-site", "same-origin"), ("accept", "text/html")];
    for kind in [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "text/plain",
        "",
    ] {
        let headers = [own.as_slice(), &[("content-type", kind)]].concat();
        let answer = ada.post_with("/api/set-picture", &headers, "x").await;
        assert!(
            matches!(answer.status, 303 | 400),
            "{kind}: {}",
            answer.status
        );
    }
    for name in [
        "x.webp",
        "..%2f..%2fetc%2fpasswd",
        "00000000-0000-0000-0000-000000000000.webp",
        "%00",
    ] {
        let answer = ada
            .ask("GET", &format!("/avatars/{name}"), &[])
            .await
            .unwrap();
        assert_eq!(answer.status, 404, "{name}");
    }
}

#[tokio::test]
async fn addresses_are_added_changed_and_deleted_by_their_owner_alone() {
    let server = Server::start().await;
    let ada = ada(&server).await;
    let form = ada
        .open("/account/addresses/new")
        .await
        .form("/api/add-address");
    let form = form
        .with("name", "Ada Lovelace")
        .with("line1", "12 St James's Square")
        .with("for_billing", "true");
    let lacking = ada.submit(&form).await;
    assert!(
        lacking.text().contains("Enter the town or city."),
        "{}",
        lacking.text()
    );
    let form = lacking.form("/api/add-address");
    assert_eq!(
        (form.value("line1"), form.value("for_billing")),
        ("12 St James's Square", "true")
    );
    let list = ada
        .submit(&form.with("city", "London").with("country", "GB"))
        .await;
    assert_eq!(list.path, "/account/addresses");
    assert!(
        list.text().contains("London") && list.text().contains("For invoices"),
        "{}",
        list.text()
    );
    let links = list.links("main a[href^='/account/addresses/']");
    let edit = links.iter().find(|link| !link.ends_with("/new")).unwrap();
    let form = ada.open(edit).await.form("/api/change-address");
    assert_eq!(form.value("city"), "London");
    let change = form.with("city", "Ockham").with("country", "GB");

    let eve = Visitor::to(&server);
    eve.signs_up("Eve").await;
    assert_eq!(eve.open(edit).await.status, 404);
    assert_eq!(eve.post(&change).await.status, 404);
    let delete = list.form("/api/remove-address");
    assert_eq!(eve.post(&delete).await.status, 404);

    assert!(ada.submit(&change).await.text().contains("Ockham"));
    assert!(
        ada.submit(&delete)
            .await
            .text()
            .contains("You have not added an address yet.")
    );
    assert_eq!(ada.open("/account/addresses/nonsense").await.status, 404);
}
