//! What people agree to: texts in versions, the terms before buying, and mails one can do without.

use market::consent::Document;
use scraper::{Html, Selector};
use sha2::{Digest, Sha256};

use crate::support::{Answer, Server, Visitor};

/// The words of the article but for its date, with one space between them.
fn words(page: &Answer) -> String {
    let page = Html::parse_document(&page.body);
    let parts = Selector::parse("article.prose > :not(.text-page__date)").unwrap();
    let words: Vec<_> = page
        .select(&parts)
        .flat_map(|part| part.text().chain([" "]))
        .collect();
    words
        .concat()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

async fn run(server: &Server, sql: &str) {
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    sqlx::raw_sql(sql)
        .execute(&server.database().await)
        .await
        .unwrap();
}

/// Everybody has agreed to an earlier version only.
async fn the_terms_change(server: &Server) {
    run(
        server,
        "insert into document_version select document, 0, since, sha256 from document_version where document = 'terms';
         update consent set version = 0 where subject = 'terms'",
    )
    .await;
}

/// Whoever changes one of these texts adds a version with a new sum in `market::consent`.
#[tokio::test]
async fn a_text_that_has_changed_is_another_version() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    let mut changed = Vec::new();
    for document in Document::ALL {
        let page = visitor.open(&format!("/legal/{}", document.code())).await;
        let versions = document.versions();
        let newest = versions.last().unwrap();
        let sum = hex::encode(Sha256::digest(words(&page)));
        if sum != newest.sha256 {
            changed.push(format!("{}: {sum}", document.code()));
        }
        assert!(
            page.text()
                .contains(&format!("In force since {}.", newest.dated))
        );
    }
    assert!(
        changed.is_empty(),
        "texts without a version of their own: {changed:#?}"
    );
}

#[tokio::test]
async fn new_terms_stand_before_buying_and_before_nothing_else() {
    let server = Server::start().await;
    let [customer, ..] = market::demo::SIGN_INS;
    let visitor = Visitor::to(&server);
    visitor.signs_in(customer.email, customer.password).await;
    let banner = "Our terms of use are new to you";
    assert!(!visitor.open("/account").await.text().contains(banner));
    the_terms_change(&server).await;
    assert!(visitor.open("/account").await.text().contains(banner));
    let library = visitor.open("/library").await;
    let link = visitor.post(&library.form("/api/start-download")).await;
    let file = visitor
        .ask("GET", link.header("location"), &[])
        .await
        .unwrap();
    assert_eq!(file.status, 200, "what one owns stays within reach");

    let page = visitor.open("/account/terms?next=/library").await;
    let form = page.form("/api/accept-terms");
    let refused = visitor.submit(&form).await;
    assert!(
        refused.text().contains("Tick the box"),
        "{}",
        refused.text()
    );
    let earlier = form.clone().with("terms", "true").with("terms_seen", "0");
    let refused = visitor.submit(&earlier).await;
    assert!(
        refused.text().contains("have changed since"),
        "{}",
        refused.text()
    );
    let done = visitor.submit(&form.with("terms", "true")).await;
    assert_eq!(done.path, "/library");
    assert!(!visitor.open("/account").await.text().contains(banner));
}

#[tokio::test]
async fn an_order_agrees_to_the_terms_it_showed() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    visitor.signs_up("Ada").await;
    let list = visitor.open("/products?price=free").await;
    let product = list.links("a.product-card__link").remove(0);
    let product = visitor.open(&product).await;
    visitor.submit(&product.form("/api/add-to-cart")).await;
    the_terms_change(&server).await;
    let checkout = visitor.open("/checkout").await;
    assert!(
        checkout.text().contains("With your tick below you agree"),
        "{}",
        checkout.text()
    );
    let form = checkout.form("/api/place-order").with("terms", "true");
    let refused = visitor.submit(&form.clone().with("terms_seen", "0")).await;
    assert!(
        refused.text().contains("have changed since"),
        "{}",
        refused.text()
    );
    let order = visitor.submit(&form).await;
    assert!(order.path.starts_with("/orders/"), "{}", order.text());
    let data = visitor.open("/account/data").await.text();
    assert!(data.contains("License"), "{data}");
}

#[tokio::test]
async fn news_is_off_until_somebody_switches_it_on() {
    let server = Server::start().await;
    let visitor = Visitor::to(&server);
    visitor.signs_up("Ada").await;
    let page = visitor.open("/account/preferences").await;
    let form = page.form("/api/save-preferences");
    assert!(form.fields.is_empty(), "{:?}", form.fields);
    assert!(page.text().contains("These cannot be switched off"));
    let saved = visitor.submit(&form.with("product_news", "true")).await;
    assert!(saved.text().contains("Your choice is saved."));
    assert_eq!(
        saved.form("/api/save-preferences").value("product_news"),
        "true"
    );
    let data = visitor.open("/account/data").await.text();
    assert!(data.contains("Mails with news about products"), "{data}");
}

#[tokio::test]
async fn a_mail_program_ends_mails_with_one_click_and_a_person_with_a_button() {
    let server = Server::start().await;
    let [customer, vendor, _] = market::demo::SIGN_INS;
    let buyer = Visitor::to(&server);
    buyer.signs_in(customer.email, customer.password).await;
    // Both kinds of reader, one after the other.
    let path = unsubscribing(&server, vendor.email).await;
    let stranger = Visitor::to(&server);
    let page = stranger.open(&path).await;
    assert_eq!(page.status, 200);
    assert!(
        page.text()
            .contains("Get no more mails about sales of your vendor?"),
        "{}",
        page.text()
    );
    let opened_only = stranger.open(&path).await;
    assert!(
        opened_only.text().contains("Get no more mails"),
        "opening it changes nothing"
    );
    let done = stranger.submit(&opened_only.form(&path)).await;
    assert_eq!((done.status, done.path.as_str()), (200, path.as_str()));
    assert!(
        done.text().contains("You get no mails about sales"),
        "{}",
        done.text()
    );

    let owner = Visitor::to(&server);
    owner.signs_in(vendor.email, vendor.password).await;
    let page = owner.open("/account/preferences").await;
    let form = page.form("/api/save-preferences");
    assert_eq!(form.value("sales"), "");
    owner.submit(&form.with("sales", "true")).await;
    let answer = stranger
        .post_with(&path, &[], "List-Unsubscribe=One-Click")
        .await;
    assert_eq!(answer.status, 200, "no session, no origin: {}", answer.body);
    assert!(
        stranger
            .open(&path)
            .await
            .text()
            .contains("You get no mails")
    );
    let forged = stranger
        .post_with("/unsubscribe/made-up", &[], "List-Unsubscribe=One-Click")
        .await;
    assert_eq!(forged.status, 404);
}

/// Has something of the vendor's sold, and takes the path out of the mail about it.
async fn unsubscribing(server: &Server, vendor: &str) -> String {
    // A paid order of the demo is told of once more.
    let sql = format!(
        "insert into job (kind, args, dedupe_key, run_at, created_at)
         select 'tell-vendor', json_build_object('job', 'tell-vendor', 'order', orders.id), 'tell-vendor:again', now(), now()
         from orders join vendor_member on vendor_member.vendor_id = orders.vendor_id join account on account.id = account_id
         where email = '{vendor}' and orders.state = 'paid' limit 1"
    );
    run(server, &sql).await;
    for _ in 0..200 {
        let mails = server.mails();
        if let Some(mail) = mails.iter().find(|mail| mail.contains("Subject: Sold:")) {
            let mail = mail.replace("=\r\n", "").replace("\r\n ", " ");
            let (_, after) = mail.split_once("/unsubscribe/").unwrap();
            let token: String = after
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
                .collect();
            return format!("/unsubscribe/{token}");
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("nobody was told of the sale");
}
