use market::cart::{self, CartHolder, Trouble};
use market::{CartId, Error, Refusal};

use crate::support::{Shop, cart_of, shop};

async fn a_guest_cart(shop: &Shop, products: &[market::ProductId]) -> CartId {
    let mut holder = CartHolder::default();
    for product in products {
        let mut tx = shop.market.begin().await.unwrap();
        holder.cart = Some(
            cart::add(&mut tx, holder, *product, shop.market.now())
                .await
                .unwrap(),
        );
        tx.commit().await.unwrap();
    }
    holder.cart.unwrap()
}

async fn merges(shop: &Shop, guest: CartId, who: &market::accounts::Customer) {
    let mut tx = shop.market.begin().await.unwrap();
    cart::merge(&mut tx, guest, who.id, shop.market.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_guests_cart_joins_the_accounts_when_they_sign_in_once() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let paid = shop.products(|card| card.price.amount().minor > 0).await;
    shop.puts_into_cart(&ada, paid[0].id).await.unwrap();
    let guest = a_guest_cart(&shop, &[paid[0].id, paid[1].id]).await;

    merges(&shop, guest, &ada).await;
    merges(&shop, guest, &ada).await;

    let view = cart::view(&shop.market, cart_of(&ada)).await.unwrap();
    assert_eq!(view.count, 2);
    assert_eq!(
        view.total.minor,
        paid[0].price.amount().minor + paid[1].price.amount().minor
    );
    let left = cart::view(
        &shop.market,
        CartHolder {
            cart: Some(guest),
            account: None,
        },
    )
    .await
    .unwrap();
    assert_eq!(left.count, 0, "the guest's cart is closed");
}

#[tokio::test]
async fn nobody_opens_anothers_cart_with_its_id() {
    let shop = shop().await;
    let (ada, eve) = (shop.a_customer("Ada").await, shop.a_customer("Eve").await);
    shop.puts_into_cart(&ada, shop.a_paid_product().await.id)
        .await
        .unwrap();
    let hers = cart::view(&shop.market, cart_of(&ada)).await.unwrap().id;

    for holder in [
        CartHolder {
            cart: hers,
            account: None,
        },
        CartHolder {
            cart: hers,
            account: Some(eve.id),
        },
    ] {
        assert_eq!(cart::view(&shop.market, holder).await.unwrap().count, 0);
    }
}

#[tokio::test]
async fn adding_a_product_twice_keeps_one_line() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let product = shop.a_paid_product().await.id;
    shop.puts_into_cart(&ada, product).await.unwrap();
    shop.puts_into_cart(&ada, product).await.unwrap();
    assert_eq!(
        cart::count(&shop.market.db, cart_of(&ada)).await.unwrap(),
        1
    );
}

#[tokio::test]
async fn what_is_no_longer_on_sale_stays_in_the_cart_outside_the_total_and_stops_the_checkout() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let product = shop.a_paid_product().await;
    shop.puts_into_cart(&ada, product.id).await.unwrap();
    sqlx::query!(
        "update product set state = 'suspended' where id = $1",
        product.id.0
    )
    .execute(&shop.market.db)
    .await
    .unwrap();

    let view = cart::view(&shop.market, cart_of(&ada)).await.unwrap();
    assert_eq!(view.lines[0].trouble, Some(Trouble::Unavailable));
    assert_eq!(view.total.minor, 0);
    let form = shop.form(&ada).await;
    assert!(matches!(
        shop.places(&ada, &form).await,
        Err(Error::Refused(Refusal::CartHasTrouble))
    ));
}

#[tokio::test]
async fn what_one_owns_or_sells_cannot_be_put_into_the_cart() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let product = shop.a_paid_product().await;
    shop.buys(&ada, product.id).await;
    let again = shop.puts_into_cart(&ada, product.id).await;
    assert!(matches!(again, Err(Error::Refused(Refusal::AlreadyOwned))));

    let own = shop
        .products(|card| card.vendor_handle != product.vendor_handle)
        .await
        .remove(0);
    sqlx::query!(
        "insert into vendor_member (vendor_id, account_id, role, since)
         select vendor_id, $1, 'support', $3 from product where id = $2",
        ada.id.0,
        own.id.0,
        shop.market.now()
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    let own = shop.puts_into_cart(&ada, own.id).await;
    assert!(matches!(own, Err(Error::Refused(Refusal::OwnProduct))));
}
