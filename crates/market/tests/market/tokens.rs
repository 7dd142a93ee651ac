use std::net::IpAddr;

use market::accounts::Customer;
use market::accounts::api_keys::{self, ApiKeyForm, Program, Scope, by_key};
use market::accounts::tokens::{
    ACCESS_FOR, REFRESH_FOR, Tokens, begin, by_access_token, end, open, refresh, revoke,
};
use market::{ApiKeyId, Error, Refusal, Result};
use time::Duration;

use crate::support::{Shop, empty_shop};

fn here() -> IpAddr {
    "203.0.113.9".parse().unwrap()
}

async fn a_key(shop: &Shop, by: &Customer, days: u16, networks: &str) -> (ApiKeyId, String) {
    let form = ApiKeyForm {
        name: "Nightly report".to_owned(),
        scopes: vec!["account:read".to_owned(), "licenses:read".to_owned()],
        days,
        networks: networks.to_owned(),
    };
    let mut tx = shop.market.begin().await.unwrap();
    let (id, sealed) = api_keys::make(&shop.market, &mut tx, by, &form)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let key = api_keys::open_shown(&shop.market, by, id, &sealed).unwrap();
    (id, key)
}

async fn begins(shop: &Shop, key: &str) -> Tokens {
    let program = by_key(&shop.market, key, here()).await.unwrap();
    begin(&shop.market, &program, None).await.unwrap()
}

async fn shows(shop: &Shop, access: &str) -> Result<Program> {
    by_access_token(&shop.market, access, here()).await
}

async fn refreshes(shop: &Shop, token: &str) -> Result<Tokens> {
    refresh(&shop.market, token, here()).await
}

fn works_not<T: std::fmt::Debug>(result: Result<T>) {
    assert!(matches!(result, Err(Error::SignInNeeded)), "{result:?}");
}

#[tokio::test]
async fn an_access_token_acts_for_fifteen_minutes_and_the_next_one_comes_by_refreshing() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let (_, key) = a_key(&shop, &ada, 30, "").await;
    let first = begins(&shop, &key).await;
    let program = shows(&shop, &first.access).await.unwrap();
    assert_eq!(program.may(Scope::LicensesRead).unwrap().id, ada.id);
    shop.market.clock.advance(ACCESS_FOR);
    works_not(shows(&shop, &first.access).await);
    let second = refreshes(&shop, &first.refresh).await.unwrap();
    assert!(shows(&shop, &second.access).await.is_ok());
    shop.market.clock.advance(REFRESH_FOR);
    works_not(refreshes(&shop, &second.refresh).await);
}

#[tokio::test]
async fn a_refresh_token_that_is_shown_twice_ends_its_family_and_its_owner_is_told_once() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let (_, key) = a_key(&shop, &ada, 30, "").await;
    let (first, other) = (begins(&shop, &key).await, begins(&shop, &key).await);
    let second = refreshes(&shop, &first.refresh).await.unwrap();
    works_not(refreshes(&shop, &first.refresh).await);
    works_not(refreshes(&shop, &first.refresh).await);
    works_not(refreshes(&shop, &second.refresh).await);
    works_not(shows(&shop, &second.access).await);
    assert!(shows(&shop, &other.access).await.is_ok(), "another family");
    assert!(by_key(&shop.market, &key, here()).await.is_ok());
    shop.works().await;
    assert_eq!(
        shop.mails_about("A token of your API key was used twice")
            .await,
        1
    );
    let mails = shop.mails().await.concat();
    assert!(!mails.contains(&first.refresh) && !mails.contains(&key));
}

#[tokio::test]
async fn of_many_who_show_a_refresh_token_at_once_one_gets_tokens_and_these_end_with_the_family() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let (_, key) = a_key(&shop, &ada, 30, "").await;
    let first = begins(&shop, &key).await;
    let many = (0..20).map(|_| refreshes(&shop, &first.refresh));
    let all = futures::future::join_all(many).await;
    let got: Vec<_> = all.into_iter().flatten().collect();
    assert_eq!(got.len(), 1);
    works_not(shows(&shop, &got[0].access).await);
    works_not(refreshes(&shop, &got[0].refresh).await);
}

#[tokio::test]
async fn tokens_end_at_once_with_their_key_their_account_their_owners_word_or_their_own() {
    let shop = empty_shop().await;
    let (ada, eve) = (shop.a_customer("Ada").await, shop.a_customer("Eve").await);
    let (market, db) = (&shop.market, &shop.market.db);
    let (id, key) = a_key(&shop, &ada, 30, "").await;

    let given_back = begins(&shop, &key).await;
    revoke(market, &given_back.refresh, here()).await.unwrap();
    works_not(shows(&shop, &given_back.access).await);
    works_not(refreshes(&shop, &given_back.refresh).await);
    revoke(market, "am_refresh_nothing", here()).await.unwrap();

    let ended = begins(&shop, &key).await;
    let family = open(db, &ada, market.now()).await.unwrap()[0].id;
    let mut tx = market.begin().await.unwrap();
    let foreign = end(market, &mut tx, &eve, family).await;
    assert!(matches!(foreign, Err(Error::NotFound)));
    end(market, &mut tx, &ada, family).await.unwrap();
    tx.commit().await.unwrap();
    works_not(shows(&shop, &ended.access).await);
    assert!(open(db, &ada, market.now()).await.unwrap().is_empty());

    let suspended = begins(&shop, &key).await;
    sqlx::query!(
        "update account set suspended_at = now() where id = $1",
        ada.id.0
    )
    .execute(db)
    .await
    .unwrap();
    works_not(shows(&shop, &suspended.access).await);
    works_not(refreshes(&shop, &suspended.refresh).await);
    sqlx::query!(
        "update account set suspended_at = null where id = $1",
        ada.id.0
    )
    .execute(db)
    .await
    .unwrap();
    assert!(shows(&shop, &suspended.access).await.is_ok());

    let mut tx = market.begin().await.unwrap();
    api_keys::revoke(market, &mut tx, &ada, id).await.unwrap();
    tx.commit().await.unwrap();
    works_not(shows(&shop, &suspended.access).await);
    works_not(refreshes(&shop, &suspended.refresh).await);
}

#[tokio::test]
async fn tokens_reach_no_further_than_their_key() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let (_, key) = a_key(&shop, &ada, 7, "203.0.113.9").await;
    let program = by_key(&shop.market, &key, here()).await.unwrap();
    let narrow = ["account:read".to_owned()];
    let tokens = begin(&shop.market, &program, Some(&narrow)).await.unwrap();
    let narrowed = shows(&shop, &tokens.access).await.unwrap();
    assert!(matches!(
        narrowed.may(Scope::LicensesRead),
        Err(Error::Forbidden)
    ));
    let again = begin(&shop.market, &narrowed, None).await;
    assert!(
        matches!(again, Err(Error::Forbidden)),
        "a token makes no tokens"
    );
    for wrong in [vec![], vec!["everything".to_owned()]] {
        let refused = begin(&shop.market, &program, Some(&wrong)).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::TokenScopes))));
    }
    let elsewhere = "198.51.100.1".parse().unwrap();
    let far = by_access_token(&shop.market, &tokens.access, elsewhere).await;
    assert!(matches!(far, Err(Error::Forbidden)));
    let far = refresh(&shop.market, &tokens.refresh, elsewhere).await;
    assert!(matches!(far, Err(Error::Forbidden)));
    let next = refreshes(&shop, &tokens.refresh).await.unwrap();
    assert_eq!(next.scopes, narrow, "and refreshing widens nothing");

    shop.market
        .clock
        .advance(Duration::days(7) - Duration::minutes(5));
    let last = begins(&shop, &key).await;
    shop.market.clock.advance(Duration::minutes(5));
    works_not(shows(&shop, &last.access).await);
    works_not(refreshes(&shop, &last.refresh).await);
}

#[tokio::test]
async fn the_tables_hold_no_token_and_empty_themselves() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let (_, key) = a_key(&shop, &ada, 365, "").await;
    let tokens = begins(&shop, &key).await;
    let row = sqlx::query_scalar!(
        r#"select refresh_token::text || token_family::text as "row!" from refresh_token, token_family"#
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    assert!(!row.contains(&tokens.refresh) && !row.contains(&tokens.access));
    shop.market.clock.advance(REFRESH_FOR + Duration::days(90));
    let swept = market::retention::sweep(&shop.market).await.unwrap();
    let families = swept
        .iter()
        .find(|swept| swept.what == "tokens of API keys");
    assert_eq!(families.unwrap().rows, 1);
}
