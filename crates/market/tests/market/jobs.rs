use std::sync::Arc;

use async_trait::async_trait;
use market::accounts::ask_reset;
use market::checkout::sandbox::Decision;
use market::jobs::{self, Courier, Lane};
use market::notifications::{Mail, Post};
use time::Duration;

use crate::support::{FrontDoor, Shop, empty_shop, shop};

/// A shop whose front door is closed.
struct NobodyHome;

#[async_trait]
impl Courier for NobodyHome {
    async fn post(&self, _: &str, _: &[(&str, String)], _: Vec<u8>) -> anyhow::Result<u16> {
        Ok(503)
    }
}

async fn runs(shop: &Shop, courier: &dyn Courier) -> usize {
    let ran = jobs::run_due(&shop.market, courier, Lane::Rest, 10).await;
    ran.unwrap()
}

#[tokio::test]
async fn a_failed_job_is_tried_again_later_and_parked_in_the_end() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let (_, intent) = shop.orders(&ada, shop.a_paid_product().await.id).await;
    shop.bank_decides(&intent, Decision::Pay).await;
    assert_eq!(runs(&shop, &NobodyHome).await, 1);
    assert_eq!(runs(&shop, &NobodyHome).await, 0, "it waits");
    for _ in 0..20 {
        shop.market.clock.advance(Duration::hours(13));
        runs(&shop, &NobodyHome).await;
    }
    let row = sqlx::query!(
        "select attempts, parked_at, last_error from job where kind = 'deliver-sandbox-webhook'"
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    assert_eq!(row.attempts, 9);
    assert!(row.parked_at.is_some() && row.last_error.unwrap().contains("503"));
}

#[tokio::test]
async fn eight_workers_run_each_job_once() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    for product in shop
        .products(|card| card.price.amount().minor > 0)
        .await
        .iter()
        .take(10)
    {
        shop.puts_into_cart(&ada, product.id).await.unwrap();
    }
    let form = shop.form(&ada).await;
    let payment = shop.places(&ada, &form).await.unwrap().payment.unwrap();
    let url = market::checkout::start_payment(&shop.market, payment)
        .await
        .unwrap();
    let intent = url.rsplit('/').next().unwrap();
    shop.bank_decides(intent, Decision::Pay).await;
    let door = FrontDoor(shop.market.clone());
    for _ in 0..6 {
        let lanes = [Lane::Rest, Lane::Mail].repeat(4);
        let workers = lanes
            .into_iter()
            .map(|lane| jobs::run_due(&shop.market, &door, lane, 100));
        for ran in futures::future::join_all(workers).await {
            ran.unwrap();
        }
        shop.market.clock.advance(Duration::seconds(3));
    }
    assert_eq!(shop.owned(&ada).await.len(), 10);
    assert_eq!(shop.mails_about("Your order").await, 1);
    assert_eq!(jobs::waiting(&shop.market.db).await.unwrap(), 0);
    shop.must_be_sound().await;
}

#[tokio::test]
async fn a_job_whose_worker_died_is_taken_over_when_its_lease_ends() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let (_, intent) = shop.orders(&ada, shop.a_paid_product().await.id).await;
    shop.bank_decides(&intent, Decision::Pay).await;
    let now = shop.market.now();
    sqlx::query!(
        "update job set lease_token = gen_random_uuid(), lease_until = $1",
        now + Duration::seconds(60)
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    let door = FrontDoor(shop.market.clone());
    assert_eq!(runs(&shop, &door).await, 0);
    shop.market.clock.advance(Duration::seconds(61));
    shop.works().await;
    assert_eq!(shop.owned(&ada).await.len(), 1);
}

/// A mail server's library on a bad day.
struct Panicking;

#[async_trait]
impl Post for Panicking {
    async fn send(&self, _mail: &Mail) -> anyhow::Result<()> {
        panic!("on purpose")
    }

    fn name(&self) -> &'static str {
        "panicking"
    }
}

/// Somebody who has forgotten their password, with nothing else left to do.
async fn somebody_forgot(shop: &Shop) {
    shop.an_account("Ada").await;
    shop.works().await;
    ask_reset(&shop.market, "ada@example.com").await.unwrap();
}

#[tokio::test]
async fn a_job_that_panics_is_tried_again_and_ends_none_of_the_others() {
    let mut shop = empty_shop().await;
    somebody_forgot(&shop).await;
    let post = std::mem::replace(&mut shop.market.mail, Arc::new(Panicking));
    shop.works().await;
    assert_eq!(jobs::waiting(&shop.market.db).await.unwrap(), 1);
    shop.market.mail = post;
    shop.market.clock.advance(Duration::seconds(3));
    shop.works().await;
    assert_eq!(jobs::waiting(&shop.market.db).await.unwrap(), 0);
    assert_eq!(shop.mails_about("Set a new password").await, 1);
}

#[tokio::test]
async fn a_name_of_several_lines_makes_one_line_of_a_mails_head() {
    let shop = empty_shop().await;
    somebody_forgot(&shop).await;
    let name = "update account set name = E'Ada\\r\\nBcc: eve@example.com\\n\\nHello'";
    sqlx::raw_sql(name).execute(&shop.market.db).await.unwrap();
    shop.works().await;
    assert_eq!(jobs::waiting(&shop.market.db).await.unwrap(), 0);
    for mail in shop.mails().await {
        let head = mail.split("\r\n\r\n").next().unwrap();
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
    }
    assert_eq!(shop.mails_about("Set a new password").await, 1);
}
