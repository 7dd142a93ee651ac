use market::audit::Actor;

use crate::support::{empty_shop, shop};

#[tokio::test]
async fn the_demo_is_rich_sound_and_sown_once() {
    let shop = shop().await;
    let again = market::demo::seed(&shop.market, market::demo::Size::default())
        .await
        .unwrap();
    assert!(!again, "a market with vendors is left alone");
    let row = sqlx::query!(
        r#"select (select count(*) from vendor) as "vendors!", (select count(*) from product) as "products!",
                  (select count(distinct kind) from product) as "kinds!", (select count(distinct kind) from price) as "prices!",
                  (select count(distinct category_id) from product) as "categories!",
                  (select count(*) from version_preview join product on current_version_id = version_id
                   where node_count between 5 and 60) as "workflows!",
                  (select count(*) from orders) as "orders!", (select count(*) from review) as "reviews!""#
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    assert!(
        row.vendors >= 12 && row.products >= 72 && row.categories >= 12 && row.workflows >= 24,
        "{row:?}"
    );
    assert!(
        row.kinds == 3 && row.prices == 3 && row.orders > 300 && row.reviews > 150,
        "{row:?}"
    );
    shop.must_be_sound().await;
}

#[tokio::test]
async fn a_demo_is_never_smaller_than_its_catalogue() {
    let small = empty_shop().await;
    let size = market::demo::Size { products: 1 };
    assert!(market::demo::seed(&small.market, size).await.unwrap());
    let own = shop().await.products(|_| true).await.len();
    assert_eq!(small.products(|_| true).await.len(), own);
}

#[tokio::test]
async fn the_demos_people_can_sign_in() {
    let shop = shop().await;
    for sign_in in market::demo::SIGN_INS {
        let password = secrecy::SecretString::from(sign_in.password);
        let account =
            market::accounts::sign_in(&shop.market, sign_in.email, &password, &Actor::default())
                .await
                .unwrap();
        assert_eq!(account.sells, sign_in.role == "vendor");
        assert_eq!(account.keeps_the_market(), sign_in.role == "admin");
    }
}

#[tokio::test]
async fn an_empty_market_is_sound_too() {
    empty_shop().await.must_be_sound().await;
}
