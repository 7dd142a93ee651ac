//! Everybody with an account, as those who keep the market see them.

use market::demo::SIGN_INS;

use crate::support::{Server, Visitor};

const WHY: &str = "Sent the same complaint a hundred times.";

#[tokio::test]
async fn a_suspended_person_is_out_with_the_next_request_and_comes_back_when_let_in() {
    let server = Server::start().await;
    let admin = Visitor::to(&server);
    admin
        .signs_in(SIGN_INS[2].email, SIGN_INS[2].password)
        .await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let odd = admin.open("/admin/people?q=a%00b%ff").await;
    assert_eq!(odd.status, 200, "{}", odd.text());
    let found = admin.open("/admin/people?q=ada%40example.com").await;
    let person = found.links("main tbody a").remove(0);
    let page = admin.open(&person).await;
    let text = page.text();
    assert!(!text.contains("Not confirmed") && text.contains("1 device"));

    let refused = admin
        .submit(&page.form("/api/suspend-account").with("reason", "no"))
        .await;
    assert!(refused.text().contains("Say why"), "{}", refused.text());
    assert!(
        refused.body.contains(">no</textarea>"),
        "what was typed is kept"
    );
    let page = admin
        .submit(&page.form("/api/suspend-account").with("reason", WHY))
        .await;
    assert!(
        page.text().contains("The account is suspended."),
        "{}",
        page.text()
    );
    assert!(page.forms("/api/begin-impersonation").is_empty());
    assert!(
        ada.open("/account")
            .await
            .path
            .starts_with("/account/sign-in")
    );
    let out = ada
        .signs_in("ada@example.com", "a perfectly fine password")
        .await;
    assert!(out.text().contains("The address or the password is wrong"));

    let page = admin
        .submit(&page.form("/api/restore-account").with("reason", WHY))
        .await;
    assert!(
        page.text().contains("The account is open again."),
        "{}",
        page.text()
    );
    ada.signs_in("ada@example.com", "a perfectly fine password")
        .await;
    assert_eq!(ada.open("/account").await.path, "/account");
    server.must_be_sound().await;
}

#[tokio::test]
async fn nobody_found_and_nobody_there_are_said() {
    let server = Server::start().await;
    let admin = Visitor::to(&server);
    admin
        .signs_in(SIGN_INS[2].email, SIGN_INS[2].password)
        .await;
    let nothing = admin.open("/admin/people?q=nobody%40example.com").await;
    assert!(nothing.text().contains("Nobody found"));
    assert_eq!(nothing.status, 200);
    for nobody in ["00000000-0000-0000-0000-000000000000", "nonsense", "%00"] {
        let answer = admin.open(&format!("/admin/people/{nobody}")).await;
        assert_eq!(answer.status, 404, "{nobody}");
    }
    for odd in ["?q=%00", "?after=nonsense", "?q=%25&after=x"] {
        let answer = admin.open(&format!("/admin/people{odd}")).await;
        assert!(
            matches!(answer.status, 200 | 404),
            "{odd}: {}",
            answer.status
        );
    }
    let own = admin.open("/admin/people?q=admin%40example.com").await;
    let page = admin.open(&own.links("main tbody a")[0]).await;
    assert!(page.forms("/api/suspend-account").is_empty(), "not oneself");
}

#[tokio::test]
async fn an_address_is_invited_only_so_often_and_the_form_says_when_again() {
    let server = Server::start().await;
    let owner = Visitor::to(&server);
    owner
        .signs_in(SIGN_INS[1].email, SIGN_INS[1].password)
        .await;
    let team = "/vendor/team";
    for nth in 0..6 {
        let page = owner.open(team).await;
        let invite = page
            .form("/api/invite-member")
            .with("email", "ada@example.com")
            .with("role", "support");
        let page = owner.submit(&invite).await;
        if nth == 5 {
            assert_eq!(page.status, 429);
            assert!(
                page.text().contains("This address was invited very often"),
                "{}",
                page.text()
            );
            assert_eq!(
                page.form("/api/invite-member").value("email"),
                "ada@example.com"
            );
            break;
        }
        assert!(
            page.text().contains("The invitation is on its way"),
            "{}",
            page.text()
        );
        owner.submit(&page.form("/api/withdraw-invitation")).await;
    }
    let page = owner.open(team).await;
    let invite = page
        .form("/api/invite-member")
        .with("email", "eve@example.com")
        .with("role", "support");
    let mut page = owner.submit(&invite).await;
    for _ in 0..3 {
        page = owner.submit(&page.form("/api/resend-invitation")).await;
        assert_eq!(page.status, 200);
    }
    let page = owner.submit(&page.form("/api/resend-invitation")).await;
    assert_eq!(page.status, 429);
    assert!(
        page.text()
            .contains("This invitation was sent again very often"),
        "{}",
        page.text()
    );
}
