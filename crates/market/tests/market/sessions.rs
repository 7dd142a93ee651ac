use market::accounts::session::{self, Limits};
use market::accounts::{
    Customer, Fresh, Moderator, end_other_sessions, end_session, open_sessions,
};
use market::{Error, Policy};
use time::Duration;

use crate::support::{Browser, Shop, empty_shop, from_home, stored};

fn kept() -> Browser {
    Browser {
        kept: true,
        ..Browser::default()
    }
}

#[tokio::test]
async fn a_session_that_was_ended_is_nobodys_at_once() {
    let shop = empty_shop().await;
    let ada = shop.an_account("Ada").await;
    let signed_in = shop.signs_in(&ada, Browser::default()).await;
    assert_eq!(shop.who(&signed_in).await.unwrap().id, ada.id);
    let mut other_version = shop.signs_in(&ada, Browser::default()).await;
    other_version.pass.version += 1;
    assert!(shop.who(&other_version).await.is_none(), "another version");

    let mut tx = shop.market.begin().await.unwrap();
    session::end_all(&mut tx, ada.id).await.unwrap();
    tx.commit().await.unwrap();
    assert!(shop.who(&signed_in).await.is_none(), "ended");
    let (db, now) = (&shop.market.db, shop.market.now());
    let saved = session::save(
        db,
        &signed_in.id_hash,
        Some(&signed_in.pass),
        &stored(now),
        now,
    )
    .await;
    assert!(!saved.unwrap(), "saving does not bring it back");
}

#[tokio::test]
async fn whoever_does_not_ask_to_be_kept_is_signed_out_after_twelve_idle_hours_and_after_a_day_in_any_case()
 {
    let shop = empty_shop().await;
    let ada = shop.an_account("Ada").await;
    let idle = shop.signs_in(&ada, Browser::default()).await;
    let busy = shop.signs_in(&ada, Browser::default()).await;
    shop.market.clock.advance(Duration::hours(11));
    assert!(shop.who(&busy).await.is_some());
    shop.market.clock.advance(Duration::minutes(61));
    assert!(shop.who(&idle).await.is_none(), "twelve idle hours");
    assert!(shop.who(&busy).await.is_some(), "it was used meanwhile");
    shop.market.clock.advance(Duration::hours(11));
    assert!(shop.who(&busy).await.is_some());
    shop.market.clock.advance(Duration::hours(1));
    assert!(shop.who(&busy).await.is_none(), "a day in all");
}

#[tokio::test]
async fn whoever_asks_to_be_kept_is_signed_out_after_thirty_idle_days_and_after_ninety_in_any_case()
{
    let shop = empty_shop().await;
    let ada = shop.an_account("Ada").await;
    let idle = shop.signs_in(&ada, kept()).await;
    let busy = shop.signs_in(&ada, kept()).await;
    for _ in 0..3 {
        assert!(shop.who(&busy).await.is_some());
        shop.market.clock.advance(Duration::days(29));
    }
    assert!(shop.who(&idle).await.is_none());
    assert!(shop.who(&busy).await.is_some(), "used every 29 days");
    shop.market.clock.advance(Duration::days(4));
    assert!(shop.who(&busy).await.is_none(), "ninety days in all");
}

#[tokio::test]
async fn no_cookie_and_no_saving_makes_a_sign_in_last_longer_than_its_limits() {
    let shop = empty_shop().await;
    let ada = shop.an_account("Ada").await;
    let signed_in = shop.signs_in(&ada, Browser::default()).await;
    let saves = async || {
        let now = shop.market.now();
        let (db, pass) = (&shop.market.db, Some(&signed_in.pass));
        session::save(db, &signed_in.id_hash, pass, &stored(now), now)
            .await
            .unwrap()
    };
    for _ in 0..2 {
        shop.market.clock.advance(Duration::hours(11));
        assert!(saves().await);
    }
    shop.market.clock.advance(Duration::hours(3));
    assert!(!saves().await, "it is over");
    assert!(shop.who(&signed_in).await.is_none());
    assert_eq!(Limits::of(false).absolute, Duration::hours(24));
}

#[tokio::test]
async fn a_sign_in_is_noted_with_its_device_and_its_last_use_to_within_five_minutes() {
    let shop = empty_shop().await;
    let ada = shop.an_account("Ada").await;
    let here = shop.signs_in(&ada, Browser::default()).await;
    let there = shop.signs_in(&ada, kept()).await;
    let began = here.pass.began_at;
    shop.market.clock.advance(Duration::minutes(4));
    let by = shop.who(&here).await.unwrap();
    let open = open_sessions(&shop.market.db, &by, shop.market.now())
        .await
        .unwrap();
    assert_eq!(open.len(), 2);
    assert!(
        open[0].this && open[0].id == here.pass.id,
        "this device comes first"
    );
    assert_eq!(
        (open[0].browser.as_str(), open[0].system.as_str()),
        ("Firefox", "Linux")
    );
    assert_eq!(open[0].address.as_deref(), Some("203.0.113.x"));
    assert_eq!(open[0].began_at, began);
    assert!(
        open[0].last_used_at < began + Duration::minutes(1),
        "not written down yet"
    );
    assert!(open[1].kept && open[1].id == there.pass.id);

    shop.market.clock.advance(Duration::minutes(2));
    shop.who(&here).await.unwrap();
    let open = open_sessions(&shop.market.db, &by, shop.market.now())
        .await
        .unwrap();
    assert!(open[0].last_used_at >= began + Duration::minutes(6));
}

#[tokio::test]
async fn one_device_is_signed_out_from_another_and_nobody_elses() {
    let shop = empty_shop().await;
    let (ada, eve) = (shop.an_account("Ada").await, shop.an_account("Eve").await);
    let here = shop.signs_in(&ada, Browser::default()).await;
    let there = shop.signs_in(&ada, Browser::default()).await;
    let eves = shop.signs_in(&eve, Browser::default()).await;
    let by = shop.who(&here).await.unwrap();
    ends(&shop, &by, eves.pass.id).await.unwrap_err();
    ends(&shop, &by, there.pass.id).await.unwrap();
    assert!(shop.who(&there).await.is_none());
    assert!(shop.who(&here).await.is_some() && shop.who(&eves).await.is_some());
    let again = ends(&shop, &by, there.pass.id).await;
    assert!(matches!(again, Err(Error::NotFound)));
}

async fn ends(shop: &Shop, by: &Customer, session: market::SessionId) -> market::Result<()> {
    let mut tx = shop.market.begin().await?;
    end_session(&shop.market, &mut tx, by, session).await?;
    Ok(tx.commit().await?)
}

#[tokio::test]
async fn all_other_devices_are_signed_out_at_once_and_this_one_stays() {
    let shop = empty_shop().await;
    let ada = shop.an_account("Ada").await;
    let here = shop.signs_in(&ada, Browser::default()).await;
    let others = [
        shop.signs_in(&ada, kept()).await,
        shop.signs_in(&ada, Browser::default()).await,
    ];
    let by = shop.who(&here).await.unwrap();
    let mut tx = shop.market.begin().await.unwrap();
    let ended = end_other_sessions(&shop.market, &mut tx, &by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(ended, 2);
    for other in &others {
        assert!(shop.who(other).await.is_none());
    }
    assert!(shop.who(&here).await.is_some());
}

#[tokio::test]
async fn a_proof_of_who_one_is_counts_for_an_hour() {
    let shop = empty_shop().await;
    let ada = shop.an_account("Ada").await;
    let signed_in = shop.signs_in(&ada, Browser::default()).await;
    let fresh = async || Fresh::of(shop.who(&signed_in).await.unwrap(), shop.market.now());
    shop.market.clock.advance(Duration::minutes(59));
    assert!(fresh().await.is_ok());
    shop.market.clock.advance(Duration::minutes(2));
    assert!(matches!(fresh().await, Err(Error::ProofNeeded)));
    let without_session = Fresh::of(Customer::of(ada), shop.market.now());
    assert!(matches!(without_session, Err(Error::ProofNeeded)));
}

#[tokio::test]
async fn whoever_keeps_the_market_shows_a_second_factor_where_the_policy_says_so() {
    let shop = empty_shop().await;
    let ada = shop.an_account("Ada").await;
    let signed_in = shop.signs_in(&ada, Browser::default()).await;
    let (strict, lax) = (
        Policy {
            staff_second_factor: true,
            ..Policy::default()
        },
        Policy::default(),
    );
    let customer = Customer::present(ada.clone(), signed_in.presence(), from_home());
    assert!(matches!(
        Moderator::of(customer, &lax),
        Err(Error::Forbidden)
    ));

    let mut admin = ada;
    admin.role = market::accounts::Role::Admin;
    let mut presence = signed_in.presence();
    let by = Customer::present(admin.clone(), presence.clone(), from_home());
    assert!(Moderator::of(by.clone(), &lax).is_ok());
    assert!(matches!(
        Moderator::of(by, &strict),
        Err(Error::SecondFactorNeeded)
    ));
    presence.second_factor = true;
    assert!(Moderator::of(Customer::present(admin, presence, from_home()), &strict).is_ok());
}

#[tokio::test]
async fn a_new_device_is_told_of_by_mail_and_a_known_one_is_not() {
    let shop = empty_shop().await;
    let ada = shop.an_account("Ada").await;
    let first = shop.signs_in(&ada, Browser::default()).await;
    shop.works().await;
    assert_eq!(shop.mails_about("A new device signed in").await, 1);
    let again = Browser {
        token: Some(first.token.clone()),
        ..Browser::default()
    };
    let second = shop.signs_in(&ada, again).await;
    assert_eq!(second.token, first.token);
    shop.works().await;
    assert_eq!(shop.mails_about("A new device signed in").await, 1);
    let forged = Browser {
        token: Some("not a token of ours".to_owned()),
        ..Browser::default()
    };
    let third = shop.signs_in(&ada, forged).await;
    assert_ne!(third.token, "not a token of ours");
    shop.works().await;
    assert_eq!(shop.mails_about("A new device signed in").await, 2);
}
