use market::Error;
use market::licensing::reveal;
use time::Duration;

use crate::support::{Shop, shop};

async fn reveals(
    shop: &Shop,
    who: &market::accounts::Customer,
    license: market::LicenseId,
) -> market::Result<String> {
    let mut tx = shop.market.begin().await?;
    let key = reveal(&shop.market, &mut tx, who, license).await?;
    tx.commit().await?;
    Ok(key)
}

#[tokio::test]
async fn only_its_owner_can_read_a_license_key_and_each_time_is_noted() {
    let shop = shop().await;
    let (ada, eve) = (shop.a_customer("Ada").await, shop.a_customer("Eve").await);
    shop.buys(&ada, shop.a_paid_product().await.id).await;
    let license = shop.owned(&ada).await.remove(0).license.unwrap();

    let key = reveals(&shop, &ada, license.id).await.unwrap();
    assert!(key.starts_with("AM-") && key.len() == 34, "{key}");
    assert!(
        license.masked.ends_with(&key[28..]),
        "{} shows the end of {key}",
        license.masked
    );
    assert!(!license.masked.contains(&key[3..20]));
    assert!(matches!(
        reveals(&shop, &eve, license.id).await,
        Err(Error::NotFound)
    ));
    let notes = sqlx::query_scalar!(
        r#"select count(*) as "n!" from audit_entry where act = 'license.revealed' and account_id = $1"#,
        ada.id.0
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    assert_eq!(notes, 1);
}

#[tokio::test]
async fn the_key_is_nowhere_in_the_database_in_clear() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    shop.buys(&ada, shop.a_paid_product().await.id).await;
    let license = shop.owned(&ada).await.remove(0).license.unwrap();
    let key = reveals(&shop, &ada, license.id).await.unwrap();
    let middle = &key[3..26];
    let found = sqlx::query_scalar!(
        r#"select (select count(*) from license where license::text like '%' || $1 || '%')
                + (select count(*) from event where event::text like '%' || $1 || '%')
                + (select count(*) from job where job::text like '%' || $1 || '%')
                + (select count(*) from audit_entry where audit_entry::text like '%' || $1 || '%') as "n!""#,
        middle
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    assert_eq!(found, 0);
}

#[tokio::test]
async fn a_subscriptions_license_ends_with_its_first_period() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let monthly = |card: &market::catalog::Card| {
        matches!(
            card.price,
            market::catalog::Price::Subscription(_, market::catalog::Period::Month)
        )
    };
    let product = shop.products(monthly).await.remove(0);
    shop.buys(&ada, product.id).await;
    let license = shop.owned(&ada).await.remove(0).license.unwrap();
    assert_eq!(license.kind, "subscription");
    let days = (license.expires_at.unwrap() - shop.market.now()).whole_days();
    assert!((27..=31).contains(&days), "{days} days");
    shop.market.clock.advance(Duration::days(40));
    assert!(
        shop.puts_into_cart(&ada, product.id).await.is_ok(),
        "it can be bought again when it is over"
    );
}
