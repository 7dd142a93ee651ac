//! A copy of all of somebody's data: asked for, made, downloaded, and out of everybody else's reach.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use serde_json::Value;
use zip::ZipArchive;

use crate::support::{Answer, Server, Visitor};

const PASSWORD: &str = "a perfectly fine password";

/// Asks for a copy and waits until its page has a link to it.
async fn asks_and_waits(visitor: &Visitor) -> String {
    let page = visitor.open("/account/data").await;
    assert_eq!((page.status, page.path.as_str()), (200, "/account/data"));
    let after = visitor.submit(&page.form("/api/ask-data-export")).await;
    assert!(
        after.text().contains("Your data is being prepared"),
        "{}",
        after.text()
    );
    for _ in 0..200 {
        let page = visitor.open("/account/data").await;
        if let Some(link) = links(&page).pop() {
            return link;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the copy was not made");
}

fn links(page: &Answer) -> Vec<String> {
    page.links("main a[href^='/account/data/']")
}

/// The files in it, by name.
async fn unpacked(server: &Server, visitor: &Visitor, path: &str) -> BTreeMap<String, String> {
    let cookies = visitor.cookies();
    let cookies: Vec<_> = cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let asked = reqwest::Client::new()
        .get(format!("{}{path}", server.url))
        .header("cookie", cookies.join("; "));
    let bytes = asked.send().await.unwrap().bytes().await.unwrap();
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for nth in 0..zip.len() {
        let mut file = zip.by_index(nth).unwrap();
        let mut content = String::new();
        file.read_to_string(&mut content).unwrap();
        files.insert(file.name().unwrap().into_owned(), content);
    }
    files
}

async fn one(server: &Server, sql: &str) -> Option<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "tests of the server have no checked queries"
    )]
    let query = sqlx::query_scalar::<_, Option<String>>(sqlx::AssertSqlSafe(sql.to_owned()));
    query
        .fetch_optional(&server.database().await)
        .await
        .unwrap()
        .flatten()
}

async fn leaps(visitor: &Visitor, leap: &str) {
    let clock = visitor.open("/dev/clock").await;
    visitor
        .submit(&clock.form("/api/move-clock").with("leap", leap))
        .await;
}

#[tokio::test]
async fn somebody_takes_their_data_along_without_javascript() {
    let server = Server::start().await;
    let [customer, ..] = market::demo::SIGN_INS;
    let visitor = Visitor::to(&server);
    visitor.signs_in(customer.email, customer.password).await;
    let link = asks_and_waits(&visitor).await;
    let answer = visitor
        .ask("GET", &link, &[("accept", "text/html")])
        .await
        .unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/zip");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(answer.header("cache-control").contains("no-store"));
    let disposition = answer.header("content-disposition");
    assert!(
        disposition.starts_with("attachment; filename=\"autopilot-monster-data-"),
        "{disposition}"
    );

    let files = unpacked(&server, &visitor, &link).await;
    let profile: Value = serde_json::from_str(&files["profile.json"]).unwrap();
    assert_eq!(profile[0]["email"], customer.email);
    let orders: Value = serde_json::from_str(&files["orders.json"]).unwrap();
    assert!(orders.as_array().unwrap().len() > 1);
    let licenses: Value = serde_json::from_str(&files["licenses.json"]).unwrap();
    assert!(licenses[0]["key"].as_str().unwrap().starts_with("AM-"));
    let of = format!("from account where email = '{}'", customer.email);
    for secret in [
        format!("select password_hash {of}"),
        "select encode(id_hash, 'hex') from session where account_id is not null limit 1".to_owned(),
        "select encode(token_hash, 'hex') from known_device limit 1".to_owned(),
        format!("select encode(key_sealed, 'hex') from license join entitlement on entitlement.id = entitlement_id
                 where account_id = (select id {of}) limit 1"),
    ] {
        let secret = one(&server, &secret).await.unwrap();
        for (name, content) in &files {
            assert!(!content.contains(&secret), "{name} holds {secret}");
        }
    }
    for cookie in visitor.cookies().values() {
        assert!(files.values().all(|content| !content.contains(cookie)));
    }
    let again = visitor.open("/account/data").await;
    assert!(again.forms("/api/ask-data-export").is_empty());
    assert!(
        again.text().contains("You can ask for another copy from"),
        "{}",
        again.text()
    );
    let own = [
        ("origin", server.url.as_str()),
        ("accept", "application/json"),
    ];
    let refused = visitor.post_with("/api/ask-data-export", &own, "").await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("export-too-soon"), "{}", refused.body);
    let told = server
        .mails()
        .iter()
        .any(|mail| mail.contains("Subject: Your data is ready"));
    assert!(told);
    let activity = visitor.open("/account/security").await.text();
    assert!(
        activity.contains("Asked for a copy of all data"),
        "{activity}"
    );
    assert!(
        activity.contains("Downloaded a copy of all data"),
        "{activity}"
    );
}

#[tokio::test]
async fn nobody_else_gets_it_and_its_owner_only_shortly_after_proving_who_they_are() {
    let server = Server::start().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let link = asks_and_waits(&ada).await;
    let get = async |visitor: &Visitor| {
        let answer = visitor
            .ask("GET", &link, &[("accept", "text/html")])
            .await
            .unwrap();
        (answer.status, answer.header("location").to_owned())
    };
    let eve = Visitor::to(&server);
    eve.signs_up("Eve").await;
    assert_eq!(get(&eve).await.0, 404);
    let (status, to) = get(&Visitor::to(&server)).await;
    assert_eq!(
        (status, to.as_str()),
        (303, "/account/sign-in?next=/account/data")
    );

    let there = Visitor::to(&server);
    there.signs_in("ada@example.com", PASSWORD).await;
    assert_eq!(get(&there).await.0, 200);
    let devices = ada.open("/account/devices").await;
    ada.submit(&devices.form("/api/end-other-sessions")).await;
    assert_eq!(
        get(&there).await.0,
        303,
        "a session that was ended opens nothing"
    );

    leaps(&ada, "hour").await;
    let (status, to) = get(&ada).await;
    assert_eq!(
        (status, to.as_str()),
        (303, "/account/confirm?next=/account/data")
    );
    let page = ada.open("/account/data").await;
    assert_eq!(page.path, "/account/confirm?next=/account/data");
    let confirm = page
        .form("/api/confirm-identity")
        .with("password", PASSWORD);
    let page = ada.submit(&confirm).await;
    assert_eq!(page.path, "/account/data");
    assert_eq!(get(&ada).await.0, 200);
}

#[tokio::test]
async fn the_link_ends_after_a_week() {
    let server = Server::start().await;
    let ada = Visitor::to(&server);
    ada.signs_up("Ada").await;
    let link = asks_and_waits(&ada).await;
    leaps(&ada, "week").await;
    ada.signs_in("ada@example.com", PASSWORD).await;
    let answer = ada
        .ask("GET", &link, &[("accept", "text/html")])
        .await
        .unwrap();
    // Swept already, or about to be.
    assert!(matches!(answer.status, 404 | 410), "{}", answer.status);
    assert!(links(&ada.open("/account/data").await).is_empty());
}
