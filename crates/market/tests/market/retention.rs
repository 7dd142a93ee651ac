use std::collections::BTreeMap;

use market::accounts::session::{self, Stored};
use market::accounts::{Customer, Role, Staff};
use market::cart::{self, CartHolder};
use market::retention::{self, CLASSES, KEPT_ALONG, due, sweep};
use market::search::follow;
use time::Duration;

use crate::support::{Shop, empty_shop, shop};

async fn swept(shop: &Shop) -> BTreeMap<&'static str, u64> {
    let swept = sweep(&shop.market).await.unwrap();
    swept.iter().map(|swept| (swept.what, swept.rows)).collect()
}

/// Somebody who never signed in, with a product in the cart.
async fn a_guest(shop: &Shop) {
    let mut tx = shop.market.begin().await.unwrap();
    let product = shop.a_paid_product().await.id;
    let nobody = CartHolder::default();
    cart::add(&mut tx, nobody, product, shop.market.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn a_session(shop: &Shop, id: u8, days: i64) {
    let now = shop.market.now();
    let stored = Stored {
        data: serde_json::json!({}),
        expires_at: now + Duration::days(days),
    };
    session::create(&shop.market.db, &[id; 32], None, &stored, now)
        .await
        .unwrap();
}

async fn sessions(shop: &Shop) -> i64 {
    sqlx::query_scalar!(r#"select count(*) as "n!" from session"#)
        .fetch_one(&shop.market.db)
        .await
        .unwrap()
}

#[tokio::test]
async fn everything_stays_for_its_time_and_leaves_after_it() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    shop.buys(&ada, shop.a_paid_product().await.id).await;
    a_guest(&shop).await;
    a_session(&shop, 1, 14).await;
    assert!(swept(&shop).await.values().all(|rows| *rows == 0));

    shop.market.clock.advance(Duration::days(31));
    let after_a_month = swept(&shop).await;
    assert_eq!(after_a_month["sessions"], 1);
    assert!(after_a_month["jobs that are done"] > 3, "{after_a_month:?}");
    for kept in ["webhooks", "carts of guests"] {
        assert_eq!(after_a_month[kept], 0, "{kept}");
    }

    shop.market.clock.advance(Duration::days(60));
    let after_three = swept(&shop).await;
    assert_eq!(after_three["webhooks"], 1);
    assert_eq!(after_three["carts of guests"], 1);
    assert!(after_three["events"] > 3, "{after_three:?}");
    assert!(swept(&shop).await.values().all(|rows| *rows == 0));
    shop.must_be_sound().await;
}

#[tokio::test]
async fn what_a_person_has_to_look_at_and_what_belongs_to_orders_stays() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    shop.buys(&ada, shop.a_paid_product().await.id).await;
    sqlx::query!("update external_event set outcome = 'parked'")
        .execute(&shop.market.db)
        .await
        .unwrap();
    sqlx::query!(
        "update job set done_at = null, parked_at = $1 where kind = 'count-sales'",
        shop.market.now()
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    shop.market.clock.advance(Duration::days(400));
    swept(&shop).await;
    let left = sqlx::query!(
        r#"select (select count(*) from external_event) as "webhooks!",
                  (select count(*) from job where parked_at is not null) as "parked!",
                  (select count(*) from job where done_at is not null) as "done!",
                  (select count(*) from order_group where not exists (select from cart where id = cart_id)) as "cartless!",
                  (select count(*) from sent_mail) as "mails!""#
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    assert_eq!((left.webhooks, left.done, left.cartless), (1, 0, 0));
    assert!(left.parked >= 1 && left.mails >= 1, "{left:?}");
}

#[tokio::test]
async fn an_index_that_begins_when_old_changes_are_gone_still_finds_every_product() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    shop.buys(&ada, shop.a_paid_product().await.id).await;
    shop.market.clock.advance(Duration::days(91));
    swept(&shop).await;
    let row = sqlx::query!(
        r#"select (select count(*) from product where state = 'approved') as "products!",
                  (select count(*) from event where kind = 'product.changed') as "changes!",
                  (select count(*) from event where kind <> 'product.changed') as "others!""#
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    assert_eq!((row.changes, row.others), (row.products, 0));
    // The newest change shows when every older transaction is over, those of other tests included.
    for _ in 0..100 {
        follow(&shop.market).await.unwrap();
        if shop.market.search.len() as i64 == row.products {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the index knows {} products", shop.market.search.len());
}

#[tokio::test]
async fn several_workers_sweep_a_large_heap_without_meeting() {
    let shop = shop().await;
    let now = shop.market.now();
    sqlx::query!(
        "insert into session (id_hash, data, created_at, expires_at)
         select sha256(n::text::bytea), '{}', $1::timestamptz, $1::timestamptz from generate_series(1, 1700) n",
        now - Duration::hours(1)
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    a_session(&shop, 1, 14).await;
    let sweeps = (0..4).map(|_| swept(&shop));
    let all = futures::future::join_all(sweeps).await;
    let rows: u64 = all.iter().map(|swept| swept["sessions"]).sum();
    assert_eq!((rows, sessions(&shop).await), (1700, 1));
}

#[tokio::test]
async fn the_report_counts_exactly_what_a_sweep_then_removes_and_removes_nothing() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    shop.buys(&ada, shop.a_paid_product().await.id).await;
    a_guest(&shop).await;
    a_session(&shop, 1, 14).await;
    shop.market.clock.advance(Duration::days(91));
    let report = due(&shop.market).await.unwrap();
    let again = due(&shop.market).await.unwrap();
    assert_eq!(report, again, "looking changes nothing");
    assert!(
        report.iter().map(|due| due.rows).sum::<i64>() > 10,
        "{report:#?}"
    );
    let removed = swept(&shop).await;
    for told in report.iter().filter(|told| told.class.swept) {
        let what = told.class.what;
        assert_eq!(removed[what], told.rows as u64, "{what}");
        assert!(told.rows == 0 || told.oldest.is_some(), "{what}");
    }
    let after = due(&shop.market).await.unwrap();
    let left = after.iter().filter(|due| due.class.swept);
    assert!(left.map(|due| due.rows).all(|rows| rows == 0), "{after:#?}");
}

#[tokio::test]
async fn what_is_for_a_person_to_decide_about_is_counted_and_stays() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    shop.buys(&ada, shop.a_paid_product().await.id).await;
    shop.market.clock.advance(Duration::days(3_700));
    swept(&shop).await;
    let report = due(&shop.market).await.unwrap();
    for what in ["orders", "payments"] {
        let class = report.iter().find(|due| due.class.what == what).unwrap();
        assert!(class.rows > 0 && !class.class.swept, "{class:?}");
    }
}

#[tokio::test]
async fn every_table_says_how_long_what_is_in_it_stays() {
    let shop = empty_shop().await;
    let tables = sqlx::query_scalar!(
        r#"select table_name::text as "name!" from information_schema.tables
           where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> '_sqlx_migrations' order by 1"#
    );
    let tables = tables.fetch_all(&shop.market.db).await.unwrap();
    let mut said: Vec<&str> = CLASSES.iter().map(|class| class.table).collect();
    said.extend(KEPT_ALONG.iter().map(|(table, _)| *table));
    said.sort_unstable();
    assert_eq!(said, tables, "each table once, and none that is not there");
    assert!(CLASSES.iter().all(|class| !class.why.is_empty()));
}

#[tokio::test]
async fn the_report_is_for_those_who_may_see_it() {
    let shop = empty_shop().await;
    let mut account = shop.an_account("Mo").await;
    for (role, may) in [(Role::Support, false), (Role::Moderator, true)] {
        account.role = role;
        let by = Staff::of(Customer::of(account.clone()), &shop.market.policy).unwrap();
        let report = retention::report(&shop.market, &by).await;
        assert_eq!(report.is_ok(), may, "{role:?}");
    }
}
