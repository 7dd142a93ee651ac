//! Going, staying after all, and being forgotten. Without JavaScript.

use std::time::{Duration, Instant};

use market::demo::SIGN_INS;

use crate::purchase::{a_product, orders};
use crate::support::{Answer, Server, Visitor};

const PASSWORD: &str = "a perfectly fine password";
const ADA: &str = "ada@example.com";
const CLOSE: &str = "/account/close";
const ASKED: &str = "Your account is being closed";

async fn ada(server: &Server) -> Visitor {
    let visitor = Visitor::to(server);
    visitor.signs_up("Ada").await;
    visitor
}

async fn closes(visitor: &Visitor) -> Answer {
    let page = visitor.open(CLOSE).await;
    assert_eq!((page.status, page.path.as_str()), (200, CLOSE));
    visitor.submit(&page.form("/api/close-account")).await
}

/// A month later somebody was erased.
async fn the_day_comes(server: &Server) {
    let visitor = Visitor::to(server);
    let clock = visitor.open("/dev/clock").await;
    let leap = clock.form("/api/move-clock").with("leap", "month");
    assert_eq!(visitor.submit(&leap).await.status, 200);
    let db = server.database().await;
    let patience = Instant::now() + Duration::from_secs(20);
    loop {
        #[expect(
            clippy::disallowed_methods,
            reason = "tests of the server have no checked queries"
        )]
        let erased = sqlx::query_scalar::<_, i64>(
            "select count(*) from account where erased_at is not null",
        );
        if erased.fetch_one(&db).await.unwrap() > 0 {
            return;
        }
        assert!(Instant::now() < patience, "{}", server.log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn closing_says_what_happens_shows_a_banner_everywhere_and_can_be_called_off() {
    let server = Server::start().await;
    let here = ada(&server).await;
    let there = Visitor::to(&server);
    there.signs_in(ADA, PASSWORD).await;
    let profile = here.open("/account/profile").await;
    assert!(profile.links("main a").contains(&CLOSE.to_owned()));
    let page = here.open(CLOSE).await;
    let text = page.text();
    for said in ["14 days", "10 years", "Deleted account", "stay valid"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let done = closes(&here).await;
    assert!(
        done.text().contains("A mail with the day"),
        "{}",
        done.text()
    );
    assert!(done.forms("/api/close-account").is_empty());
    assert_ne!(there.open("/account").await.path, "/account");
    for path in ["/account", "/library", "/orders", "/", "/account/security"] {
        let page = here.open(path).await;
        assert!(page.text().contains(ASKED), "{path}");
        assert_eq!(page.forms("/api/keep-account").len(), 1, "{path}");
    }
    there.signs_in(ADA, PASSWORD).await;
    let page = there.open("/account").await;
    assert!(page.text().contains(ASKED), "{}", page.text());
    let kept = there.submit(&page.form("/api/keep-account")).await;
    assert!(
        kept.text().contains("Your account stays."),
        "{}",
        kept.text()
    );
    assert!(!here.open("/account").await.text().contains(ASKED));
    server.mailed_link(ADA, "Your account stays").await;
    server.must_be_sound().await;
}

#[tokio::test]
async fn the_link_in_the_mail_keeps_the_account_by_a_button_and_once() {
    let server = Server::start().await;
    let ada = ada(&server).await;
    closes(&ada).await;
    let link = server.mailed_link(ADA, ASKED).await;
    let mailbox = Visitor::to(&server);
    for _ in 0..2 {
        let page = mailbox.open(&link).await;
        assert_eq!(page.status, 200);
        assert!(page.header("cache-control").contains("no-store"));
    }
    assert!(ada.open("/account").await.text().contains(ASKED));
    let form = mailbox.open(&link).await.form("/api/keep-account-by-link");
    let kept = mailbox.submit(&form).await;
    assert!(kept.path.starts_with("/account/sign-in"), "{}", kept.path);
    assert!(
        kept.text().contains("Your account stays."),
        "{}",
        kept.text()
    );
    assert!(!ada.open("/account").await.text().contains(ASKED));
    assert_eq!(mailbox.open(&link).await.status, 410);
    let again = mailbox.submit(&form).await;
    assert_eq!(again.status, 410, "{}", again.text());
    assert!(!server.log().contains(form.value("token")));
}

#[tokio::test]
async fn an_old_proof_is_asked_for_anew_before_anything_is_closed() {
    let server = Server::start().await;
    let ada = ada(&server).await;
    let form = ada.open(CLOSE).await.form("/api/close-account");
    sqlx::raw_sql("update session set proved_at = now() - interval '2 hours'")
        .execute(&server.database().await)
        .await
        .unwrap();
    let page = ada.open(CLOSE).await;
    assert!(page.path.starts_with("/account/confirm"), "{}", page.path);
    let refused = ada.submit(&form).await;
    assert!(
        refused.path.starts_with("/account/confirm"),
        "{}",
        refused.path
    );
    assert!(!ada.open("/account").await.text().contains(ASKED));
    let proved = ada
        .submit(
            &page
                .form("/api/confirm-identity")
                .with("password", PASSWORD),
        )
        .await;
    assert_eq!(proved.path, CLOSE);
    ada.submit(&proved.form("/api/close-account")).await;
    assert!(ada.open("/account").await.text().contains(ASKED));
}

#[tokio::test]
async fn what_stands_in_the_way_is_named_with_the_way_on() {
    let server = Server::start().await;
    let admin = Visitor::to(&server);
    admin
        .signs_in(SIGN_INS[2].email, SIGN_INS[2].password)
        .await;
    let page = admin.open(CLOSE).await;
    assert!(
        page.text().contains("the market's last admin"),
        "{}",
        page.text()
    );
    assert!(page.links("main a").contains(&"/admin/roles".to_owned()));
    assert!(page.forms("/api/close-account").is_empty());
    let own = [("sec-fetch-site", "same-origin"), ("accept", "text/html")];
    let posted = admin.post_with("/api/close-account", &own, "").await;
    let page = admin.follow(posted).await;
    assert!(
        page.text().contains("cannot be closed yet"),
        "{}",
        page.text()
    );
    assert!(!admin.open("/account").await.text().contains(ASKED));
}

#[tokio::test]
async fn whoever_is_going_cannot_check_out_and_reads_why() {
    let server = Server::start().await;
    let ada = ada(&server).await;
    let product = a_product(&ada, "price=one-time").await;
    let page = ada.open(&product).await;
    ada.submit(&page.form("/api/add-to-cart")).await;
    closes(&ada).await;
    let page = ada.open("/checkout").await;
    let refused = ada
        .submit(&page.form("/api/place-order").with("terms", "true"))
        .await;
    assert_eq!(refused.path, "/checkout");
    assert!(
        refused.text().contains("it can take on nothing new"),
        "{}",
        refused.text()
    );
    server.must_be_sound().await;
}

#[tokio::test]
async fn after_the_grace_nobody_is_there_and_the_address_begins_anew() {
    let server = Server::start().await;
    let ada = ada(&server).await;
    orders(&ada, "price=free&kind=n8n-workflow").await;
    let patience = Instant::now() + Duration::from_secs(10);
    while ada.open(CLOSE).await.forms("/api/close-account").is_empty() {
        assert!(Instant::now() < patience, "the order is not complete");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    closes(&ada).await;
    the_day_comes(&server).await;
    let gone = ada.open("/account").await;
    assert!(gone.path.starts_with("/account/sign-in"), "{}", gone.path);
    let refused = ada.signs_in(ADA, PASSWORD).await;
    assert!(
        refused.text().contains("address or the password is wrong"),
        "{}",
        refused.text()
    );
    let anew = Visitor::to(&server);
    let welcome = anew.signs_up("Ada").await;
    assert!(
        welcome.text().contains("Your account is open"),
        "{}",
        welcome.text()
    );
    for path in ["/library", "/orders"] {
        let page = anew.open(path).await;
        assert!(!page.text().contains("AM-"), "{path}: {}", page.text());
    }
    let admin = Visitor::to(&server);
    admin
        .signs_in(SIGN_INS[2].email, SIGN_INS[2].password)
        .await;
    let record = admin.open("/admin/audit?act=account.erased").await;
    assert!(record.text().contains("1 act "), "{}", record.text());
    let record = admin.open("/admin/audit?act=closing.asked").await;
    assert!(
        record.text().contains("Deleted account"),
        "{}",
        record.text()
    );
    server.must_be_sound().await;
}

#[tokio::test]
async fn an_address_without_an_account_is_shown_and_erased_by_mail() {
    let server = Server::start().await;
    let owner = Visitor::to(&server);
    owner
        .signs_in(SIGN_INS[1].email, SIGN_INS[1].password)
        .await;
    let team = owner.open("/vendor/team").await;
    let invite = team.form("/api/invite-member");
    owner
        .submit(
            &invite
                .with("email", "guest@elsewhere.example")
                .with("role", "support"),
        )
        .await;
    let privacy = Visitor::to(&server).open("/legal/privacy").await;
    assert!(
        privacy
            .links("main a")
            .contains(&"/privacy/erase".to_owned())
    );
    let asks = async |email: &str| {
        let visitor = Visitor::to(&server);
        let form = visitor
            .open("/privacy/erase")
            .await
            .form("/api/ask-erasure");
        visitor.submit(&form.with("email", email)).await
    };
    let known = asks("guest@elsewhere.example").await;
    let unknown = asks("stranger@elsewhere.example").await;
    assert_eq!(
        (known.status, known.text()),
        (unknown.status, unknown.text())
    );
    assert!(
        known.text().contains("If anything is known"),
        "{}",
        known.text()
    );
    let wrong = asks("no address").await;
    assert_eq!(wrong.form("/api/ask-erasure").value("email"), "no address");

    let link = server
        .mailed_link("guest@elsewhere.example", "What we know about your address")
        .await;
    let mailbox = Visitor::to(&server);
    for _ in 0..2 {
        let page = mailbox.open(&link).await;
        assert!(
            page.text().contains("Invitations into a vendor's team 1"),
            "{}",
            page.text()
        );
        assert!(!page.body.contains("guest@elsewhere.example"));
    }
    let form = mailbox.open(&link).await.form("/api/erase-address");
    let done = mailbox.submit(&form).await;
    assert!(done.text().contains("Erased."), "{}", done.text());
    assert_eq!(mailbox.open(&link).await.status, 410);
    assert_eq!(mailbox.submit(&form).await.status, 410);
    let team = owner.open("/vendor/team").await;
    assert!(
        !team.text().contains("guest@elsewhere.example"),
        "{}",
        team.text()
    );
    assert!(!server.log().contains("guest@elsewhere.example"));
}

#[tokio::test]
async fn the_record_of_erasures_is_kept_elsewhere_and_applied_once_more() {
    let server = Server::start().await;
    let ada = ada(&server).await;
    closes(&ada).await;
    the_day_comes(&server).await;
    let run = |flags: &[&str]| {
        let ran = server.command("erasures").args(flags).output().unwrap();
        let said = String::from_utf8_lossy(&ran.stdout).into_owned();
        (ran.status.success(), said)
    };
    let (well, listed) = run(&["list"]);
    assert!(well && listed.lines().count() == 1, "{listed}");
    assert!(!listed.contains("ada"), "{listed}");
    let file = server.stock.data.path().join("erasures.jsonl");
    std::fs::write(&file, &listed).unwrap();
    sqlx::raw_sql(
        "update account set erased_at = null, suspended_at = null, name = 'Ada', email = 'ada@example.com'
         where erased_at is not null; delete from erasure",
    )
    .execute(&server.database().await)
    .await
    .unwrap();
    let (well, said) = run(&["reapply", file.to_str().unwrap()]);
    assert!(
        well && said.contains("not on record: 1") && said.contains("once more: 1"),
        "{said}"
    );
    let (well, said) = run(&["reapply"]);
    assert!(
        well && said.contains("on record: 1") && said.contains("once more: 0"),
        "{said}"
    );
    std::fs::write(&file, "{}").unwrap();
    assert!(!run(&["reapply", file.to_str().unwrap()]).0);
    server.must_be_sound().await;
}
