//! Signing up, in and out; and forms that come from elsewhere.

use crate::support::{Server, Visitor, signed_up};

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed_except_the_password() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let page = visitor.open("/account/sign-up").await;
    let back = visitor
        .submit(&signed_up(&page, "Ada").with("password", "too short"))
        .await;
    assert_eq!(back.path, "/account/sign-up", "no error in the address");
    assert!(back.text().contains("15 characters"));
    let form = back.form("/api/sign-up");
    assert_eq!(
        (
            form.value("name"),
            form.value("email"),
            form.value("password")
        ),
        ("Ada", "ada@example.com", "")
    );
    let fresh = visitor.open("/account/sign-up").await;
    assert!(!fresh.body.contains("role=\"alert\""), "it is said once");
}

#[tokio::test]
async fn a_sign_up_that_is_over_says_so_and_begins_anew() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let form = signed_up(&visitor.open("/account/sign-up").await, "Ada");
    let mut page = visitor.submit(&form).await;
    for _ in 0..10 {
        let wrong = page.form("/api/sign-up-code").with("code", "none");
        page = visitor.submit(&wrong).await;
    }
    assert_eq!(page.path, "/account/sign-up");
    let text = page.text();
    assert!(text.contains("This is not the code"), "{text}");
    let again = visitor.open("/account/sign-up/code").await;
    assert!(!again.text().contains("There is a problem"));
}

#[tokio::test]
async fn what_no_database_keeps_is_refused_like_any_other_mistake() {
    let server = Server::start().await;
    let own = [("accept", "text/html"), ("sec-fetch-site", "same-origin")];
    for (act, body) in [
        ("sign-in", "email=a%00b%40example.com&password=x&next="),
        (
            "sign-in",
            "email=%22a%00b%22%40example.com&password=x&next=%00",
        ),
        (
            "sign-up",
            "name=a%00b&email=a%00b%40example.com&password=x&next=%00",
        ),
        (
            "sign-up",
            "name=%00&email=a%40example.com&password=a+perfectly+fine+password&next=",
        ),
        ("ask-reset", "email=a%00b%40example.com"),
        ("ask-erasure", "email=%22%00%22%40example.com"),
    ] {
        let visitor = Visitor::to(&server);
        let answer = visitor.post_with(&format!("/api/{act}"), &own, body).await;
        assert_eq!(answer.status, 303, "{act} {body}: {}", answer.body);
        let back = visitor.open(answer.header("location")).await;
        assert_eq!(back.status, 200, "{act} {body}: {}", back.text());
    }
}

#[tokio::test]
async fn signing_in_changes_the_session_and_signing_out_ends_it() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    visitor.signs_up("Ada").await;
    let before = visitor.another_tab();
    let account = visitor.open("/account").await;
    visitor.submit(&account.form("/api/sign-out")).await;
    assert!(
        before
            .open("/account")
            .await
            .path
            .starts_with("/account/sign-in"),
        "the old cookie opens nothing"
    );
    visitor
        .signs_in("ada@example.com", "a perfectly fine password")
        .await;
    assert_ne!(before.cookies(), visitor.cookies());
    assert_eq!(visitor.open("/account").await.status, 200);
}

#[tokio::test]
async fn a_planted_session_id_is_not_adopted() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let page = visitor.open("/account/sign-up").await;
    visitor
        .submit(&signed_up(&page, "Ada").with("password", "short"))
        .await;
    let planted = visitor.another_tab();
    assert!(
        !planted.cookies().is_empty(),
        "a refused form has begun a session"
    );
    visitor.signs_up("Ada").await;
    assert_ne!(planted.cookies(), visitor.cookies());
    assert!(
        planted
            .open("/account")
            .await
            .path
            .starts_with("/account/sign-in")
    );
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    visitor.signs_up("Ada").await;
    let form = "application/x-www-form-urlencoded";
    let foreign: [&[(&str, &str)]; 5] = [
        &[("content-type", form), ("origin", "https://evil.example")],
        &[
            ("content-type", form),
            ("sec-fetch-site", "cross-site"),
            ("origin", &server.url),
        ],
        &[("content-type", form), ("sec-fetch-site", "same-site")],
        &[("content-type", form), ("origin", "null")],
        &[("content-type", form)],
    ];
    for headers in foreign {
        let answer = visitor.post_with("/api/sign-out", headers, "").await;
        assert_eq!(answer.status, 403, "{headers:?}");
    }
    assert_eq!(
        visitor.open("/account").await.path,
        "/account",
        "still signed in"
    );
}

#[tokio::test]
async fn the_way_back_stays_in_the_shop() {
    let server = Server::start().await;
    for next in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/%0d%0aevil",
    ] {
        let visitor = Visitor::to(&server);
        let page = visitor.open("/account/sign-in").await;
        let form = page
            .form("/api/sign-in")
            .with("email", "customer@example.com")
            .with("password", market::demo::SIGN_INS[0].password)
            .with("next", next);
        let answer = visitor.post(&form).await;
        let location = answer.header("location");
        assert!(
            answer.status == 303 && !location.contains("evil.example")
                || location.starts_with("/%"),
            "{next} → {location}"
        );
    }
}

#[tokio::test]
async fn malformed_forms_and_wrong_methods_get_a_clear_4xx() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let own = [("sec-fetch-site", "same-origin"), ("accept", "text/html")];
    for (path, body) in [
        ("/api/add-to-cart", ""),
        ("/api/add-to-cart", "product=not-an-id"),
        ("/api/sign-in", "email=a"),
        ("/api/place-order", "key=1"),
        ("/api/sign-up", "%%%=%ff"),
        ("/api/remove-from-cart", "product[]=1"),
    ] {
        let answer = visitor.post_with(path, &own, body).await;
        assert!(
            matches!(answer.status, 303 | 400..=499),
            "{path} {body}: {}",
            answer.status
        );
        assert!(
            !answer.body.contains("missing field"),
            "{path}: the parser's own words are not for visitors"
        );
    }
    assert_eq!(
        visitor
            .ask("GET", "/api/add-to-cart", &own)
            .await
            .unwrap()
            .status,
        405
    );
    assert_eq!(
        visitor.post_with("/api/no-such-act", &own, "").await.status,
        404
    );
    let json = [
        ("sec-fetch-site", "same-origin"),
        ("accept", "application/json"),
    ];
    let answer = visitor.post_with("/api/add-to-cart", &json, "").await;
    assert_eq!(answer.status, 400);
    assert!(
        answer.header("content-type").contains("json"),
        "{:?}",
        answer.headers
    );
    let huge = format!("name={}", "x".repeat(2_000_000));
    assert_eq!(
        visitor.post_with("/api/sign-up", &own, &huge).await.status,
        413
    );
}
