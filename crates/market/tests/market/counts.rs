use market::catalog::mend_counts;
use market::checks;

use crate::support::{Shop, shop};

async fn violated(shop: &Shop) -> Vec<&'static str> {
    let violations = checks::run(&shop.market.db).await.unwrap();
    violations
        .iter()
        .map(|violation| violation.invariant)
        .collect()
}

#[tokio::test]
async fn figures_that_have_drifted_are_noticed_counted_anew_and_told() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let product = shop.a_paid_product().await.id;
    shop.buys(&ada, product).await;
    market::catalog::recount_recent_sales(&shop.market)
        .await
        .unwrap();
    assert_eq!(mend_counts(&shop.market).await.unwrap(), []);
    let right = sqlx::query!(
        "select slug, rating_sum, rating_count, sales_count, recent_sales_count, download_count from product where id = $1",
        product.0
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();

    sqlx::query!(
        "update product set rating_sum = 5, rating_count = 5, sales_count = 999, recent_sales_count = 998, download_count = 997
         where id = $1",
        product.0
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    let before = violated(&shop).await;
    assert_eq!(before, ["rating-counts", "sales-counts", "download-counts"]);

    let mended = mend_counts(&shop.market).await.unwrap();
    assert!(mended.iter().all(|mended| mended.slug == right.slug));
    let told: Vec<_> = mended
        .iter()
        .map(|mended| (mended.figure, mended.was.as_str(), mended.is.clone()))
        .collect();
    let stars = format!(
        "{} stars in {} reviews",
        right.rating_sum, right.rating_count
    );
    assert_eq!(
        told,
        [
            ("rating", "5 stars in 5 reviews", stars),
            ("sales", "999", right.sales_count.to_string()),
            ("recent sales", "998", right.recent_sales_count.to_string()),
            ("downloads", "997", right.download_count.to_string()),
        ]
    );
    assert!(right.sales_count > 0 && right.recent_sales_count > 0);
    assert_eq!(violated(&shop).await, [""; 0]);
    assert_eq!(mend_counts(&shop.market).await.unwrap(), []);
}

#[tokio::test]
async fn a_figure_whose_count_is_on_its_way_is_not_wrong() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let product = shop.a_paid_product().await.id;
    shop.buys(&ada, product).await;
    sqlx::query!(
        "update product set sales_count = 0 where id = $1",
        product.0
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    assert_eq!(violated(&shop).await, ["sales-counts"]);
    sqlx::query!("update job set done_at = null where kind = 'count-sales'")
        .execute(&shop.market.db)
        .await
        .unwrap();
    assert_eq!(violated(&shop).await, [""; 0]);
    shop.works().await;
    assert_eq!(
        mend_counts(&shop.market)
            .await
            .unwrap()
            .iter()
            .filter(|mended| mended.figure == "sales")
            .count(),
        0
    );
}
