use std::net::IpAddr;

use market::accounts::Customer;
use market::accounts::api_keys::{
    self, ApiKeyForm, MOST, Program, Scope, by_key, list, make, open_shown, revoke,
};
use market::limits::Action;
use market::{ApiKeyId, Error, Refusal, Result, licensing};
use time::Duration;

use crate::support::{Shop, empty_shop, refusal, shop};

fn from(address: &str) -> IpAddr {
    address.parse().unwrap()
}

fn form() -> ApiKeyForm {
    ApiKeyForm {
        name: "Nightly report".to_owned(),
        scopes: vec!["account:read".to_owned()],
        days: 30,
        networks: String::new(),
    }
}

async fn makes(shop: &Shop, by: &Customer, form: &ApiKeyForm) -> Result<(ApiKeyId, String)> {
    let mut tx = shop.market.begin().await?;
    let (id, sealed) = make(&shop.market, &mut tx, by, form).await?;
    tx.commit().await?;
    Ok((id, open_shown(&shop.market, by, id, &sealed).unwrap()))
}

async fn revokes(shop: &Shop, by: &Customer, id: ApiKeyId) -> Result<()> {
    let mut tx = shop.market.begin().await?;
    revoke(&shop.market, &mut tx, by, id).await?;
    Ok(tx.commit().await?)
}

async fn shows(shop: &Shop, key: &str) -> Result<Program> {
    by_key(&shop.market, key, from("203.0.113.9")).await
}

fn works_not<T: std::fmt::Debug>(result: Result<T>) {
    assert!(matches!(result, Err(Error::SignInNeeded)), "{result:?}");
}

#[tokio::test]
async fn a_key_acts_for_its_owner_as_far_as_its_scopes_go() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let (_, key) = makes(&shop, &ada, &form()).await.unwrap();
    assert!(key.starts_with("am_test_"));
    let program = shows(&shop, &key).await.unwrap();
    assert_eq!(program.may(Scope::AccountRead).unwrap().id, ada.id);
    assert!(matches!(
        program.may(Scope::LicensesRead),
        Err(Error::Forbidden)
    ));
}

#[tokio::test]
async fn a_key_ends_with_its_time_its_account_and_at_once_when_it_is_revoked() {
    let shop = empty_shop().await;
    let (ada, eve) = (shop.a_customer("Ada").await, shop.a_customer("Eve").await);
    let (one, first) = makes(&shop, &ada, &form()).await.unwrap();
    let (_, second) = makes(&shop, &ada, &form()).await.unwrap();
    assert!(matches!(
        revokes(&shop, &eve, one).await,
        Err(Error::NotFound)
    ));
    revokes(&shop, &ada, one).await.unwrap();
    works_not(shows(&shop, &first).await);
    assert!(matches!(
        revokes(&shop, &ada, one).await,
        Err(Error::NotFound)
    ));

    sqlx::query!(
        "update account set suspended_at = now() where id = $1",
        ada.id.0
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    works_not(shows(&shop, &second).await);
    sqlx::query!(
        "update account set suspended_at = null where id = $1",
        ada.id.0
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    assert!(shows(&shop, &second).await.is_ok());
    shop.market.clock.advance(Duration::days(30));
    works_not(shows(&shop, &second).await);
}

#[tokio::test]
async fn a_key_is_kept_as_a_hash_and_shown_to_nobody_but_its_owner() {
    let shop = empty_shop().await;
    let (ada, eve) = (shop.a_customer("Ada").await, shop.a_customer("Eve").await);
    let mut tx = shop.market.begin().await.unwrap();
    let (id, sealed) = make(&shop.market, &mut tx, &ada, &form()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(open_shown(&shop.market, &eve, id, &sealed), None);
    let key = open_shown(&shop.market, &ada, id, &sealed).unwrap();
    assert!(
        !sealed
            .windows(16)
            .any(|part| part == &key.as_bytes()[8..24])
    );
    let row = sqlx::query_scalar!(r#"select api_key::text as "row!" from api_key"#)
        .fetch_one(&shop.market.db)
        .await
        .unwrap();
    assert!(!row.contains(&key[..40]), "{row}");
    let listed = list(&shop.market.db, &ada).await.unwrap();
    assert_eq!(listed[0].ending, key[42..]);
    assert!(list(&shop.market.db, &eve).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_key_that_is_bound_to_networks_works_from_there_alone() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let bound = ApiKeyForm {
        networks: "203.0.113.9, 198.51.100.77/24\n2001:db8::/32".to_owned(),
        ..form()
    };
    let (_, key) = makes(&shop, &ada, &bound).await.unwrap();
    let listed = list(&shop.market.db, &ada).await.unwrap();
    assert_eq!(
        listed[0].networks,
        ["203.0.113.9/32", "198.51.100.0/24", "2001:db8::/32"]
    );
    for near in [
        "203.0.113.9",
        "::ffff:203.0.113.9",
        "198.51.100.3",
        "2001:db8:5::1",
    ] {
        assert!(
            by_key(&shop.market, &key, from(near)).await.is_ok(),
            "{near}"
        );
    }
    for far in ["203.0.113.10", "198.51.101.3", "2001:db9::1", "127.0.0.1"] {
        let answer = by_key(&shop.market, &key, from(far)).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "{far}");
    }
}

#[tokio::test]
async fn making_a_key_says_what_is_wrong_with_each_field() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let text = str::to_owned;
    let wrong = [
        (
            ApiKeyForm {
                name: text(" \u{7} "),
                ..form()
            },
            Refusal::ApiKeyName,
        ),
        (
            ApiKeyForm {
                name: "x".repeat(61),
                ..form()
            },
            Refusal::ApiKeyName,
        ),
        (
            ApiKeyForm {
                scopes: vec![],
                ..form()
            },
            Refusal::ApiKeyScopes,
        ),
        (
            ApiKeyForm {
                scopes: vec![text("account:read"), text("everything")],
                ..form()
            },
            Refusal::ApiKeyScopes,
        ),
        (ApiKeyForm { days: 0, ..form() }, Refusal::ApiKeyExpiry),
        (
            ApiKeyForm {
                days: 10_000,
                ..form()
            },
            Refusal::ApiKeyExpiry,
        ),
        (
            ApiKeyForm {
                networks: text("the office"),
                ..form()
            },
            Refusal::ApiKeyNetworks,
        ),
        (
            ApiKeyForm {
                networks: text("0.0.0.0/0"),
                ..form()
            },
            Refusal::ApiKeyNetworks,
        ),
        (
            ApiKeyForm {
                networks: "203.0.113.9 ".repeat(21),
                ..form()
            },
            Refusal::ApiKeyNetworks,
        ),
    ];
    for (form, why) in wrong {
        assert_eq!(refusal(makes(&shop, &ada, &form).await), why);
    }
    assert!(list(&shop.market.db, &ada).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_account_has_so_many_keys_and_no_more_however_many_are_made_at_once() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let form = form();
    let many = (0..MOST + 5).map(|_| makes(&shop, &ada, &form));
    let made = futures::future::join_all(many).await;
    assert_eq!(made.iter().filter(|made| made.is_ok()).count() as i64, MOST);
    assert_eq!(
        refusal(makes(&shop, &ada, &form).await),
        Refusal::ApiKeysFull
    );
    let oldest = list(&shop.market.db, &ada).await.unwrap().pop().unwrap();
    revokes(&shop, &ada, oldest.id).await.unwrap();
    assert!(makes(&shop, &ada, &form).await.is_ok());
}

#[tokio::test]
async fn each_key_has_its_own_tries_and_when_it_was_used_is_known_to_a_few_minutes() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let (_, one) = makes(&shop, &ada, &form()).await.unwrap();
    let (_, other) = makes(&shop, &ada, &form()).await.unwrap();
    let began = shop.market.now();
    let tries = (0..100).map(|_| shows(&shop, &one));
    let all = futures::future::join_all(tries).await;
    let passed = all.iter().filter(|tried| tried.is_ok()).count();
    let capacity = Action::ApiKey.rule().capacity as usize;
    // One more comes each second while they are asked.
    assert!((capacity..capacity + 5).contains(&passed), "{passed}");
    assert!(shows(&shop, &other).await.is_ok());
    let used = async || {
        let keys = list(&shop.market.db, &ada).await.unwrap();
        keys.iter()
            .map(|key| key.last_used_at.unwrap())
            .min()
            .unwrap()
    };
    let first = used().await;
    assert!(first >= began);
    shop.market.clock.advance(Duration::minutes(4));
    shows(&shop, &one).await.unwrap();
    assert_eq!(used().await, first, "not written each time");
    shop.market.clock.advance(Duration::minutes(2));
    shows(&shop, &one).await.unwrap();
    shows(&shop, &other).await.unwrap();
    assert!(used().await > first);
}

#[tokio::test]
async fn keys_that_are_none_are_refused_alike_and_soon_not_looked_for() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let (_, key) = makes(&shop, &ada, &form()).await.unwrap();
    let other_shop = empty_shop().await;
    let eve = other_shop.a_customer("Eve").await;
    let (_, foreign) = makes(&other_shop, &eve, &form()).await.unwrap();
    for none in [
        "",
        "am_live_",
        &key[..45],
        &foreign,
        &key.to_uppercase(),
        "\0",
    ] {
        works_not(shows(&shop, none).await);
    }
    while !matches!(shows(&shop, "nonsense").await, Err(Error::TooOften(_))) {}
    assert!(shows(&shop, &key).await.is_ok(), "a key that works, works");
}

#[tokio::test]
async fn what_is_over_leaves_after_three_months_and_is_noted_for_good() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let (one, _) = makes(&shop, &ada, &form()).await.unwrap();
    makes(&shop, &ada, &form()).await.unwrap();
    revokes(&shop, &ada, one).await.unwrap();
    shop.market.clock.advance(Duration::days(91));
    let swept = market::retention::sweep(&shop.market).await.unwrap();
    let keys = swept.iter().find(|swept| swept.what == "API keys");
    assert_eq!(keys.unwrap().rows, 1, "the revoked one");
    assert_eq!(
        api_keys::list(&shop.market.db, &ada).await.unwrap().len(),
        1
    );
    let acts = sqlx::query_scalar!(
        "select act from audit_entry where account_id = $1 order by seq",
        ada.id.0
    )
    .fetch_all(&shop.market.db)
    .await
    .unwrap();
    assert_eq!(
        acts[1..],
        ["api-key.made", "api-key.made", "api-key.revoked"],
        "after the account was opened"
    );
}

#[tokio::test]
async fn licenses_are_listed_page_by_page_each_once_and_only_ones_own() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    for product in shop
        .products(|card| matches!(card.price, market::catalog::Price::OneTime(_)))
        .await
        .iter()
        .take(3)
    {
        shop.buys(&ada, product.id).await;
    }
    let db = &shop.market.db;
    let all = licensing::list(db, &ada, None, 100).await.unwrap();
    assert_eq!(all.len(), 3);
    let mut seen = Vec::new();
    let mut after = None;
    while let Some(license) = licensing::list(db, &ada, after, 1).await.unwrap().pop() {
        after = Some(license.id);
        seen.push(license.id);
    }
    assert_eq!(
        seen,
        all.iter().map(|license| license.id).collect::<Vec<_>>()
    );
    let eve = shop.a_customer("Eve").await;
    assert!(
        licensing::list(db, &eve, None, 100)
            .await
            .unwrap()
            .is_empty()
    );
}
