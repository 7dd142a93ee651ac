//! Workflows on other people's sites.

use market::catalog::{self, Found, ProductPage, embed_token, embedded};
use market::{Error, Keys};

use crate::support::{Shop, shop};

async fn a_workflow(shop: &Shop) -> ProductPage {
    let card = shop
        .products(|card| card.slug == "support-triage-desk")
        .await
        .remove(0);
    let page = catalog::product_page(&shop.market, &card.vendor_handle, &card.slug, None).await;
    let Ok(Found::Here(page)) = page else {
        panic!("it is not there");
    };
    *page
}

#[tokio::test]
async fn an_address_shows_the_version_on_sale_or_the_one_it_was_made_for() {
    let shop = shop().await;
    let page = a_workflow(&shop).await;
    let keys = &shop.market.keys;
    let newest = embed_token(keys, page.product.id, None);
    let shown = embedded(&shop.market, &newest).await.unwrap().unwrap();
    assert_eq!(shown.number, "1.3.0");
    assert!(shown.graph.contains("Open a bug report"));
    let first = page.versions.last().unwrap();
    let pinned = embed_token(keys, page.product.id, Some(first.id));
    let shown = embedded(&shop.market, &pinned).await.unwrap().unwrap();
    assert_eq!(shown.number, "1.0.0");
    assert!(!shown.graph.contains("Open a bug report"));
}

#[tokio::test]
async fn an_address_that_was_not_handed_out_shows_nothing() {
    let shop = shop().await;
    let page = a_workflow(&shop).await;
    let token = embed_token(&shop.market.keys, page.product.id, None);
    let foreign = embed_token(&Keys::from_master([8; 32]), page.product.id, None);
    let mut wrong = vec![
        String::new(),
        "made-up".to_owned(),
        token[..42].to_owned(),
        format!("{token}A"),
        foreign,
        "x".repeat(5_000),
    ];
    for place in 0..token.len() {
        let other = if token.as_bytes()[place] == b'A' {
            "B"
        } else {
            "A"
        };
        let mut tampered = token.clone();
        tampered.replace_range(place..=place, other);
        wrong.push(tampered);
    }
    for token in wrong {
        let shown = embedded(&shop.market, &token).await;
        assert!(matches!(shown, Err(Error::NotFound)), "{token}");
    }
}

#[tokio::test]
async fn what_is_taken_off_sale_is_shown_nowhere() {
    let shop = shop().await;
    let page = a_workflow(&shop).await;
    let token = embed_token(&shop.market.keys, page.product.id, None);
    for (away, back) in [
        (
            "update product set state = 'suspended' where slug = 'support-triage-desk'",
            "update product set state = 'approved' where slug = 'support-triage-desk'",
        ),
        (
            "update vendor set state = 'suspended' where handle = 'quiet-queue'",
            "update vendor set state = 'approved' where handle = 'quiet-queue'",
        ),
        (
            "update version set state = 'yanked' where number = '1.3.0'",
            "update version set state = 'published' where number = '1.3.0'",
        ),
    ] {
        for (change, shown) in [(away, false), (back, true)] {
            sqlx::raw_sql(change)
                .execute(&shop.market.db)
                .await
                .unwrap();
            let found = embedded(&shop.market, &token).await.unwrap();
            assert_eq!(found.is_some(), shown, "{change}");
        }
    }
}
