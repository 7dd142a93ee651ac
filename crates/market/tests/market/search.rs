use market::catalog::{self, Filter, Sort};
use market::search::follow;

use crate::support::{Shop, shop};

async fn titles(shop: &Shop, words: &str) -> Vec<String> {
    let filter = Filter {
        words: Some(words.to_owned()),
        sort: Sort::Relevance,
        ..Default::default()
    };
    let listing = catalog::list(&shop.market, &filter).await.unwrap();
    listing.cards.into_iter().map(|card| card.title).collect()
}

#[tokio::test]
async fn a_product_is_found_by_its_title_first_of_all() {
    let shop = shop().await;
    assert!(follow(&shop.market).await.unwrap() >= 72);
    for card in shop.products(|_| true).await.iter().step_by(7) {
        assert_eq!(titles(&shop, &card.title).await[0], card.title);
        assert_eq!(
            titles(&shop, &card.title.to_uppercase()).await[0],
            card.title
        );
    }
}

#[tokio::test]
async fn an_unfinished_word_and_one_wrong_letter_still_find() {
    let shop = shop().await;
    follow(&shop.market).await.unwrap();
    let whole = titles(&shop, "invoice").await;
    assert!(!whole.is_empty());
    assert!(
        titles(&shop, "invoi")
            .await
            .iter()
            .any(|title| whole.contains(title))
    );
    assert!(
        titles(&shop, "invoyce")
            .await
            .iter()
            .any(|title| whole.contains(title))
    );
}

#[tokio::test]
async fn hostile_words_find_nothing_and_break_nothing() {
    let shop = shop().await;
    follow(&shop.market).await.unwrap();
    for words in [
        "",
        "   ",
        "\"",
        "((((",
        "title:",
        "-",
        "* OR *",
        "a AND",
        "\u{0}",
        &"x".repeat(5_000),
        "[a TO",
        "^^^~~~",
    ] {
        let _found = titles(&shop, words).await;
    }
}

#[tokio::test]
async fn the_index_follows_the_catalogue_and_can_be_rebuilt() {
    let shop = shop().await;
    follow(&shop.market).await.unwrap();
    assert_eq!(follow(&shop.market).await.unwrap(), 0, "nothing new");
    let known = shop.market.search.len();
    let product = shop.a_paid_product().await;
    assert!(shop.market.search.knows(product.id).unwrap());
    let ada = shop.a_customer("Ada").await;
    shop.buys(&ada, product.id).await;
    reads(&shop, 1).await;
    assert_eq!(shop.market.search.len(), known, "each product stands once");
    shop.market.search.forget().unwrap();
    assert_eq!(shop.market.search.len(), 0);
    follow(&shop.market).await.unwrap();
    assert_eq!(shop.market.search.len(), known);
}

#[tokio::test]
async fn a_change_of_a_slower_transaction_is_not_lost() {
    let shop = shop().await;
    follow(&shop.market).await.unwrap();
    let products = shop.products(|_| true).await;
    let (slow, quick) = (products[0].id, products[1].id);
    let change = |product| market::events::Event::ProductChanged { product };
    let now = shop.market.now();
    let mut slow_tx = shop.market.begin().await.unwrap();
    market::events::record(&mut slow_tx, change(slow), now)
        .await
        .unwrap();
    let mut quick_tx = shop.market.begin().await.unwrap();
    market::events::record(&mut quick_tx, change(quick), now)
        .await
        .unwrap();
    quick_tx.commit().await.unwrap();
    assert_eq!(
        follow(&shop.market).await.unwrap(),
        0,
        "behind an open transaction nothing is read yet"
    );
    slow_tx.commit().await.unwrap();
    reads(&shop, 2).await;
}

/// Follows until so many changes are read: other tests' open transactions in the same cluster hold them up a while.
async fn reads(shop: &Shop, changes: usize) {
    let mut read = 0;
    for _ in 0..200 {
        read += follow(&shop.market).await.unwrap();
        if read >= changes {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(read >= changes, "{read} of {changes} changes were read");
}
