use market::accounts::Customer;
use market::notifications::{Preferences, Topic, choose, preferences, subscribed, unsubscribe};
use market::{Error, Result};

use crate::support::{Shop, shop};

async fn chooses(shop: &Shop, who: &Customer, wanted: Preferences) -> Result<()> {
    let mut tx = shop.market.begin().await?;
    choose(&shop.market, &mut tx, who, &wanted).await?;
    Ok(tx.commit().await?)
}

fn news(wanted: bool) -> Preferences {
    Preferences {
        sales: None,
        product_news: wanted,
    }
}

/// The owner of the vendor that sells this.
async fn owner_of(shop: &Shop, handle: &str) -> Customer {
    let email = sqlx::query_scalar!(
        "select email from vendor join vendor_member on vendor_id = vendor.id join account on account.id = account_id
         where handle = $1 and vendor_member.role = 'owner'",
        handle
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    shop.customer_at(&email).await
}

/// The mail about a sale, in one line each header.
async fn sale_mails(shop: &Shop) -> Vec<String> {
    let mails = shop.mails().await;
    let mails = mails
        .into_iter()
        .filter(|mail| mail.contains("Subject: Sold:"));
    mails
        .map(|mail| mail.replace("=\r\n", "").replace("\r\n ", " "))
        .collect()
}

fn token_in(mail: &str) -> String {
    let (_, after) = mail.split_once("/unsubscribe/").unwrap();
    after
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
        .collect()
}

#[tokio::test]
async fn a_vendor_hears_of_sales_until_they_end_it_by_the_link_in_the_mail() {
    let shop = shop().await;
    let products = shop
        .products(|card| matches!(card.price, market::catalog::Price::OneTime(_)))
        .await;
    let product = &products[0];
    let owner = owner_of(&shop, &product.vendor_handle).await;
    shop.buys(&shop.a_customer("Ada").await, product.id).await;
    let mails = sale_mails(&shop).await;
    assert_eq!(mails.len(), 1);
    let mail = &mails[0];
    assert!(
        mail.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"),
        "{mail}"
    );
    assert!(
        mail.contains("List-Unsubscribe: <http://shop.example/unsubscribe/"),
        "{mail}"
    );

    let token = token_in(mail);
    assert_eq!(
        subscribed(&shop.market, &token).await.unwrap(),
        (Topic::Sales, true)
    );
    for _ in 0..2 {
        assert_eq!(
            unsubscribe(&shop.market, &token).await.unwrap(),
            Topic::Sales
        );
    }
    assert_eq!(
        subscribed(&shop.market, &token).await.unwrap(),
        (Topic::Sales, false)
    );
    let chosen = preferences(&shop.market.db, &owner).await.unwrap();
    assert_eq!(chosen.sales, Some(false));
    shop.buys(&shop.a_customer("Bob").await, product.id).await;
    assert_eq!(sale_mails(&shop).await.len(), 1);
    assert!(shop.mails_about("Your order").await >= 2, "receipts go on");

    let again = Preferences {
        sales: Some(true),
        product_news: false,
    };
    chooses(&shop, &owner, again).await.unwrap();
    shop.buys(&shop.a_customer("Cem").await, product.id).await;
    assert_eq!(sale_mails(&shop).await.len(), 2);
}

#[tokio::test]
async fn a_link_that_we_never_mailed_ends_nothing() {
    let shop = shop().await;
    let product = shop.a_paid_product().await;
    shop.buys(&shop.a_customer("Ada").await, product.id).await;
    let token = token_in(&sale_mails(&shop).await[0]);
    let mut forged: Vec<String> = (0..token.len())
        .step_by(5)
        .map(|at| {
            let other = if token.as_bytes()[at] == b'A' {
                "B"
            } else {
                "A"
            };
            format!("{}{other}{}", &token[..at], &token[at + 1..])
        })
        .collect();
    forged.extend([
        "".to_owned(),
        "made-up".to_owned(),
        format!("{token}A"),
        "ü".to_owned(),
    ]);
    for token in forged {
        let ended = unsubscribe(&shop.market, &token).await;
        assert!(matches!(ended, Err(Error::NotFound)), "{token}");
    }
    let chosen = sqlx::query_scalar!(r#"select count(*) as "n!" from mail_choice"#)
        .fetch_one(&shop.market.db)
        .await
        .unwrap();
    assert_eq!(chosen, 0);
}

#[tokio::test]
async fn news_comes_only_to_those_who_asked_and_every_yes_and_no_is_kept() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let before = preferences(&shop.market.db, &ada).await.unwrap();
    assert_eq!(before, news(false));
    for wanted in [true, true, false, true] {
        chooses(&shop, &ada, news(wanted)).await.unwrap();
        assert_eq!(
            preferences(&shop.market.db, &ada).await.unwrap(),
            news(wanted)
        );
    }
    let rows = sqlx::query!(
        "select way, withdrawn_way from consent where account_id = $1 and subject = 'product-news' order by given_at, id",
        ada.id.0
    )
    .fetch_all(&shop.market.db)
    .await
    .unwrap();
    let said: Vec<_> = rows
        .iter()
        .map(|row| (row.way.as_str(), row.withdrawn_way.as_deref()))
        .collect();
    assert_eq!(
        said,
        [("preferences", Some("preferences")), ("preferences", None)]
    );
}

#[tokio::test]
async fn whoever_sells_nothing_has_no_choice_about_sales() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let wanted = Preferences {
        sales: Some(false),
        product_news: false,
    };
    chooses(&shop, &ada, wanted).await.unwrap();
    assert_eq!(
        preferences(&shop.market.db, &ada).await.unwrap().sales,
        None
    );
    let sales =
        sqlx::query_scalar!(r#"select count(*) as "n!" from mail_choice where topic = 'sales'"#)
            .fetch_one(&shop.market.db)
            .await
            .unwrap();
    assert_eq!(sales, 0);
}

#[tokio::test]
async fn a_yes_and_a_no_at_once_leave_a_choice_and_the_consent_that_goes_with_it() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let all = (0..12).map(|nth| chooses(&shop, &ada, news(nth % 2 == 0)));
    for chosen in futures::future::join_all(all).await {
        chosen.unwrap();
    }
    let wanted = preferences(&shop.market.db, &ada)
        .await
        .unwrap()
        .product_news;
    let standing = sqlx::query_scalar!(
        r#"select count(*) as "n!" from consent
           where account_id = $1 and subject = 'product-news' and withdrawn_at is null"#,
        ada.id.0
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    assert_eq!(standing, i64::from(wanted));
}
