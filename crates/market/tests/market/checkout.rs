use market::cart;
use market::checkout::sandbox::{self, Decision, SIGNATURE_HEADER, decide};
use market::checkout::webhook::{self, Received};
use market::checkout::{self, GroupState, PaymentState};
use market::{Error, IdempotencyKey, Refusal};
use time::{Duration, OffsetDateTime};

use crate::support::{Shop, cart_of, shop};

#[tokio::test]
async fn a_paid_order_gives_one_license_one_receipt_and_counts_once() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let product = shop.a_paid_product().await;
    let number = shop.buys(&ada, product.id).await;

    let order = shop.order(&ada, &number).await;
    assert_eq!(order.state, GroupState::Paid);
    assert!(order.parts[0].lines[0].entitlement.is_some());
    assert!(order.placed_at <= order.paid_at.unwrap() && order.paid_at <= order.fulfilled_at);
    assert_eq!(shop.owned(&ada).await.len(), 1);
    let mails = shop.mails().await;
    let receipts: Vec<_> = mails
        .iter()
        .filter(|mail| mail.contains("Subject: Your order"))
        .collect();
    assert_eq!(receipts.len(), 1);
    assert!(receipts[0].contains(&number));
    let counted = shop
        .products(|card| card.id == product.id)
        .await
        .remove(0)
        .sales_count;
    assert_eq!(counted, product.sales_count + 1);
    shop.must_be_sound().await;
}

#[tokio::test]
async fn one_order_may_hold_products_of_several_vendors() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let all = shop.products(|card| card.price.amount().minor > 0).await;
    let second = all
        .iter()
        .find(|card| card.vendor_handle != all[0].vendor_handle)
        .unwrap();
    shop.puts_into_cart(&ada, second.id).await.unwrap();
    let number = shop.buys(&ada, all[0].id).await;

    let order = shop.order(&ada, &number).await;
    assert_eq!(order.parts.len(), 2);
    assert_eq!(
        order.total.minor,
        all[0].price.amount().minor + second.price.amount().minor
    );
    assert_eq!(shop.mails_about("Your order").await, 1);
    assert_eq!(shop.mails_about("Sold:").await, 2);
    shop.must_be_sound().await;
}

#[tokio::test]
async fn twenty_posts_of_one_checkout_form_are_one_order() {
    let shop = shop().await;
    let ada = shop.a_customer_with_a_cart("Ada").await;
    let form = shop.form(&ada).await;

    let posts = (0..20).map(|_| shop.places(&ada, &form));
    let answers = futures::future::join_all(posts).await;

    let first = answers[0].as_ref().unwrap();
    assert!(
        answers
            .iter()
            .all(|answer| answer.as_ref().unwrap() == first)
    );
    assert_eq!(
        checkout::orders(&shop.market.db, &ada).await.unwrap().len(),
        1
    );
    shop.must_be_sound().await;
}

#[tokio::test]
async fn two_forms_for_one_cart_are_one_order_and_a_refusal() {
    let shop = shop().await;
    let ada = shop.a_customer_with_a_cart("Ada").await;
    let (one, other) = (shop.form(&ada).await, shop.form(&ada).await);
    let (one, other) =
        futures::future::join(shop.places(&ada, &one), shop.places(&ada, &other)).await;
    assert!(one.is_ok() != other.is_ok());
    let refused = if one.is_ok() { other } else { one };
    assert!(matches!(refused, Err(Error::Refused(Refusal::CartEmpty))));
}

#[tokio::test]
async fn a_changed_price_is_refused_and_nothing_is_lost() {
    let shop = shop().await;
    let ada = shop.a_customer_with_a_cart("Ada").await;
    let mut form = shop.form(&ada).await;
    form.seen_total_minor -= 1;
    assert!(matches!(
        shop.places(&ada, &form).await,
        Err(Error::Refused(Refusal::PriceChanged))
    ));
    assert_eq!(
        cart::count(&shop.market.db, cart_of(&ada)).await.unwrap(),
        1
    );
}

#[tokio::test]
async fn a_key_used_for_another_total_is_refused() {
    let shop = shop().await;
    let ada = shop.a_customer_with_a_cart("Ada").await;
    let mut form = shop.form(&ada).await;
    shop.places(&ada, &form).await.unwrap();
    form.seen_total_minor += 100;
    assert!(matches!(
        shop.places(&ada, &form).await,
        Err(Error::Refused(Refusal::KeyReused))
    ));
}

#[tokio::test]
async fn terms_must_be_accepted() {
    let shop = shop().await;
    let ada = shop.a_customer_with_a_cart("Ada").await;
    let mut form = shop.form(&ada).await;
    form.terms_accepted = false;
    assert!(matches!(
        shop.places(&ada, &form).await,
        Err(Error::Refused(Refusal::TermsNotAccepted))
    ));
}

#[tokio::test]
async fn a_free_product_needs_no_payment_but_an_order() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    shop.puts_into_cart(&ada, shop.a_free_product().await.id)
        .await
        .unwrap();
    let form = shop.form(&ada).await;
    let placed = shop.places(&ada, &form).await.unwrap();
    assert_eq!(placed.payment, None);
    shop.works().await;
    let order = shop.order(&ada, &placed.number).await;
    assert_eq!(order.state, GroupState::Paid);
    assert_eq!(shop.owned(&ada).await.len(), 1);
    shop.must_be_sound().await;
}

#[tokio::test]
async fn a_declined_card_gives_nothing_and_can_be_tried_again() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let (number, intent) = shop.orders(&ada, shop.a_paid_product().await.id).await;
    shop.bank_decides(&intent, Decision::Decline).await;
    shop.works().await;

    let order = shop.order(&ada, &number).await;
    assert_eq!(order.state, GroupState::Pending);
    assert_eq!((order.paid_at, order.fulfilled_at), (None, None));
    assert_eq!(order.payment.unwrap().state, PaymentState::Failed);
    assert!(shop.owned(&ada).await.is_empty());

    let url = checkout::retry_payment(&shop.market, &ada, &number)
        .await
        .unwrap();
    let second = url.rsplit('/').next().unwrap();
    assert_ne!(second, intent);
    shop.bank_decides(second, Decision::Challenge).await;
    shop.bank_decides(second, Decision::PassChallenge).await;
    shop.works().await;
    assert_eq!(shop.owned(&ada).await.len(), 1);
    shop.must_be_sound().await;
}

#[tokio::test]
async fn the_provider_is_asked_for_one_intent_however_often_the_payment_is_started() {
    let shop = shop().await;
    let ada = shop.a_customer_with_a_cart("Ada").await;
    let form = shop.form(&ada).await;
    let payment = shop.places(&ada, &form).await.unwrap().payment.unwrap();
    let starts = (0..8).map(|_| checkout::start_payment(&shop.market, payment));
    let urls: Vec<_> = futures::future::join_all(starts)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert!(urls.iter().all(|url| *url == urls[0]));
    let intents = sqlx::query_scalar!(r#"select count(*) as "n!" from sandbox_intent"#)
        .fetch_one(&shop.market.db)
        .await
        .unwrap();
    assert_eq!(intents, 1);
}

type Headers = Vec<(String, String)>;

async fn signed(shop: &Shop, intent: &str) -> (Headers, Vec<u8>) {
    let (_, body) = sandbox::event(&sandbox::intent(&shop.market.db, intent).await.unwrap());
    (signature(shop, &body, shop.market.now()), body)
}

fn signature(shop: &Shop, body: &[u8], at: OffsetDateTime) -> Headers {
    let signature = sandbox::sign(&shop.market.keys, body, at);
    vec![(SIGNATURE_HEADER.to_owned(), signature)]
}

/// The bank sends this, properly signed, and it is dealt with.
async fn the_bank_sends(shop: &Shop, body: &[u8]) {
    let headers = signature(shop, body, shop.market.now());
    webhook::receive(&shop.market, "sandbox", &headers, body)
        .await
        .unwrap();
    shop.works().await;
}

async fn webhook_outcome(shop: &Shop) -> Option<String> {
    sqlx::query_scalar!("select outcome from external_event")
        .fetch_one(&shop.market.db)
        .await
        .unwrap()
}

#[tokio::test]
async fn browser_webhook_and_poller_complete_an_order_once_in_any_order_and_number() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    for round in 0..4 {
        let products = shop
            .products(|card| matches!(card.price, market::catalog::Price::OneTime(_)))
            .await;
        let (number, intent) = shop.orders(&ada, products[round].id).await;
        shop.bank_decides(&intent, Decision::Pay).await;
        let payment = checkout::payment_of(&shop.market.db, &ada, &number)
            .await
            .unwrap()
            .unwrap();
        let (headers, body) = signed(&shop, &intent).await;
        let webhooks = futures::future::join_all(
            (0..5).map(|_| webhook::receive(&shop.market, "sandbox", &headers, &body)),
        );
        let returns =
            futures::future::join_all((0..5).map(|_| checkout::settle(&shop.market, payment)));
        let (webhooks, returns) = futures::future::join(webhooks, returns).await;
        assert_eq!(
            webhooks
                .iter()
                .filter(|w| *w.as_ref().unwrap() == Received::New)
                .count(),
            1
        );
        assert!(
            returns
                .iter()
                .all(|state| *state.as_ref().unwrap() == PaymentState::Succeeded)
        );
        shop.works().await;
        assert_eq!(shop.owned(&ada).await.len(), round + 1);
    }
    shop.must_be_sound().await;
}

#[tokio::test]
async fn a_forged_or_stale_webhook_is_refused_and_leaves_no_row() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let (_, intent) = shop.orders(&ada, shop.a_paid_product().await.id).await;
    let (headers, body) = signed(&shop, &intent).await;
    let stamped = |at| signature(&shop, &body, at);
    let now = shop.market.now();
    let mut changed = body.clone();
    changed[10] ^= 1;
    let forged = [
        (vec![], body.clone()),
        (
            vec![(SIGNATURE_HEADER.to_owned(), "t=1,v1=00".to_owned())],
            body.clone(),
        ),
        (
            vec![(SIGNATURE_HEADER.to_owned(), "garbage".to_owned())],
            body.clone(),
        ),
        (headers.clone(), changed),
        (stamped(now - Duration::seconds(301)), body.clone()),
        (stamped(now + Duration::seconds(301)), body.clone()),
    ];
    for (headers, body) in &forged {
        let answer = webhook::receive(&shop.market, "sandbox", headers, body).await;
        assert!(
            matches!(answer, Err(Error::Refused(Refusal::WebhookUnsigned))),
            "{headers:?}"
        );
    }
    let rows = sqlx::query_scalar!(r#"select count(*) as "n!" from external_event"#)
        .fetch_one(&shop.market.db)
        .await
        .unwrap();
    assert_eq!(rows, 0);
    for at in [now - Duration::seconds(299), now + Duration::seconds(299)] {
        assert!(
            webhook::receive(&shop.market, "sandbox", &stamped(at), &body)
                .await
                .is_ok()
        );
    }
    assert!(matches!(
        webhook::receive(&shop.market, "nobody", &headers, &body).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn a_webhook_nobody_waits_for_is_kept_and_ignored() {
    let shop = shop().await;
    let body = br#"{"id":"evt_1","type":"balance.available","data":{}}"#;
    the_bank_sends(&shop, body).await;
    assert_eq!(webhook_outcome(&shop).await.as_deref(), Some("ignored"));
}

#[tokio::test]
async fn a_webhook_about_an_unknown_payment_is_tried_again_then_parked() {
    let shop = shop().await;
    let body = br#"{"id":"evt_2","type":"payment.succeeded","data":{"intent":"pi_unknown"}}"#;
    the_bank_sends(&shop, body).await;
    assert_eq!(webhook_outcome(&shop).await, None);
    shop.market.clock.advance(Duration::minutes(31));
    shop.works().await;
    assert_eq!(webhook_outcome(&shop).await.as_deref(), Some("parked"));
    shop.must_be_sound().await;
}

#[tokio::test]
async fn an_amount_other_than_asked_for_pays_nothing() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let (number, intent) = shop.orders(&ada, shop.a_paid_product().await.id).await;
    sqlx::query!(
        "update sandbox_intent set amount_minor = 1 where id = $1",
        intent
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    shop.bank_decides(&intent, Decision::Pay).await;
    shop.works().await;
    let order = shop.order(&ada, &number).await;
    assert_eq!(order.state, GroupState::Pending);
}

#[tokio::test]
async fn an_order_nobody_pays_expires_and_its_products_return_to_the_cart() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let (number, intent) = shop.orders(&ada, shop.a_paid_product().await.id).await;
    assert_eq!(checkout::expire_due(&shop.market).await.unwrap(), 0);
    shop.market.clock.advance(Duration::minutes(61));
    assert_eq!(checkout::expire_due(&shop.market).await.unwrap(), 1);

    let order = shop.order(&ada, &number).await;
    assert_eq!(order.state, GroupState::Void);
    assert_eq!(
        cart::count(&shop.market.db, cart_of(&ada)).await.unwrap(),
        1
    );
    assert!(
        decide(&shop.market, &intent, Decision::Pay).await.is_err(),
        "the bank takes no money for it"
    );
    let again = checkout::retry_payment(&shop.market, &ada, &number).await;
    assert!(matches!(
        again,
        Err(Error::Refused(Refusal::OrderNotPayable))
    ));
    shop.must_be_sound().await;
}

#[tokio::test]
async fn money_that_was_quicker_than_the_expiry_is_honored() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let (number, intent) = shop.orders(&ada, shop.a_paid_product().await.id).await;
    shop.bank_decides(&intent, Decision::Pay).await;
    shop.market.clock.advance(Duration::minutes(61));
    checkout::expire_due(&shop.market).await.unwrap();
    shop.works().await;
    let order = shop.order(&ada, &number).await;
    assert_eq!(order.state, GroupState::Paid);
    shop.must_be_sound().await;
}

#[tokio::test]
async fn the_poller_completes_what_no_webhook_told_of() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let (number, intent) = shop.orders(&ada, shop.a_paid_product().await.id).await;
    shop.bank_decides(&intent, Decision::Pay).await;
    sqlx::query!("delete from job where kind = 'deliver-sandbox-webhook'")
        .execute(&shop.market.db)
        .await
        .unwrap();
    shop.market.clock.advance(Duration::minutes(11));
    assert_eq!(checkout::settle_stale(&shop.market).await.unwrap(), 1);
    shop.works().await;
    let order = shop.order(&ada, &number).await;
    assert_eq!(order.state, GroupState::Paid);
    shop.must_be_sound().await;
}

#[tokio::test]
async fn somebody_elses_order_is_not_found() {
    let shop = shop().await;
    let (ada, eve) = (shop.a_customer("Ada").await, shop.a_customer("Eve").await);
    let number = shop.buys(&ada, shop.a_paid_product().await.id).await;
    assert!(matches!(
        checkout::order_page(&shop.market.db, &eve, &number).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        checkout::retry_payment(&shop.market, &eve, &number).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        checkout::payment_of(&shop.market.db, &eve, &number).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn the_key_of_a_form_belongs_to_its_account() {
    let shop = shop().await;
    let (ada, eve) = (shop.a_customer("Ada").await, shop.a_customer("Eve").await);
    let product = shop.a_paid_product().await.id;
    for who in [&ada, &eve] {
        shop.puts_into_cart(who, product).await.unwrap();
    }
    let key = IdempotencyKey::mint();
    let mut numbers = Vec::new();
    for who in [&ada, &eve] {
        let form = checkout::Placement {
            key,
            ..shop.form(who).await
        };
        numbers.push(shop.places(who, &form).await.unwrap().number);
    }
    assert_ne!(numbers[0], numbers[1]);
}
