//! Signing in through another service, with a real OpenID provider on the other side.

use serde_json::json;

use crate::support::{Answer, Form, OpenIdProvider, Server, Visitor};

const START: &str = "/api/start-federated-sign-in";
const LINK: &str = "/api/link-sign-in-method";
const UNLINK: &str = "/api/unlink-sign-in-method";
const METHODS: &str = "/account/sign-in-methods";

async fn a_shop() -> (Server, OpenIdProvider) {
    let people = json!({
        "ada": { "email": "ada@example.com", "email_verified": true, "name": "Ada Lovelace", "xms_edov": true },
        "eve": { "email": "customer@example.com", "email_verified": false, "name": "Eve" },
        "robin": { "email": "customer@example.com", "email_verified": true, "name": "Robin" },
    });
    let provider = OpenIdProvider::start(&people).await;
    let settings = provider.settings();
    let settings: Vec<_> = settings.iter().map(|(k, v)| (*k, v.as_str())).collect();
    (Server::start_with(&[], &settings).await, provider)
}

fn through(page: &Answer, action: &str, service: &str) -> Form {
    let forms = page.forms(action).into_iter();
    let mut forms = forms.filter(|form| form.value("provider") == service);
    forms
        .next()
        .unwrap_or_else(|| panic!("no form for {service}: {}", page.text()))
}

/// Presses the button for the service and decides there; the path back to the shop.
async fn goes(
    visitor: &Visitor,
    provider: &OpenIdProvider,
    page: &str,
    service: &str,
    person: &str,
) -> String {
    let action = if page == METHODS { LINK } else { START };
    let page = visitor.open(page).await;
    let left = visitor.post(&through(&page, action, service)).await;
    assert_eq!(left.status, 303, "{}", left.body);
    provider.decides(person, left.header("location")).await
}

async fn signs_in(
    visitor: &Visitor,
    provider: &OpenIdProvider,
    service: &str,
    person: &str,
) -> Answer {
    let back = goes(visitor, provider, "/account/sign-in", service, person).await;
    visitor.open(&back).await
}

#[tokio::test]
async fn a_new_visitor_gets_an_account_by_one_button_and_comes_back_to_it_by_the_same() {
    let (server, provider) = a_shop().await;
    for service in ["google", "github", "microsoft"] {
        let visitor = Visitor::to(&server);
        let back = goes(
            &visitor,
            &provider,
            "/account/sign-up?next=/library",
            service,
            "ada",
        )
        .await;
        let before = visitor.cookies();
        let mut page = visitor.open(&back).await;
        if service == "google" {
            // Another service's button agrees to nothing, so who is new here is asked.
            assert_eq!(page.path, "/account/terms?next=/library");
            let form = page.form("/api/accept-terms").with("terms", "true");
            page = visitor.submit(&form).await;
        }
        assert_eq!(
            (page.status, page.path.as_str()),
            (200, "/library"),
            "{}",
            page.text()
        );
        assert_ne!(before, visitor.cookies(), "the session has a new id");
        let account = visitor.open("/account").await;
        assert!(
            account.text().contains("ada@example.com"),
            "{}",
            account.text()
        );
    }
    // All three led to one account: its address was confirmed by each.
    let visitor = Visitor::to(&server);
    signs_in(&visitor, &provider, "google", "ada").await;
    let methods = visitor.open(METHODS).await;
    assert_eq!(methods.forms(UNLINK).len(), 3, "{}", methods.text());
    server.must_be_sound().await;
}

#[tokio::test]
async fn the_cart_of_a_guest_comes_along() {
    let (server, provider) = a_shop().await;
    let visitor = Visitor::to(&server);
    let product = crate::purchase::a_product(&visitor, "kind=n8n-workflow").await;
    let page = visitor.open(&product).await;
    visitor.submit(&page.form("/api/add-to-cart")).await;
    signs_in(&visitor, &provider, "google", "ada").await;
    let cart = visitor.open("/cart").await;
    assert!(
        !cart.forms("/api/remove-from-cart").is_empty(),
        "{}",
        cart.text()
    );
}

#[tokio::test]
async fn an_account_is_entered_by_its_address_only_when_both_sides_confirmed_it() {
    let (server, provider) = a_shop().await;
    for service in ["google", "github", "microsoft"] {
        let eve = Visitor::to(&server);
        let page = signs_in(&eve, &provider, service, "eve").await;
        assert_eq!(page.status, 403, "{service}: {}", page.text());
        assert!(page.text().contains("does not vouch"), "{}", page.text());
        assert!(eve.open("/account").await.path.contains("sign-in"));
    }
    // The demo's customer has a confirmed address; who opened an account before codes were mailed may have none.
    let robin = Visitor::to(&server);
    assert_eq!(
        signs_in(&robin, &provider, "google", "robin").await.status,
        200
    );
    assert!(
        robin
            .open("/account")
            .await
            .text()
            .contains("Robin Castellan")
    );
    Visitor::to(&server).signs_up("Ada").await;
    is_unconfirmed(&server, "ada@example.com").await;
    let ada = Visitor::to(&server);
    let page = signs_in(&ada, &provider, "google", "ada").await;
    assert_eq!(page.status, 409, "{}", page.text());
    assert!(ada.open("/account").await.path.contains("sign-in"));
}

#[tokio::test]
async fn somebody_signed_in_connects_and_disconnects_and_keeps_one_way_in() {
    let (server, provider) = a_shop().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let back = goes(&ada, &provider, METHODS, "github", "ada").await;
    let page = ada.open(&back).await;
    assert_eq!(page.path, METHODS, "{}", page.text());
    assert!(
        page.text().contains("Connected. You can sign in this way"),
        "{}",
        page.text()
    );

    let again = Visitor::to(&server);
    assert_eq!(
        signs_in(&again, &provider, "github", "ada").await.status,
        200
    );
    // What opens one account opens no other.
    let eve = Visitor::to(&server);
    eve.signs_up("Eve").await;
    let back = goes(&eve, &provider, METHODS, "github", "ada").await;
    assert_eq!(eve.open(&back).await.status, 409);

    let page = ada.open(METHODS).await;
    let page = ada.submit(&through(&page, UNLINK, "github")).await;
    assert!(page.text().contains("Disconnected."), "{}", page.text());
    // A confirmed address would connect it once more.
    is_unconfirmed(&server, "ada@example.com").await;
    let gone = Visitor::to(&server);
    assert_eq!(
        signs_in(&gone, &provider, "github", "ada").await.status,
        409
    );
    server.must_be_sound().await;
}

/// Nobody has shown that they read this address.
async fn is_unconfirmed(server: &Server, email: &str) {
    let sql = format!("update account set email_verified_at = null where email = '{email}'");
    let done = sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
        .execute(&server.database().await)
        .await;
    assert_eq!(done.unwrap().rows_affected(), 1);
}

#[tokio::test]
async fn the_only_way_in_has_no_button_and_a_forged_form_is_refused() {
    let (server, provider) = a_shop().await;
    let ada = Visitor::to(&server);
    signs_in(&ada, &provider, "google", "ada").await;
    let page = ada.open(METHODS).await;
    assert!(page.text().contains("Your only way in"), "{}", page.text());
    let forged = Form {
        action: UNLINK.to_owned(),
        fields: vec![("provider".to_owned(), "google".to_owned())],
    };
    let page = ada.submit(&forged).await;
    assert!(
        page.text().contains("the only way to sign in"),
        "{}",
        page.text()
    );
    assert_eq!(ada.open("/account").await.status, 200);
}

#[tokio::test]
async fn what_comes_back_wrong_signs_nobody_in_and_says_so() {
    let (server, provider) = a_shop().await;
    let page = "/account/sign-in";
    let start = |visitor: Visitor| async {
        let back = goes(&visitor, &provider, page, "google", "ada").await;
        (visitor, back)
    };
    let callback = "/account/sign-in/google/callback";

    // Nothing was begun here.
    let stranger = Visitor::to(&server);
    for path in [
        callback.to_owned(),
        format!("{callback}?code=made-up&state=made-up"),
        format!("{callback}?error=access_denied"),
        start(Visitor::to(&server)).await.1,
    ] {
        let answer = stranger.open(&path).await;
        assert_eq!(answer.status, 400, "{path}: {}", answer.text());
    }
    assert_eq!(
        stranger
            .open("/account/sign-in/nobody/callback")
            .await
            .status,
        404
    );

    // It comes back twice.
    let (visitor, back) = start(Visitor::to(&server)).await;
    assert_eq!(visitor.open(&back).await.status, 200);
    let answer = visitor.open(&back).await;
    assert_eq!(answer.status, 400, "{}", answer.text());

    // The code of another visit, with this one's state: neither verifier nor nonce fits.
    let (_, other) = start(Visitor::to(&server)).await;
    let (visitor, back) = start(Visitor::to(&server)).await;
    let part = |path: &str, name: &str| {
        let query = path.split_once('?').unwrap().1.to_owned();
        let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        pairs.into_iter().find(|(key, _)| key == name).unwrap().1
    };
    let mixed = format!(
        "{callback}?code={}&state={}",
        part(&other, "code"),
        part(&back, "state")
    );
    let answer = visitor.open(&mixed).await;
    assert_eq!(answer.status, 400, "{}", answer.text());
    assert_eq!(visitor.open(&back).await.status, 400, "its state was used");

    // Another service's door.
    let (visitor, back) = start(Visitor::to(&server)).await;
    let elsewhere = back.replace("/google/", "/microsoft/");
    assert_eq!(visitor.open(&elsewhere).await.status, 400);

    // They did not agree.
    let visitor = Visitor::to(&server);
    let answer = signs_in(&visitor, &provider, "google", "nobody").await;
    assert_eq!(answer.status, 403, "{}", answer.text());
    assert!(answer.text().contains("You did not agree"));
    assert!(
        answer
            .links("main a")
            .contains(&"/account/sign-in".to_owned())
    );
    assert!(visitor.open("/account").await.path.contains("sign-in"));
}

#[tokio::test]
async fn a_sign_in_that_takes_longer_than_ten_minutes_is_over() {
    let (server, provider) = a_shop().await;
    let visitor = Visitor::to(&server);
    let back = goes(&visitor, &provider, "/account/sign-in", "google", "ada").await;
    let clock = visitor.open("/dev/clock").await;
    visitor
        .submit(&clock.form("/api/move-clock").with("leap", "hour"))
        .await;
    let answer = visitor.open(&back).await;
    assert_eq!(answer.status, 410, "{}", answer.text());
    assert!(answer.text().contains("10 minutes"));
}

#[tokio::test]
async fn nobody_is_led_to_another_site_afterwards() {
    let (server, provider) = a_shop().await;
    let visitor = Visitor::to(&server);
    let page = visitor.open("/account/sign-in").await;
    let form = through(&page, START, "google").with("next", "//evil.example/");
    let left = visitor.post(&form).await;
    let back = provider.decides("ada", left.header("location")).await;
    let page = visitor.open(&back).await;
    assert_eq!(page.path, "/account/terms");
    let form = page.form("/api/accept-terms").with("terms", "true");
    assert_eq!(visitor.submit(&form).await.path, "/");
}

#[tokio::test]
async fn a_provider_that_does_not_answer_keeps_nobody_from_signing_in_otherwise() {
    let (server, mut provider) = a_shop().await;
    let visitor = Visitor::to(&server);
    let page = visitor.open("/account/sign-in").await;
    let form = through(&page, START, "google");
    provider.freeze();
    let page = visitor.submit(&form).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("does not answer"), "{}", page.text());
    provider.thaw();
    provider.die();
    let page = visitor.submit(&form).await;
    assert!(page.text().contains("does not answer"), "{}", page.text());
    let sign_in = market::demo::SIGN_INS[0];
    visitor.signs_in(sign_in.email, sign_in.password).await;
    assert_eq!(visitor.open("/account").await.status, 200);
}

#[tokio::test]
async fn a_form_may_lead_to_the_providers_that_are_configured_and_nowhere_else() {
    let (server, provider) = a_shop().await;
    let page = Visitor::to(&server).open("/account/sign-in").await;
    let policy = page.header("content-security-policy").to_owned();
    assert!(
        policy.contains(&format!("form-action 'self' {}", provider.url())),
        "{policy}"
    );
    let other = Visitor::to(&server).open("/cart").await;
    assert!(
        other
            .header("content-security-policy")
            .contains("form-action 'self';")
    );
}

#[tokio::test]
async fn doctor_says_who_can_be_signed_in_through() {
    let (server, provider) = a_shop().await;
    let (_, said) = server.doctor(&[]);
    for line in [
        "Google sends people back to",
        "GitHub sends people back to",
        "Microsoft sends people back to",
    ] {
        assert!(said.contains(line), "{said}");
    }
    assert!(!said.contains("between-us"), "{said}");
    drop(provider);
    let (well, said) = server.doctor(&[]);
    assert!(!well && said.contains("BROKEN"), "{said}");
    let (_, said) = server.doctor(&[("GOOGLE_CLIENT_SECRET", "")]);
    assert!(said.contains("Set it: its id is set."), "{said}");
}
