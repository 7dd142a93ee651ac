use market::Error;
use market::catalog::{self, Filter, Found, Listing, PriceFilter, ProductKind, Sort};

use crate::support::{Shop, shop};

#[tokio::test]
async fn every_filter_leaves_only_what_passes_it() {
    let shop = shop().await;
    let list = |filter: Filter| {
        let market = shop.market.clone();
        async move { catalog::list(&market, &filter).await.unwrap() }
    };
    for kind in ProductKind::ALL {
        let found = list(Filter {
            kind: Some(kind),
            ..Default::default()
        })
        .await;
        assert!(found.total > 0 && found.cards.iter().all(|card| card.kind == kind));
    }
    let free = list(Filter {
        price: Some(PriceFilter::Free),
        ..Default::default()
    })
    .await;
    assert!(
        free.total > 0
            && free
                .cards
                .iter()
                .all(|card| card.price == catalog::Price::Free)
    );
    let good = list(Filter {
        min_rating: Some(4),
        ..Default::default()
    })
    .await;
    assert!(
        good.cards.iter().all(
            |card| card.rating_sum >= 4 * i64::from(card.rating_count) && card.rating_count > 0
        )
    );
    let parent = list(Filter {
        category: Some("sales".into()),
        ..Default::default()
    })
    .await;
    assert!(parent.total > 0, "a category shows what lies below it");
    let nowhere = list(Filter {
        category: Some("sal".into()),
        ..Default::default()
    })
    .await;
    assert_eq!(nowhere.total, 0);
}

#[tokio::test]
async fn a_facet_counts_what_choosing_it_would_give() {
    let shop = shop().await;
    let filter = Filter {
        kind: Some(ProductKind::AiAgent),
        ..Default::default()
    };
    let listing = catalog::list(&shop.market, &filter).await.unwrap();
    assert_eq!(
        listing.facets.kinds.len(),
        3,
        "its own facet keeps every choice"
    );
    for (price, count) in listing.facets.prices {
        let chosen = Filter {
            price: Some(price),
            ..filter.clone()
        };
        assert_eq!(
            catalog::list(&shop.market, &chosen).await.unwrap().total,
            count
        );
    }
}

#[tokio::test]
async fn pages_do_not_overlap_and_one_past_the_end_is_empty() {
    let shop = shop().await;
    let first = page(&shop, 1).await;
    let mut seen = std::collections::HashSet::new();
    for number in 1..=first.pages {
        for card in page(&shop, number).await.cards {
            assert!(seen.insert(card.id), "{} stands on two pages", card.title);
        }
    }
    assert_eq!(i64::try_from(seen.len()).unwrap(), first.total);
    let beyond = page(&shop, 4_000_000_000).await;
    assert!(beyond.cards.is_empty() && beyond.total == first.total);
}

async fn page(shop: &Shop, page: u32) -> Listing {
    let filter = Filter {
        page,
        sort: Sort::New,
        ..Default::default()
    };
    catalog::list(&shop.market, &filter).await.unwrap()
}

#[tokio::test]
async fn every_product_page_is_complete() {
    let shop = shop().await;
    for card in shop.products(|_| true).await {
        let Found::Here(page) =
            catalog::product_page(&shop.market, &card.vendor_handle, &card.slug, None)
                .await
                .unwrap()
        else {
            panic!("{} has moved", card.slug);
        };
        assert!(
            !page.assets.is_empty() && !page.versions.is_empty() && !page.category_trail.is_empty(),
            "{}",
            card.slug
        );
        assert!(
            page.related.len() == 4 && page.related.iter().all(|other| other.id != card.id),
            "{}: four others beside it",
            card.slug
        );
        assert!(page.preview.miniature.starts_with("<svg"));
        assert_eq!(page.preview.graph.is_some(), !page.preview.nodes.is_empty());
        assert!(!page.product.description_html.contains("<script"));
    }
}

#[tokio::test]
async fn an_old_address_leads_to_the_new_one_and_an_unknown_one_nowhere() {
    let shop = shop().await;
    let card = shop.a_paid_product().await;
    sqlx::query!(
        "insert into product_slug_history (vendor_id, slug, product_id, left_at) select vendor_id, 'once-upon', id, $2 from product where id = $1",
        card.id.0,
        shop.market.now()
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    match catalog::product_page(&shop.market, &card.vendor_handle, "once-upon", None)
        .await
        .unwrap()
    {
        Found::Moved(to) => assert_eq!(to.slug, card.slug),
        Found::Here(_) => panic!("nothing is there"),
    }
    let nothing = catalog::product_page(&shop.market, &card.vendor_handle, "never", None).await;
    assert!(matches!(nothing, Err(Error::NotFound)));
}

#[tokio::test]
async fn the_front_page_shows_what_is_bought_lately() {
    let shop = shop().await;
    let trending = async || {
        catalog::recount_recent_sales(&shop.market).await.unwrap();
        let home = catalog::home(&shop.market).await.unwrap();
        home.trending
            .into_iter()
            .map(|card| card.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(trending().await.len(), 4);
    sqlx::query!("update orders set paid_at = paid_at - interval '61 days'")
        .execute(&shop.market.db)
        .await
        .unwrap();
    assert_eq!(trending().await, [], "what is long ago does not count");
    let card = shop.a_paid_product().await;
    let buyer = shop.a_customer("Ada").await;
    shop.buys(&buyer, card.id).await;
    shop.works().await;
    assert_eq!(trending().await, [card.id]);
    assert_eq!(
        catalog::recount_recent_sales(&shop.market).await.unwrap(),
        0
    );
}
