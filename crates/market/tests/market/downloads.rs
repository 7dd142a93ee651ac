use market::accounts::Customer;
use market::downloads::{link, open};
use market::{Error, Refusal, Result};
use time::Duration;

use crate::support::{Shop, shop};

async fn links(shop: &Shop, who: &Customer, of: &Customer) -> Result<String> {
    let owned = shop.owned(of).await.remove(0);
    let mut tx = shop.market.begin().await?;
    let token = link(
        &shop.market,
        &mut tx,
        who,
        owned.entitlement,
        owned.assets[0].id,
    )
    .await?;
    tx.commit().await?;
    Ok(token)
}

#[tokio::test]
async fn a_link_opens_for_its_owner_and_counts_once() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let product = shop.a_paid_product().await;
    shop.buys(&ada, product.id).await;
    let token = links(&shop, &ada, &ada).await.unwrap();
    for _ in 0..3 {
        let opened = open(&shop.market, &token, ada.id).await.unwrap();
        let bytes = object_store::ObjectStoreExt::get(shop.market.files.as_ref(), &opened.path)
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap();
        assert_eq!(i64::try_from(bytes.len()).unwrap(), opened.asset.bytes);
    }
    shop.works().await;
    let counted = sqlx::query_scalar!(
        "select download_count from product where id = $1",
        product.id.0
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    assert_eq!(counted, 1);
}

#[tokio::test]
async fn a_link_ends_after_five_minutes_or_five_uses() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    shop.buys(&ada, shop.a_paid_product().await.id).await;
    let token = links(&shop, &ada, &ada).await.unwrap();
    for _ in 0..5 {
        open(&shop.market, &token, ada.id).await.unwrap();
    }
    assert!(matches!(
        open(&shop.market, &token, ada.id).await,
        Err(Error::Refused(Refusal::LinkExpired))
    ));
    let token = links(&shop, &ada, &ada).await.unwrap();
    shop.market.clock.advance(Duration::seconds(301));
    assert!(matches!(
        open(&shop.market, &token, ada.id).await,
        Err(Error::Refused(Refusal::LinkExpired))
    ));
}

#[tokio::test]
async fn nobody_else_makes_or_opens_it() {
    let shop = shop().await;
    let (ada, eve) = (shop.a_customer("Ada").await, shop.a_customer("Eve").await);
    shop.buys(&ada, shop.a_paid_product().await.id).await;
    assert!(matches!(
        links(&shop, &eve, &ada).await,
        Err(Error::NotFound)
    ));
    let token = links(&shop, &ada, &ada).await.unwrap();
    assert!(matches!(
        open(&shop.market, &token, eve.id).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        open(&shop.market, "made-up", ada.id).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn a_link_outlives_no_revocation() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    shop.buys(&ada, shop.a_paid_product().await.id).await;
    let token = links(&shop, &ada, &ada).await.unwrap();
    sqlx::query!(
        "update entitlement set state = 'revoked' where account_id = $1",
        ada.id.0
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    assert!(matches!(
        open(&shop.market, &token, ada.id).await,
        Err(Error::Refused(Refusal::LicenseEnded))
    ));
    assert!(matches!(
        links(&shop, &ada, &ada).await,
        Err(Error::Refused(Refusal::LicenseEnded))
    ));
}
