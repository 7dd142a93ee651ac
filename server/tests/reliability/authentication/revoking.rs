//! What is taken away is gone at once, whichever node somebody asks next.

use std::time::{Duration, Instant};

use market::demo::SIGN_INS;

use super::rotation::{AT_ONCE, ended_after};
use crate::aftermath;
use crate::console::{Console, PASSWORD};
use crate::report::Report;
use crate::support::{Answer, Form, Server, Visitor};

struct Watch<'a> {
    nodes: [&'a Server; 2],
    slowest: Duration,
    wrong: Vec<String>,
}

impl Watch<'_> {
    /// What was revoked a moment ago is over on both nodes.
    async fn over(&mut self, what: &str, visitor: &Visitor) {
        let took = ended_after(visitor, &self.nodes).await;
        self.note(what, took);
    }

    /// The same for whatever answers `open` until then.
    async fn no_longer(&mut self, what: &str, open: u16, ask: impl AsyncFn(&Server) -> Answer) {
        let began = Instant::now();
        for node in self.nodes {
            while ask(node).await.status == open {
                if began.elapsed() > 3 * AT_ONCE {
                    return self.note(what, None);
                }
            }
        }
        self.note(what, Some(began.elapsed()));
    }

    fn note(&mut self, what: &str, took: Option<Duration>) {
        match took {
            Some(took) => self.slowest = self.slowest.max(took),
            None => self.wrong.push(format!("{what} goes on")),
        }
    }
}

async fn enters(server: &Server, console: &Console, name: &str) -> (Visitor, String) {
    let email = format!("{name}@revoking.example");
    console.opens_account(name, &email).await;
    (comes_back(server, &email).await, email)
}

async fn comes_back(server: &Server, email: &str) -> Visitor {
    let visitor = Visitor::to(server);
    visitor.signs_in(email, PASSWORD).await;
    assert_eq!(visitor.open("/account").await.path, "/account", "{email}");
    visitor
}

async fn with_bearer(node: &Server, token: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    Visitor::to(node)
        .ask("GET", "/api/v1/account", &headers)
        .await
        .unwrap()
}

async fn makes_key(visitor: &Visitor) -> String {
    let mut form = visitor
        .open("/account/api-keys")
        .await
        .form("/api/make-api-key");
    form = form.with("name", "robot");
    form.fields
        .push(("scopes[0]".to_owned(), "account:read".to_owned()));
    let page = visitor.submit(&form).await;
    let text = page.text();
    let key = text
        .split_whitespace()
        .find(|word| word.starts_with("am_test_"));
    key.unwrap_or_else(|| panic!("no key on {}: {text}", page.path))
        .to_owned()
}

#[tokio::test]
async fn whatever_is_taken_away_is_gone_on_every_node_within_a_second() {
    let report = Report::of("H9");
    // Both are the same shop, which tokens are made for.
    let server = Server::start_with(&[], &[("PUBLIC_URL", "http://shop.example")]).await;
    let node = server.another_node().await;
    let console = Console::of(&server).await;
    let mut watch = Watch {
        nodes: [&server, &node],
        slowest: Duration::ZERO,
        wrong: Vec::new(),
    };

    let (ada, email) = enters(&server, &console, "ada").await;
    let there = comes_back(&node, &email).await;
    let devices = ada.open("/account/devices").await;
    ada.submit(&devices.form("/api/end-session")).await;
    watch.over("a device that was signed out", &there).await;

    let there = comes_back(&node, &email).await;
    ada.submit(
        &ada.open("/account/devices")
            .await
            .form("/api/end-other-sessions"),
    )
    .await;
    watch.over("a device among all others", &there).await;

    let there = comes_back(&node, &email).await;
    let form = ada
        .open("/account/password")
        .await
        .form("/api/change-password");
    ada.submit(
        &form
            .with("current", PASSWORD)
            .with("password", "another fine password"),
    )
    .await;
    watch
        .over("a session from before another password", &there)
        .await;

    let (eve, email) = enters(&server, &console, "eve").await;
    let key = makes_key(&eve).await;
    let token = Visitor::to(&server)
        .post_json(
            "/api/v1/token",
            &[("authorization", &format!("Bearer {key}"))],
            "{}",
        )
        .await;
    let token: serde_json::Value = serde_json::from_str(&token.body).unwrap();
    let token = token["data"]["access_token"].as_str().unwrap().to_owned();
    assert_eq!(with_bearer(&node, &key).await.status, 200);
    assert_eq!(with_bearer(&node, &token).await.status, 200);
    let page = eve.open("/account/api-keys").await;
    eve.submit(&page.form("/api/revoke-api-key")).await;
    watch
        .no_longer("a revoked key", 200, async |node| {
            with_bearer(node, &key).await
        })
        .await;
    watch
        .no_longer("its token", 200, async |node| {
            with_bearer(node, &token).await
        })
        .await;

    let key = makes_key(&eve).await;
    assert_eq!(with_bearer(&node, &key).await.status, 200);
    console
        .run(
            "update account set suspended_at = now() where email = $1",
            &[&email],
        )
        .await;
    console
        .run(
            "delete from session using account where account.id = account_id and email = $1",
            &[&email],
        )
        .await;
    watch.over("a suspended account's session", &eve).await;
    watch
        .no_longer("its key", 200, async |node| with_bearer(node, &key).await)
        .await;

    let (mona, email) = enters(&server, &console, "mona").await;
    let admin = Visitor::to(&server);
    admin
        .signs_in(SIGN_INS[2].email, SIGN_INS[2].password)
        .await;
    let roles = admin.open("/admin/roles").await;
    let grants = |role: &str| {
        roles
            .form("/api/grant-role")
            .with("email", &email)
            .with("role", role)
    };
    admin.submit(&grants("moderator")).await;
    watch
        .over("a session from before another role", &mona)
        .await;
    let mona = comes_back(&node, &email).await;
    assert_eq!(mona.open("/admin").await.status, 200);
    admin.submit(&grants("customer")).await;
    watch
        .no_longer("a role that was taken", 200, async |node| {
            mona.at(node).ask("GET", "/admin", &[]).await.unwrap()
        })
        .await;

    let (rita, email) = enters(&server, &console, "rita").await;
    console
        .run(
            "insert into vendor_member (vendor_id, account_id, role, since)
             select vendor_id, (select id from account where email = $1), 'publisher', now()
             from vendor_member join account on account.id = account_id where email = $2",
            &[&email, SIGN_INS[1].email],
        )
        .await;
    assert_eq!(rita.at(&node).open("/vendor").await.status, 200);
    let owner = Visitor::to(&server);
    owner
        .signs_in(SIGN_INS[1].email, SIGN_INS[1].password)
        .await;
    let member = console
        .one("select id::text from account where email = $1", &[&email])
        .await;
    let removal = Form {
        action: "/api/remove-member".to_owned(),
        fields: vec![("member".to_owned(), member)],
    };
    owner.submit(&removal).await;
    watch
        .no_longer("a seat that was taken", 200, async |node| {
            rita.at(node).ask("GET", "/vendor", &[]).await.unwrap()
        })
        .await;

    aftermath::must_be_clean(&server, &[&key, &token]).await;
    println!("{:#?}", watch.wrong);
    report
        .figure("revocations", 10)
        .figure("nodes", 2)
        .figure("gone_after_ms", watch.slowest.as_millis() as u64)
        .pass(watch.wrong.is_empty() && watch.slowest <= AT_ONCE);
}
