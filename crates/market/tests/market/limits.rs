use std::net::IpAddr;

use market::limits::{
    Action, Later, Subject, give_back, known_browser, remember_browser, sign_in, take,
};
use market::{Error, Result};
use time::Duration;

use crate::support::{Shop, empty_shop};

const HERE: &str = "203.0.113.9";

fn network(address: &str) -> IpAddr {
    address.parse().unwrap()
}

fn here() -> Subject<'static> {
    Subject::Network(network(HERE))
}

fn too_often<T: std::fmt::Debug>(result: Result<T>) -> Later {
    match result {
        Err(Error::TooOften(later)) => later,
        other => panic!("expected too often, got {other:?}"),
    }
}

/// Nobody has one more while a test counts them.
fn refilled_slowly() -> impl Iterator<Item = Action> {
    let slow = |action: &Action| action.rule().refill >= Duration::seconds(10);
    Action::ALL.into_iter().filter(slow)
}

/// Takes what is left.
async fn empties(shop: &Shop, action: Action, subject: &Subject<'_>) -> u32 {
    let mut taken = 0;
    while take(&shop.market, action, subject).await.is_ok() {
        taken += 1;
        assert!(taken <= action.rule().capacity, "there is no end");
    }
    taken
}

#[tokio::test]
async fn of_a_hundred_who_try_at_once_exactly_as_many_pass_as_there_are_tries() {
    let shop = empty_shop().await;
    for action in refilled_slowly() {
        let subject = here();
        let tries = (0..100).map(|_| take(&shop.market, action, &subject));
        let all = futures::future::join_all(tries).await;
        // The rest that each sees depends on its own moment; how many pass does not.
        let passed = all.iter().flatten().count();
        assert_eq!(passed, action.rule().capacity as usize, "{action:?}");
        assert!(
            all.iter()
                .all(|tried| tried.is_ok() || matches!(tried, Err(Error::TooOften(_))))
        );
    }
}

#[tokio::test]
async fn who_waits_as_long_as_was_said_finds_one_try_and_later_all_of_them() {
    let shop = empty_shop().await;
    for action in refilled_slowly() {
        let rule = action.rule();
        assert_eq!(empties(&shop, action, &here()).await, rule.capacity);
        let later = too_often(take(&shop.market, action, &here()).await);
        assert!(i64::from(later.seconds) <= rule.refill.whole_seconds());
        shop.market
            .clock
            .advance(Duration::seconds(later.seconds.into()));
        assert_eq!(empties(&shop, action, &here()).await, 1, "{action:?}");
        shop.market.clock.advance(rule.span());
        assert_eq!(empties(&shop, action, &here()).await, rule.capacity);
    }
}

#[tokio::test]
async fn one_who_is_at_the_end_takes_nothing_from_others() {
    let shop = empty_shop().await;
    empties(&shop, Action::SignUp, &here()).await;
    let neighbor = Subject::Network(network("203.0.113.10"));
    assert!(take(&shop.market, Action::SignUp, &neighbor).await.is_ok());
    assert!(take(&shop.market, Action::Search, &here()).await.is_ok());
}

#[tokio::test]
async fn a_try_that_was_put_back_can_be_taken_again_but_never_more_than_there_were() {
    let shop = empty_shop().await;
    let capacity = empties(&shop, Action::Checkout, &here()).await;
    give_back(&shop.market, Action::Checkout, &here())
        .await
        .unwrap();
    assert_eq!(empties(&shop, Action::Checkout, &here()).await, 1);
    for _ in 0..3 * capacity {
        give_back(&shop.market, Action::Checkout, &here())
            .await
            .unwrap();
    }
    assert_eq!(empties(&shop, Action::Checkout, &here()).await, capacity);
}

#[tokio::test]
async fn guesses_at_one_account_are_counted_from_wherever_they_come_and_however_it_is_written() {
    let shop = empty_shop().await;
    let guesses = Action::SignInAccount.rule().capacity;
    for guess in 0..guesses {
        let from = network(&format!("203.0.113.{guess}"));
        let written = [" Ada@Example.com", "ada@example.com"][guess as usize % 2];
        sign_in(&shop.market, written, from, None).await.unwrap();
    }
    let from = network("198.51.100.1");
    let later = too_often(sign_in(&shop.market, "ada@example.com", from, None).await);
    assert_eq!(later.action, Action::SignInAccount);
    assert!(
        sign_in(&shop.market, "eve@example.com", from, None)
            .await
            .is_ok(),
        "another account"
    );
}

#[tokio::test]
async fn guesses_from_one_network_are_counted_whatever_account_they_are_for() {
    let shop = empty_shop().await;
    for guess in 0..Action::SignInNetwork.rule().capacity {
        let address = format!("nobody.{guess}@example.com");
        sign_in(&shop.market, &address, network(HERE), None)
            .await
            .unwrap();
    }
    let refused = sign_in(&shop.market, "ada@example.com", network(HERE), None).await;
    assert_eq!(too_often(refused).action, Action::SignInNetwork);
    let elsewhere = sign_in(
        &shop.market,
        "ada@example.com",
        network("198.51.100.1"),
        None,
    )
    .await;
    let [_, account] = elsewhere.unwrap().left;
    assert_eq!(
        account.left,
        Action::SignInAccount.rule().capacity - 1,
        "what the network has lost, the account has not"
    );
}

#[tokio::test]
async fn a_right_password_is_no_guess() {
    let shop = empty_shop().await;
    for _ in 0..5 * Action::SignInNetwork.rule().capacity {
        let tried = sign_in(&shop.market, "ada@example.com", network(HERE), None).await;
        tried.unwrap().was_right(&shop.market).await.unwrap();
    }
}

#[tokio::test]
async fn nobody_can_shut_an_owner_out_of_a_browser_that_was_signed_in_before() {
    let shop = empty_shop().await;
    let market = &shop.market;
    let kept = remember_browser(market, None, "ada@example.com");
    empties(
        &shop,
        Action::SignInAccount,
        &Subject::Address("ada@example.com"),
    )
    .await;
    let strange = sign_in(market, "ada@example.com", network(HERE), None).await;
    assert!(too_often(strange).message().contains("signed in before"));
    let own = Action::SignInBrowser.rule().capacity;
    for _ in 0..own {
        let known = sign_in(market, "Ada@example.com", network(HERE), Some(&kept)).await;
        assert!(known.is_ok());
    }
    let known = sign_in(market, "ada@example.com", network(HERE), Some(&kept)).await;
    assert_eq!(
        too_often(known).action,
        Action::SignInBrowser,
        "its tries have an end as well"
    );
}

#[tokio::test]
async fn a_browser_is_known_for_the_accounts_signed_in_there_and_cannot_be_made_up() {
    let shop = empty_shop().await;
    let market = &shop.market;
    let mut kept = remember_browser(market, None, "ada@example.com");
    let ada = known_browser(market, &kept, "ada@example.com")
        .unwrap()
        .to_owned();
    assert_eq!(known_browser(market, &kept, "eve@example.com"), None);
    kept = remember_browser(market, Some(&kept), "bob@example.com");
    assert_eq!(
        known_browser(market, &kept, "ada@example.com"),
        Some(ada.as_str())
    );
    assert!(known_browser(market, &kept, "bob@example.com").is_some());

    let forged = kept.replace(&ada, &"A".repeat(ada.len()));
    assert_eq!(known_browser(market, &forged, "ada@example.com"), None);
    for nonsense in ["", "~~~", "ä", &"~".repeat(5_000), &"x".repeat(5_000)] {
        assert_eq!(known_browser(market, nonsense, "ada@example.com"), None);
        let kept = remember_browser(market, Some(nonsense), "ada@example.com");
        assert!(kept.len() < 500, "nonsense is not kept");
    }
    for nth in 0..9 {
        kept = remember_browser(market, Some(&kept), &format!("{nth}@example.com"));
    }
    assert!(kept.len() < 500, "only the last accounts are kept");
    assert_eq!(known_browser(market, &kept, "ada@example.com"), None);
    assert!(known_browser(market, &kept, "8@example.com").is_some());
}

#[tokio::test]
async fn the_table_of_tries_names_nobody_and_empties_itself() {
    let shop = empty_shop().await;
    let (market, address) = (&shop.market, "ada@example.com");
    sign_in(market, address, network(HERE), None).await.unwrap();
    let rows = sqlx::query_scalar!(r#"select limit_bucket::text as "row!" from limit_bucket"#)
        .fetch_all(&market.db)
        .await
        .unwrap();
    assert_eq!(rows.len(), 2);
    assert!(
        rows.iter()
            .all(|row| !row.contains("ada") && !row.contains(HERE))
    );
    market.clock.advance(Action::SignInAccount.rule().span());
    let swept = market::retention::sweep(market).await.unwrap();
    let counted = swept.iter().find(|swept| swept.what == "counted tries");
    assert_eq!(counted.unwrap().rows, 2);
}
