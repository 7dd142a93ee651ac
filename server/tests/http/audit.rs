//! The record of privileged and security acts, on its page and from the command line.

use crate::support::{Server, Visitor};

const PASSWORD: &str = "a perfectly fine password";

async fn an_admin(server: &Server) -> Visitor {
    let [_, _, admin] = market::demo::SIGN_INS;
    let visitor = Visitor::to(server);
    visitor.signs_in(admin.email, admin.password).await;
    visitor
}

/// What `autopilot audit verify` says, and whether it finds all well.
fn verifies(server: &Server, flags: &[&str]) -> (bool, String) {
    let asked = server
        .command("audit")
        .arg("verify")
        .args(flags)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&asked.stdout).into_owned();
    (asked.status.success(), said)
}

#[tokio::test]
async fn acts_are_found_by_what_they_were_and_by_whose_they_were() {
    let server = Server::start().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    ada.submit(&ada.open("/account").await.form("/api/sign-out"))
        .await;
    ada.signs_in("ada@example.com", "not the right password")
        .await;
    let admin = an_admin(&server).await;
    let all = admin.open("/admin/audit").await;
    assert_eq!(all.status, 200);
    assert!(
        all.text().contains("Signed out") && all.text().contains("127.0.0.x"),
        "{}",
        all.text()
    );

    let of = async |query: &str| admin.open(&format!("/admin/audit?{query}")).await.text();
    for _ in 0..100 {
        if of("account=ada%40example.com&act=session.refused")
            .await
            .contains("1 act ")
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let refused = of("account=ada%40example.com&act=session.refused").await;
    assert!(
        refused.contains("1 act ") && refused.contains("Nobody signed in"),
        "{refused}"
    );
    assert!(of("account=ada%40example.com").await.contains("4 acts"));
    assert!(
        of("account=nobody%40example.com")
            .await
            .contains("Nothing found")
    );
    assert!(of("object=license").await.contains("Nothing found"));
    let wrong = of("since=yesterday").await;
    assert!(wrong.contains("Enter a day, as in 2026-03-14."), "{wrong}");
    assert!(of("page=99").await.contains("Nothing found"));
}

#[tokio::test]
async fn the_record_is_for_those_who_keep_the_market() {
    let server = Server::start().await;
    let guest = Visitor::to(&server);
    assert!(
        guest
            .open("/admin/audit")
            .await
            .path
            .starts_with("/account/sign-in")
    );
    guest.signs_up("Ada").await;
    assert_eq!(guest.open("/admin/audit").await.status, 403);
}

#[tokio::test]
async fn people_see_what_happened_to_their_own_account() {
    let server = Server::start().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let eve = Visitor::to(&server);
    eve.signs_up("Eve").await;
    eve.submit(&eve.open("/account").await.form("/api/sign-out"))
        .await;
    let security = ada.open("/account/security").await.text();
    assert!(
        security.contains("Signed in") && !security.contains("Signed out"),
        "{security}"
    );
    ada.submit(&ada.open("/account").await.form("/api/sign-out"))
        .await;
    ada.signs_in("ada@example.com", PASSWORD).await;
    assert!(
        ada.open("/account/security")
            .await
            .text()
            .contains("Signed out")
    );
}

#[tokio::test]
async fn a_changed_entry_is_named_on_the_command_line() {
    let server = Server::start().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    ada.submit(&ada.open("/account").await.form("/api/sign-out"))
        .await;
    let (well, said) = verifies(&server, &[]);
    assert!(
        well && said.starts_with("All 3 entries are sound."),
        "{said}"
    );
    let head = said.trim().rsplit(' ').next().unwrap().to_owned();
    assert!(verifies(&server, &["--after", &head]).0);
    let (well, said) = verifies(&server, &["--after", "3:00"]);
    assert!(!well && said.contains("MISSING"), "{said}");
    let spoil = "alter table audit_entry disable trigger all; update audit_entry set act = 'x' where seq = 1";
    sqlx::raw_sql(spoil)
        .execute(&server.database().await)
        .await
        .unwrap();
    let (well, said) = verifies(&server, &[]);
    assert!(
        !well && said.starts_with("BROKEN 1: it was changed"),
        "{said}"
    );
}
