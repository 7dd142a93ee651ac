//! Helping a customer from their place: stepping in, what one sees there, and every way out.

use app::access::open_in_their_place;
use market::demo::SIGN_INS;

use crate::support::{Answer, Form, Server, Visitor};

const WHY: &str = "They cannot find their order.";

async fn the_admin(server: &Server) -> Visitor {
    let admin = Visitor::to(server);
    admin
        .signs_in(SIGN_INS[2].email, SIGN_INS[2].password)
        .await;
    admin
}

/// The page of the demo's customer, by way of the search.
async fn the_customers_page(admin: &Visitor) -> Answer {
    let found = admin
        .open(&format!(
            "/admin/people?q={}",
            SIGN_INS[0].email.replace('@', "%40")
        ))
        .await;
    let page = found.links("main tbody a").remove(0);
    admin.open(&page).await
}

async fn steps_in(admin: &Visitor) -> Answer {
    let page = the_customers_page(admin).await;
    let form = page.form("/api/begin-impersonation");
    admin.submit(&form.with("purpose", WHY)).await
}

fn banner(page: &Answer) -> String {
    page.words(".place-banner").join(" ")
}

async fn run(server: &Server, sql: &str) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()))
        .execute(&server.database().await)
        .await
        .unwrap();
}

#[tokio::test]
async fn an_admin_sees_what_the_customer_sees_and_comes_back_to_themselves() {
    let server = Server::start().await;
    let admin = the_admin(&server).await;
    let page = the_customers_page(&admin).await;
    let form = page.form("/api/begin-impersonation");
    let back = admin.submit(&form.clone().with("purpose", "no")).await;
    assert!(back.path.starts_with("/admin/people/"), "{}", back.path);
    assert!(
        back.text().contains("Say why, in 10 to 500 characters."),
        "{}",
        back.text()
    );
    assert_eq!(back.form("/api/begin-impersonation").value("purpose"), "no");

    let before = admin.cookies();
    let there = admin.submit(&form.with("purpose", WHY)).await;
    assert_eq!((there.status, there.path.as_str()), (200, "/account"));
    assert_ne!(admin.cookies(), before, "the session has another id");
    assert!(there.text().contains(SIGN_INS[0].email), "{}", there.text());
    for path in [
        "/",
        "/library",
        "/orders",
        "/account/email",
        "/account/devices",
        "/account/security",
        "/account/sign-in-methods",
        "/vendor/team",
        "/products?price=free",
        "/admin",
        "/nothing-here",
    ] {
        let page = admin.open(path).await;
        assert!(
            banner(&page).contains(SIGN_INS[0].email),
            "{path}: {}",
            banner(&page)
        );
        assert_eq!(page.forms("/api/end-impersonation").len(), 1, "{path}");
        let acts = page.body.split("action=\"/api/").skip(1);
        for act in acts.filter_map(|rest| rest.split('"').next()) {
            let act = format!("/api/{act}");
            assert!(open_in_their_place(&act), "{path} offers {act}");
        }
    }
    assert_eq!(admin.open("/admin").await.status, 403);

    // Its buttons are not there; and whoever sends what they would have sent is refused.
    let customer = Visitor::to(&server);
    customer
        .signs_in(SIGN_INS[0].email, SIGN_INS[0].password)
        .await;
    let theirs = customer.open("/library").await;
    let library = admin.open("/library").await;
    let refused = admin.post(&theirs.form("/api/reveal-license")).await;
    assert_eq!(refused.status, 403);
    assert!(
        refused.text().contains("the account owner's alone"),
        "{}",
        refused.text()
    );
    let masked = library.words(".key code").join(" ");
    assert!(masked.contains('•') || masked.contains('…'), "{masked}");

    let inside = admin.cookies();
    let back = admin.submit(&there.form("/api/end-impersonation")).await;
    assert!(back.path.starts_with("/admin/people/"), "{}", back.path);
    assert!(banner(&back).is_empty() && back.text().contains("You are yourself again."));
    assert_ne!(admin.cookies(), inside, "and another one on the way back");
    assert!(
        back.text().contains(WHY),
        "the reason is in the record: {}",
        back.text()
    );
    let again = admin.submit(&there.form("/api/end-impersonation")).await;
    assert_eq!(
        (again.status, again.path.as_str()),
        (200, "/"),
        "pressing twice is no mistake"
    );

    let customer = Visitor::to(&server);
    customer
        .signs_in(SIGN_INS[0].email, SIGN_INS[0].password)
        .await;
    let security = customer.open("/account/security").await.text();
    assert!(
        security.contains("Support looked at the account") && security.contains("Our support"),
        "{security}"
    );
    assert!(
        !security.contains(WHY),
        "why is for those who keep the market"
    );
    server.must_be_sound().await;
}

#[tokio::test]
async fn help_that_is_allowed_reaches_the_customers_account_and_the_record_names_both() {
    let server = Server::start().await;
    let admin = the_admin(&server).await;
    steps_in(&admin).await;
    let profile = admin.open("/account/profile").await;
    let saved = admin
        .submit(
            &profile
                .form("/api/save-profile")
                .with("name", "Carla Corrected"),
        )
        .await;
    assert!(
        saved.text().contains("Your profile is saved."),
        "{}",
        saved.text()
    );
    let there = admin.open("/account").await;
    admin.submit(&there.form("/api/end-impersonation")).await;
    let own = admin.open("/account").await;
    assert!(
        !own.text().contains("Carla Corrected"),
        "their own name is as it was"
    );
    let record = admin
        .open("/admin/audit?act=impersonation.acted")
        .await
        .text();
    assert!(
        record.contains("for Carla Corrected") && record.contains("/api/save-profile"),
        "{record}"
    );
}

#[tokio::test]
async fn what_has_ended_is_over_with_the_next_request_on_every_node() {
    let server = Server::start().await;
    let other = server.another_node().await;
    let admin = the_admin(&server).await;
    let there = steps_in(&admin).await;
    let profile = admin.open("/account/profile").await;
    let elsewhere = admin.at(&other);
    assert!(banner(&elsewhere.open("/account").await).contains(SIGN_INS[0].email));

    run(&server, "update impersonation set expires_at = now()").await;
    for visitor in [&admin, &elsewhere] {
        let page = visitor.open("/account").await;
        assert_eq!(page.status, 403);
        assert!(page.text().contains("is over"), "{}", page.text());
        let late = visitor.post(&profile.form("/api/save-profile")).await;
        assert_eq!(
            late.status, 403,
            "what was meant for the customer is done to nobody"
        );
        assert!(late.text().contains("is over"), "{}", late.text());
    }
    let back = admin.submit(&there.form("/api/end-impersonation")).await;
    assert!(back.path.starts_with("/admin/people/") && back.status == 200);

    let there = steps_in(&admin).await;
    assert_eq!(there.path, "/account");
    run(
        &server,
        "update account set suspended_at = now(), session_version = session_version + 1 where email = 'customer@example.com'",
    )
    .await;
    assert_eq!(admin.at(&other).open("/account").await.status, 403);
    run(&server, "update account set suspended_at = null").await;
    assert_eq!(
        admin.open("/account").await.status,
        403,
        "it does not come back with the account"
    );
}

#[tokio::test]
async fn leaving_the_shop_leaves_the_place_and_is_not_the_customers_doing() {
    let server = Server::start().await;
    let admin = the_admin(&server).await;
    let there = steps_in(&admin).await;
    admin.submit(&there.form("/api/sign-out")).await;
    assert!(
        admin
            .open("/account")
            .await
            .path
            .starts_with("/account/sign-in")
    );
    let admin = the_admin(&server).await;
    let record = admin
        .open("/admin/audit?account=customer%40example.com")
        .await;
    let record = record.words("tbody").join(" ");
    assert!(record.contains("Support left the account"), "{record}");
    assert!(!record.contains("Signed out"), "{record}");
}

#[tokio::test]
async fn stepping_in_asks_who_it_is_when_that_was_an_hour_ago() {
    let server = Server::start().await;
    let admin = the_admin(&server).await;
    let page = the_customers_page(&admin).await;
    run(
        &server,
        "update session set proved_at = now() - interval '2 hours'",
    )
    .await;
    let form = page.form("/api/begin-impersonation").with("purpose", WHY);
    let asked = admin.submit(&form).await;
    assert!(
        asked
            .path
            .starts_with("/account/confirm?next=/admin/people/"),
        "{}",
        asked.path
    );
    let confirm = asked
        .form("/api/confirm-identity")
        .with("password", SIGN_INS[2].password);
    let back = admin.submit(&confirm).await;
    let there = admin
        .submit(&back.form("/api/begin-impersonation").with("purpose", WHY))
        .await;
    assert_eq!(there.path, "/account");
}

#[tokio::test]
async fn support_and_moderators_are_offered_no_place_and_get_none() {
    let server = Server::start().await;
    let admin = the_admin(&server).await;
    let person = the_customers_page(&admin).await.path;
    let id = person.rsplit('/').next().unwrap().to_owned();
    for role in ["support", "moderator"] {
        let name = format!("Staff {role}");
        let staff = Visitor::to(&server);
        staff.signs_up(&name).await;
        let email = format!("staff.{role}@example.com");
        let appointed = server.command("appoint").args([&*email, role]).output();
        assert!(appointed.unwrap().status.success());
        staff.signs_in(&email, "a perfectly fine password").await;
        let page = staff.open(&person).await;
        assert_eq!(page.status, 200, "{role}");
        assert!(page.forms("/api/begin-impersonation").is_empty(), "{role}");
        assert_eq!(
            page.forms("/api/suspend-account").len(),
            usize::from(role == "moderator")
        );
        assert_eq!(
            page.text().contains("What happened lately"),
            role == "moderator"
        );
        let forged = Form {
            action: "/api/begin-impersonation".to_owned(),
            fields: vec![
                ("person".to_owned(), id.clone()),
                ("purpose".to_owned(), WHY.to_owned()),
            ],
        };
        assert_eq!(staff.post(&forged).await.status, 403, "{role}");
    }
}
