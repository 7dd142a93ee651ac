//! The whole way from a product's page to its file, without JavaScript.

use std::time::Duration;

use crate::support::{Answer, Form, Server, Visitor, signed_up};

/// The first product in the listing under this filter.
pub async fn a_product(visitor: &Visitor, filter: &str) -> String {
    let listing = visitor.open(&format!("/products?{filter}")).await;
    assert_eq!(listing.status, 200);
    let links = listing.links("main a[href^='/products/']");
    links
        .into_iter()
        .find(|link| link.matches('/').count() == 3)
        .expect("a product in the listing")
}

/// Puts it into the cart from its own page.
pub async fn puts_into_cart(visitor: &Visitor, product: &str) -> Answer {
    let page = visitor.open(product).await;
    assert_eq!(page.status, 200);
    let cart = visitor.submit(&page.form("/api/add-to-cart")).await;
    assert_eq!((cart.status, cart.path.as_str()), (200, "/cart"));
    cart
}

/// From the checkout page to the bank. Returns the bank's page.
pub async fn places_order(visitor: &Visitor) -> Answer {
    let checkout = visitor.open("/checkout").await;
    assert_eq!(
        (checkout.status, checkout.path.as_str()),
        (200, "/checkout")
    );
    visitor
        .submit(&checkout.form("/api/place-order").with("terms", "true"))
        .await
}

/// Each choice is a button of the same form.
pub fn decision(bank: &Answer, choice: &str) -> Form {
    bank.form("/api/sandbox-decide").with("decision", choice)
}

/// Looks at the library until it holds this many products, for ten seconds at most.
pub async fn library_with(visitor: &Visitor, products: usize) -> Answer {
    for _ in 0..100 {
        let library = visitor.open("/library").await;
        if library.forms("/api/reveal-license").len() >= products {
            return library;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    visitor.open("/library").await
}

/// Somebody who has signed up.
pub async fn a_customer(server: &Server) -> Visitor {
    let visitor = Visitor::to(server);
    visitor.signs_up("Ada").await;
    visitor
}

/// From the listing under this filter to the bank, or to the order when it is free. Returns that page.
pub async fn orders(visitor: &Visitor, filter: &str) -> Answer {
    let product = a_product(visitor, filter).await;
    puts_into_cart(visitor, &product).await;
    places_order(visitor).await
}

/// The library comes to hold so many products and no more.
async fn comes_to_own(visitor: &Visitor, products: usize) {
    let library = library_with(visitor, products).await;
    assert_eq!(library.forms("/api/reveal-license").len(), products);
}

/// The address of the file on this library page.
pub async fn download_link(visitor: &Visitor, library: &Answer) -> String {
    let answer = visitor.post(&library.form("/api/start-download")).await;
    assert_eq!(answer.status, 303);
    answer.header("location").to_owned()
}

#[tokio::test]
async fn a_guest_buys_signs_up_on_the_way_and_downloads() {
    let server = Server::start().await;
    let guest = Visitor::to(&server);
    let product = a_product(&guest, "kind=n8n-workflow&price=one-time").await;
    puts_into_cart(&guest, &product).await;

    let wall = guest.open("/checkout").await;
    assert!(wall.path.starts_with("/account/sign-in"), "{}", wall.path);
    let sign_up = guest.open("/account/sign-up?next=/checkout").await;
    let checkout = guest
        .opens_account(&signed_up(&sign_up, "Ada Lovelace"))
        .await;
    assert_eq!(
        (checkout.status, checkout.path.as_str()),
        (200, "/checkout"),
        "the cart came along"
    );

    let bank = guest
        .submit(&checkout.form("/api/place-order").with("terms", "true"))
        .await;
    assert!(bank.path.starts_with("/sandbox-bank/pi_"), "{}", bank.path);
    let order = guest.submit(&decision(&bank, "pay")).await;
    assert!(order.path.starts_with("/orders/AM-"), "{}", order.path);
    assert!(order.text().contains("Paid"), "{}", order.text());

    let library = library_with(&guest, 1).await;
    let shown = guest.submit(&library.form("/api/reveal-license")).await;
    let text = shown.text();
    let key = text
        .split_whitespace()
        .find(|word| word.starts_with("AM-") && word.len() == 34);
    assert!(key.is_some(), "the key is shown: {text}");
    assert!(
        !guest.open("/library").await.text().contains(key.unwrap()),
        "once"
    );

    let file = guest.open(&download_link(&guest, &library).await).await;
    assert_eq!(file.status, 200);
    assert!(
        file.header("content-disposition").starts_with("attachment"),
        "{:?}",
        file.headers
    );
    let workflow: serde_json::Value = serde_json::from_str(&file.body).unwrap();
    assert!(
        workflow["nodes"]
            .as_array()
            .is_some_and(|nodes| nodes.len() >= 5)
    );

    let receipts = server
        .mails()
        .iter()
        .filter(|mail| mail.contains("Subject: Your order"))
        .count();
    assert_eq!(receipts, 1);
    server.must_be_sound().await;
}

#[tokio::test]
async fn a_free_product_skips_the_payment_not_the_order() {
    let server = Server::start().await;
    let visitor = a_customer(&server).await;
    let order = orders(&visitor, "price=free").await;
    assert!(order.path.starts_with("/orders/AM-"), "{}", order.path);
    comes_to_own(&visitor, 1).await;
    server.must_be_sound().await;
}

#[tokio::test]
async fn posting_the_checkout_twenty_times_is_one_order() {
    let server = Server::start().await;
    let visitor = a_customer(&server).await;
    let product = a_product(&visitor, "price=one-time").await;
    puts_into_cart(&visitor, &product).await;
    let form = visitor
        .open("/checkout")
        .await
        .form("/api/place-order")
        .with("terms", "true");
    let tabs: Vec<Visitor> = (0..20).map(|_| visitor.another_tab()).collect();
    let answers = futures::future::join_all(tabs.iter().map(|tab| tab.post(&form))).await;

    let places: std::collections::BTreeSet<_> = answers
        .iter()
        .map(|answer| answer.header("location").to_owned())
        .collect();
    assert!(
        answers.iter().all(|answer| answer.status == 303),
        "{:?}",
        answers.iter().map(|a| a.status).collect::<Vec<_>>()
    );
    assert_eq!(places.len(), 1, "all lead to the same payment: {places:?}");
    let orders = visitor.open("/orders").await;
    let mut numbers = orders.links("a[href^='/orders/AM-']");
    numbers.dedup();
    assert_eq!(numbers.len(), 1);
    server.must_be_sound().await;
}

#[tokio::test]
async fn a_declined_card_charges_and_gives_nothing_and_the_next_try_may_work() {
    let server = Server::start().await;
    let visitor = a_customer(&server).await;
    let bank = orders(&visitor, "price=one-time").await;
    let order = visitor.submit(&decision(&bank, "decline")).await;
    assert!(
        order.path.starts_with("/orders/AM-") && order.text().contains("declined"),
        "{}",
        order.text()
    );
    assert!(
        visitor
            .open("/library")
            .await
            .forms("/api/reveal-license")
            .is_empty()
    );

    let bank = visitor.submit(&order.form("/api/retry-payment")).await;
    let challenge = visitor.submit(&decision(&bank, "challenge")).await;
    let order = visitor
        .submit(&decision(&challenge, "pass-challenge"))
        .await;
    assert!(order.text().contains("Paid"), "{}", order.text());
    comes_to_own(&visitor, 1).await;
    server.must_be_sound().await;
}

#[tokio::test]
async fn an_abandoned_payment_keeps_the_order_open() {
    let server = Server::start().await;
    let visitor = a_customer(&server).await;
    let bank = orders(&visitor, "price=one-time").await;
    let order = visitor.submit(&decision(&bank, "abandon")).await;
    assert!(order.path.starts_with("/orders/AM-"), "{}", order.path);
    let bank_again = visitor.submit(&order.form("/api/retry-payment")).await;
    assert_eq!(bank_again.path, bank.path, "the same payment goes on");
    server.must_be_sound().await;
}

#[tokio::test]
async fn a_webhook_alone_completes_an_order_whose_browser_never_returns() {
    let server = Server::start().await;
    let visitor = a_customer(&server).await;
    let bank = orders(&visitor, "price=one-time").await;
    let sent_back = visitor.post(&decision(&bank, "pay")).await;
    assert_eq!(sent_back.status, 303);
    comes_to_own(&visitor, 1).await;
    visitor.follow(sent_back).await;
    // Coming back later adds nothing.
    comes_to_own(&visitor, 1).await;
    server.must_be_sound().await;
}

#[tokio::test]
async fn somebody_elses_download_link_order_and_bank_page_are_not_found() {
    let server = Server::start().await;
    let (ada, eve, nobody) = (
        Visitor::to(&server),
        Visitor::to(&server),
        Visitor::to(&server),
    );
    ada.signs_up("Ada").await;
    eve.signs_up("Eve").await;
    let order = orders(&ada, "price=free").await;
    let library = library_with(&ada, 1).await;
    let link = download_link(&ada, &library).await;

    assert_eq!(eve.open(&link).await.status, 404);
    let answer = nobody.open(&link).await;
    assert!(
        answer.status == 404 || answer.path.starts_with("/account/sign-in"),
        "{} {}",
        answer.status,
        answer.path
    );
    assert!(!answer.body.contains("nodes"));
    assert_eq!(eve.open(&order.path).await.status, 404);
    let stolen = eve.post(&library.form("/api/reveal-license")).await;
    assert_eq!(stolen.status, 404);
    let stolen = eve.post(&library.form("/api/start-download")).await;
    assert_eq!(stolen.status, 404);
    assert_eq!(
        ada.open(&link).await.status,
        200,
        "and it still works for its owner"
    );
}

#[tokio::test]
async fn a_range_of_a_file_is_sent_as_a_range_and_counted_once() {
    let server = Server::start().await;
    let visitor = a_customer(&server).await;
    orders(&visitor, "price=free&kind=n8n-workflow").await;
    let library = library_with(&visitor, 1).await;
    let link = download_link(&visitor, &library).await;
    let whole = visitor.open(&link).await;
    let part = visitor
        .ask("GET", &link, &[("range", "bytes=0-9")])
        .await
        .unwrap();
    assert_eq!((part.status, part.body.as_str()), (206, &whole.body[..10]));
    assert_eq!(
        part.header("content-range"),
        format!("bytes 0-9/{}", whole.body.len())
    );
    let beyond = visitor
        .ask("GET", &link, &[("range", "bytes=99999999-")])
        .await
        .unwrap();
    assert_eq!(beyond.status, 416);
}
