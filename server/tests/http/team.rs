//! A vendor's team, and the market's own, as their members see them.

use market::demo::SIGN_INS;

use crate::support::{Answer, Form, Server, Visitor, signed_up};

const TEAM: &str = "/vendor/team";

async fn the_owner(server: &Server) -> Visitor {
    let owner = Visitor::to(server);
    owner
        .signs_in(SIGN_INS[1].email, SIGN_INS[1].password)
        .await;
    owner
}

async fn invites(by: &Visitor, email: &str, role: &str) -> Answer {
    let page = by.open(TEAM).await;
    let form = page.form("/api/invite-member");
    by.submit(&form.with("email", email).with("role", role))
        .await
}

/// Where the links of the mails to this address lead.
async fn links(server: &Server, email: &str, many: usize) -> Vec<String> {
    for _ in 0..200 {
        let to = format!("To: {email}");
        let links: Vec<_> = server
            .mails()
            .iter()
            .filter(|mail| mail.contains(&to))
            .filter_map(|mail| {
                let text = mail.replace("=\r\n", "");
                let link = text.split("/vendor/invitations/").nth(1)?;
                let end = link.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c))?;
                Some(format!("/vendor/invitations/{}", &link[..end]))
            })
            .collect();
        if links.len() >= many {
            return links;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("no mail to {email}: {}", server.log());
}

/// The form about this person, by what its hidden field names.
fn about(page: &Answer, action: &str, nth: usize) -> Form {
    page.forms(action).remove(nth)
}

#[tokio::test]
async fn somebody_without_an_account_comes_from_the_mail_into_the_team() {
    let server = Server::start().await;
    let owner = the_owner(&server).await;
    let page = invites(&owner, "ada@example.com", "finance").await;
    assert!(
        page.text().contains("The invitation is on its way"),
        "{}",
        page.text()
    );
    let link = links(&server, "ada@example.com", 1).await.remove(0);

    let ada = Visitor::to(&server);
    let offer = ada.open(&link).await;
    assert_eq!(offer.status, 200);
    assert!(offer.text().contains("Finance"), "{}", offer.text());
    assert!(
        !offer.body.contains("ada@example.com"),
        "the link alone does not say to whom it went"
    );
    let sign_up = offer.links("main a[href^='/account/sign-up']").remove(0);
    let page = ada.open(&sign_up).await;
    let offer = ada.opens_account(&signed_up(&page, "Ada")).await;
    assert_eq!(offer.path, link);
    let page = ada.submit(&offer.form("/api/accept-invitation")).await;
    assert_eq!(
        (page.status, page.path.as_str()),
        (200, "/vendor"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("You are in the team."));
    assert!(page.text().contains("Net of all time"));
    assert!(
        !page.text().contains("Rating"),
        "finance sees no products: {}",
        page.text()
    );

    let used = ada.open(&link).await;
    assert_eq!(used.status, 410, "{}", used.text());
    assert_eq!(ada.open("/vendor/invitations/made-up").await.status, 404);
    // Looking at the team is everybody's; changing it is not.
    let team = ada.open(TEAM).await;
    assert!(team.forms("/api/invite-member").is_empty());
    assert!(team.forms("/api/remove-member").is_empty());
    server.must_be_sound().await;
}

#[tokio::test]
async fn an_invitation_is_for_its_address_alone() {
    let server = Server::start().await;
    let owner = the_owner(&server).await;
    invites(&owner, "ada@example.com", "support").await;
    let link = links(&server, "ada@example.com", 1).await.remove(0);
    let eve = Visitor::to(&server);
    eve.signs_up("Eve").await;
    let offer = eve.open(&link).await;
    assert!(offer.text().contains("another address"), "{}", offer.text());
    assert!(offer.forms("/api/accept-invitation").is_empty());
    let token = link.rsplit('/').next().unwrap().to_owned();
    let forged = Form {
        action: "/api/accept-invitation".to_owned(),
        fields: vec![("token".to_owned(), token)],
    };
    let page = eve.submit(&forged).await;
    assert!(page.text().contains("another address"), "{}", page.text());
    assert_eq!(eve.open("/vendor").await.status, 403);
}

#[tokio::test]
async fn sent_again_only_the_new_link_works_and_withdrawn_none() {
    let server = Server::start().await;
    let owner = the_owner(&server).await;
    let page = invites(&owner, "ada@example.com", "support").await;
    let first = links(&server, "ada@example.com", 1).await.remove(0);
    owner.submit(&page.form("/api/resend-invitation")).await;
    let mut all = links(&server, "ada@example.com", 2).await;
    all.retain(|link| *link != first);
    let guest = Visitor::to(&server);
    assert_eq!(guest.open(&first).await.status, 404);
    assert_eq!(guest.open(&all[0]).await.status, 200);
    let page = owner.open(TEAM).await;
    let page = owner.submit(&page.form("/api/withdraw-invitation")).await;
    assert!(page.text().contains("withdrawn"), "{}", page.text());
    assert_eq!(guest.open(&all[0]).await.status, 410);
}

#[tokio::test]
async fn a_mistake_in_an_invitation_stands_beside_its_field_and_nothing_typed_is_lost() {
    let server = Server::start().await;
    let owner = the_owner(&server).await;
    let page = invites(&owner, "not an address", "finance").await;
    assert_eq!(page.path, TEAM);
    assert!(
        page.text().contains("Enter an e-mail address"),
        "{}",
        page.text()
    );
    assert_eq!(
        page.form("/api/invite-member").value("email"),
        "not an address"
    );
    assert!(
        page.body.contains("value=\"finance\" selected"),
        "the role is kept"
    );
    let page = invites(&owner, SIGN_INS[1].email, "finance").await;
    assert!(
        page.text().contains("in the team already"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn a_role_that_was_taken_is_gone_with_the_next_request() {
    let server = Server::start().await;
    let owner = the_owner(&server).await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    invites(&owner, "ada@example.com", "admin").await;
    let link = links(&server, "ada@example.com", 1).await.remove(0);
    let offer = ada.open(&link).await;
    ada.submit(&offer.form("/api/accept-invitation")).await;
    let held = ada.open(TEAM).await;
    assert!(!held.forms("/api/invite-member").is_empty());
    // An admin has no form about the owner.
    assert_eq!(held.forms("/api/remove-member").len(), 1);

    let page = owner.open(TEAM).await;
    let change = about(&page, "/api/change-member-role", 0).with("role", "publisher");
    let page = owner.submit(&change).await;
    assert!(
        page.text().contains("The role was changed"),
        "{}",
        page.text()
    );
    let invite = held
        .form("/api/invite-member")
        .with("email", "x@example.com")
        .with("role", "support");
    assert_eq!(ada.post(&invite).await.status, 403);
    assert_eq!(ada.open(TEAM).await.status, 200);

    let page = owner.open(TEAM).await;
    owner.submit(&about(&page, "/api/remove-member", 0)).await;
    for path in ["/vendor", TEAM] {
        assert_eq!(ada.open(path).await.status, 403, "{path}");
    }
    assert_eq!(
        ada.open("/account").await.status,
        200,
        "their own account stays open"
    );
    let page = owner.open(TEAM).await;
    let page = owner.submit(&page.form("/api/leave-team")).await;
    assert!(
        page.text().contains("A vendor needs an owner"),
        "{}",
        page.text()
    );
    server.must_be_sound().await;
}

#[tokio::test]
async fn who_acts_for_several_vendors_chooses_for_which() {
    let server = Server::start().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let sql = "insert into vendor_member (vendor_id, account_id, role, since)
               select vendor.id, account.id, 'owner', now() from vendor, account
               where account.email = 'ada@example.com' order by vendor.id limit 2";
    sqlx::raw_sql(sql)
        .execute(&server.database().await)
        .await
        .unwrap();
    let page = ada.open("/vendor").await;
    let form = page.form("/api/choose-vendor");
    let options: Vec<String> = page
        .body
        .split("<option value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next().map(str::to_owned))
        .collect();
    assert_eq!(options.len(), 2, "{options:?}");
    let mut names = Vec::new();
    for vendor in &options {
        let page = ada.submit(&form.clone().with("vendor", vendor)).await;
        names.push(page.links("main a[href^='/vendors/']").remove(0));
    }
    assert_ne!(names[0], names[1]);
}

#[tokio::test]
async fn roles_at_the_market_are_given_by_an_admin_and_end_the_sessions_before_them() {
    let server = Server::start().await;
    let admin = Visitor::to(&server);
    admin
        .signs_in(SIGN_INS[2].email, SIGN_INS[2].password)
        .await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let page = admin.open("/admin/roles").await;
    let form = page.form("/api/grant-role");
    let page = admin
        .submit(
            &form
                .clone()
                .with("email", "nobody@example.com")
                .with("role", "support"),
        )
        .await;
    assert!(
        page.text().contains("No account has this address"),
        "{}",
        page.text()
    );
    let page = admin
        .submit(
            &form
                .clone()
                .with("email", "ada@example.com")
                .with("role", "support"),
        )
        .await;
    assert!(page.text().contains("ada@example.com"), "{}", page.text());
    assert!(
        ada.open("/admin").await.path.contains("sign-in"),
        "her session has ended"
    );
    ada.signs_in("ada@example.com", "a perfectly fine password")
        .await;
    let desk = ada.open("/admin").await;
    assert_eq!(desk.status, 200);
    assert!(
        !desk.text().contains("Latest privileged acts"),
        "the record is not for support"
    );
    assert_eq!(ada.open("/admin/roles").await.status, 403);
    let page = admin
        .submit(
            &form
                .with("email", SIGN_INS[2].email)
                .with("role", "customer"),
        )
        .await;
    assert!(
        page.text().contains("The market needs an admin"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn whoever_runs_the_server_appoints_the_first_admin() {
    let server = Server::start().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let appoint = |email: &str, role: &str| {
        let done = server
            .command("appoint")
            .args([email, role])
            .output()
            .unwrap();
        (
            done.status.code(),
            String::from_utf8_lossy(&done.stderr).into_owned(),
        )
    };
    assert_eq!(appoint("ada@example.com", "admin").0, Some(0));
    ada.signs_in("ada@example.com", "a perfectly fine password")
        .await;
    assert_eq!(ada.open("/admin/roles").await.status, 200);
    let (code, said) = appoint("nobody@example.com", "admin");
    assert_eq!(code, Some(1));
    assert!(said.contains("No account has this address"), "{said}");
    assert_eq!(appoint("ada@example.com", "emperor").0, Some(2));
}
