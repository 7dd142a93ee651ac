use std::sync::Arc;

use market::files::examine;
use market::{Market, demo};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use time::Duration;

use crate::support::{Shop, empty_shop, shop};

/// A shop with a store of its own, in which nothing is older than it.
async fn shop_with_files() -> Shop {
    let mut shop = shop().await;
    let store = InMemory::new();
    for key in keys(&shop).await {
        let file = shop.market.files.get(&key).await.unwrap();
        let bytes = file.bytes().await.unwrap();
        store.put(&key, bytes.into()).await.unwrap();
    }
    shop.market.files = Arc::new(store);
    shop
}

async fn keys(shop: &Shop) -> Vec<Path> {
    let keys = sqlx::query_scalar!("select distinct object_key from asset order by 1")
        .fetch_all(&shop.market.db)
        .await
        .unwrap();
    keys.into_iter().map(Path::from).collect()
}

async fn put(market: &Market, key: &str, bytes: &'static [u8]) {
    let key = Path::from(key);
    market.files.put(&key, bytes.into()).await.unwrap();
}

#[tokio::test]
async fn a_file_nobody_names_is_told_after_a_day_and_goes_when_somebody_says_so() {
    let shop = shop_with_files().await;
    let orphan = ("sha256/00/orphan".to_owned(), 3);
    put(&shop.market, &orphan.0, b"old").await;
    put(&shop.market, "elsewhere/not-ours", b"?").await;
    let young = examine(&shop.market, true).await.unwrap();
    assert_eq!(young.orphans, []);
    assert_eq!(young.named, keys(&shop).await.len());

    shop.market.clock.advance(Duration::hours(25));
    for mend in [false, true] {
        let found = examine(&shop.market, mend).await.unwrap();
        assert_eq!(found.orphans, std::slice::from_ref(&orphan));
    }
    let after = examine(&shop.market, true).await.unwrap();
    assert_eq!((after.orphans, after.missing), (Vec::new(), Vec::new()));
    let elsewhere = Path::from("elsewhere/not-ours");
    assert!(shop.market.files.head(&elsewhere).await.is_ok());
}

#[tokio::test]
async fn a_file_that_is_gone_or_cut_short_is_told() {
    let shop = shop_with_files().await;
    let keys = keys(&shop).await;
    shop.market.files.delete(&keys[3]).await.unwrap();
    put(&shop.market, keys[5].as_ref(), b"short").await;
    let found = examine(&shop.market, true).await.unwrap();
    assert_eq!(found.missing, [keys[3].to_string(), keys[5].to_string()]);
    assert!(found.orphans.is_empty());
}

#[tokio::test]
async fn a_file_that_is_being_published_is_nobodys_orphan() {
    let mut shop = empty_shop().await;
    shop.market.files = Arc::new(InMemory::new());
    // To the market, all files are old.
    shop.market.clock.advance(Duration::days(2));
    let seeding = {
        let market = shop.market.clone();
        tokio::spawn(async move { demo::seed(&market, demo::Size::default()).await })
    };
    while shop
        .market
        .files
        .list_with_delimiter(None)
        .await
        .unwrap()
        .common_prefixes
        .is_empty()
    {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert_eq!(examine(&shop.market, true).await.unwrap().orphans, []);
    assert!(seeding.await.unwrap().unwrap());
    let after = examine(&shop.market, false).await.unwrap();
    assert!(after.named > 50 && after.missing.is_empty(), "{after:?}");
}
