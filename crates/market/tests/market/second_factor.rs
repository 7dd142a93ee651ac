use market::accounts::second_factor::{
    confirm, enrolment, factors, is_set, make_anew, prove, remove, start, take_unseen,
};
use market::accounts::{Fresh, prove_again};
use market::audit::Actor;
use market::{Error, Refusal};
use secrecy::SecretString;
use sqlx::Row;
use time::Duration;
use totp_rs::{Builder, Secret};

use crate::support::{Browser, Shop, empty_shop};

/// Somebody's phone.
struct App(Vec<u8>);

impl App {
    fn shows(&self, shop: &Shop, ago: Duration) -> String {
        let totp = Builder::new()
            .with_secret(Secret::new(self.0.clone().into()))
            .build()
            .unwrap();
        let second = (shop.market.now() - ago).unix_timestamp();
        totp.generate(second.try_into().unwrap()).to_string()
    }

    fn now(&self, shop: &Shop) -> String {
        self.shows(shop, Duration::ZERO)
    }
}

async fn starts(shop: &Shop, by: &Fresh) -> App {
    let mut tx = shop.market.begin().await.unwrap();
    start(&shop.market, &mut tx, by).await.unwrap();
    tx.commit().await.unwrap();
    let told = enrolment(&shop.market, by).await.unwrap().unwrap();
    assert!(
        told.uri.starts_with("otpauth://totp/Autopilot%20Monster:"),
        "{}",
        told.uri
    );
    assert!(told.uri.contains(&told.secret));
    App(Secret::try_from_base32(&told.secret)
        .unwrap()
        .as_bytes()
        .to_vec())
}

async fn confirms(shop: &Shop, by: &Fresh, code: &str) -> market::Result<()> {
    let mut tx = shop.market.begin().await?;
    assert!(
        confirm(&shop.market, &mut tx, by, code).await?,
        "the first factor brings codes"
    );
    Ok(tx.commit().await?)
}

/// Somebody with an app set up, and time gone by since so that its next code is unused.
async fn with_app(shop: &Shop, name: &str) -> (Fresh, App) {
    let by = shop.somebody_fresh(name).await;
    let app = starts(shop, &by).await;
    confirms(shop, &by, &app.now(shop)).await.unwrap();
    shop.market.clock.advance(Duration::seconds(30));
    (by, app)
}

async fn tries(shop: &Shop, by: &Fresh, code: &str) -> market::Result<()> {
    prove(&shop.market, by.id, code, &Actor::default())
        .await
        .map(drop)
}

fn refused(result: market::Result<()>, why: Refusal) {
    match result {
        Err(Error::Refused(refusal)) if refusal == why => {}
        other => panic!("expected {why}, got {other:?}"),
    }
}

#[tokio::test]
async fn an_app_counts_once_its_first_code_was_shown() {
    let shop = empty_shop().await;
    let by = shop.somebody_fresh("Ada").await;
    let app = starts(&shop, &by).await;
    assert!(!is_set(&shop.market.db, by.id).await.unwrap());
    let wrong = if app.now(&shop) == "000000" {
        "000001"
    } else {
        "000000"
    };
    refused(confirms(&shop, &by, wrong).await, Refusal::CodeWrong);
    refused(confirms(&shop, &by, "").await, Refusal::CodeWrong);
    assert!(!is_set(&shop.market.db, by.id).await.unwrap());
    confirms(&shop, &by, &app.now(&shop)).await.unwrap();
    assert!(is_set(&shop.market.db, by.id).await.unwrap());
    assert!(
        enrolment(&shop.market, &by).await.unwrap().is_none(),
        "its secret is shown no more"
    );
    let mut tx = shop.market.begin().await.unwrap();
    refused(
        start(&shop.market, &mut tx, &by).await,
        Refusal::AuthenticatorSet,
    );
}

#[tokio::test]
async fn setting_up_a_second_factor_signs_every_other_device_out() {
    let shop = empty_shop().await;
    let ada = shop.an_account("Ada").await;
    let there = shop.signs_in(&ada, Browser::default()).await;
    let here = shop.signs_in(&ada, Browser::default()).await;
    let by = Fresh::of(shop.who(&here).await.unwrap(), shop.market.now()).unwrap();
    let app = starts(&shop, &by).await;
    confirms(&shop, &by, &app.now(&shop)).await.unwrap();
    assert!(shop.who(&there).await.is_none());
    assert!(shop.who(&here).await.is_some());
    shop.works().await;
    assert_eq!(
        shop.mails_about("The second factor of your account was changed")
            .await,
        1
    );
}

#[tokio::test]
async fn a_code_counts_in_its_step_and_the_next_and_only_once() {
    let shop = empty_shop().await;
    let (by, app) = with_app(&shop, "Ada").await;
    let code = app.now(&shop);
    tries(&shop, &by, &code).await.unwrap();
    refused(tries(&shop, &by, &code).await, Refusal::CodeWrong);
    shop.market.clock.advance(Duration::minutes(2));
    refused(
        tries(&shop, &by, &app.shows(&shop, Duration::seconds(60))).await,
        Refusal::CodeWrong,
    );
    tries(&shop, &by, &app.shows(&shop, Duration::seconds(30)))
        .await
        .unwrap();
    tries(&shop, &by, &app.now(&shop)).await.unwrap();
    refused(
        tries(&shop, &by, &app.shows(&shop, Duration::seconds(30))).await,
        Refusal::CodeWrong,
    );
}

#[tokio::test]
async fn the_code_that_set_the_app_up_signs_nobody_in() {
    let shop = empty_shop().await;
    let by = shop.somebody_fresh("Ada").await;
    let app = starts(&shop, &by).await;
    let code = app.now(&shop);
    confirms(&shop, &by, &code).await.unwrap();
    refused(tries(&shop, &by, &code).await, Refusal::CodeWrong);
}

#[tokio::test]
async fn of_two_who_show_the_same_code_at_once_one_gets_in() {
    let shop = empty_shop().await;
    let (by, app) = with_app(&shop, "Ada").await;
    let code = app.now(&shop);
    let (a, b, c) = tokio::join!(
        tries(&shop, &by, &code),
        tries(&shop, &by, &code),
        tries(&shop, &by, &code)
    );
    let got_in = [a, b, c].into_iter().filter(market::Result::is_ok).count();
    assert_eq!(got_in, 1);
}

#[tokio::test]
async fn a_recovery_code_counts_once_even_when_it_is_shown_twice_at_once() {
    let shop = empty_shop().await;
    let (by, _lost) = with_app(&shop, "Ada").await;
    let codes = take_unseen(&shop.market, &by).await.unwrap();
    assert_eq!(codes.len(), 10);
    let typed = codes[3].to_uppercase().replace('-', " ");
    let (a, b, c) = tokio::join!(
        tries(&shop, &by, &typed),
        tries(&shop, &by, &codes[3]),
        tries(&shop, &by, &codes[3])
    );
    let got_in = [a, b, c].into_iter().filter(market::Result::is_ok).count();
    assert_eq!(got_in, 1);
    assert_eq!(
        factors(&shop.market.db, &by).await.unwrap().recovery_codes,
        9
    );
    shop.works().await;
    let mails = shop.mails().await;
    assert_eq!(
        mails
            .iter()
            .filter(|mail| mail.contains("A recovery code was used"))
            .count(),
        1
    );
}

#[tokio::test]
async fn recovery_codes_are_shown_once_and_kept_as_hashes() {
    let shop = empty_shop().await;
    let (by, _app) = with_app(&shop, "Ada").await;
    let (a, b) = tokio::join!(
        take_unseen(&shop.market, &by),
        take_unseen(&shop.market, &by)
    );
    let (a, b) = (a.unwrap(), b.unwrap());
    assert_eq!(a.len() + b.len(), 10, "nobody sees one twice");
    assert!(take_unseen(&shop.market, &by).await.unwrap().is_empty());
}

#[tokio::test]
async fn new_recovery_codes_replace_the_old_ones() {
    let shop = empty_shop().await;
    let (by, _app) = with_app(&shop, "Ada").await;
    let old = take_unseen(&shop.market, &by).await.unwrap();
    let mut tx = shop.market.begin().await.unwrap();
    make_anew(&shop.market, &mut tx, &by).await.unwrap();
    tx.commit().await.unwrap();
    let new = take_unseen(&shop.market, &by).await.unwrap();
    assert_eq!(new.len(), 10);
    refused(tries(&shop, &by, &old[0]).await, Refusal::CodeWrong);
    tries(&shop, &by, &new[0]).await.unwrap();
}

#[tokio::test]
async fn ten_wrong_codes_within_an_hour_are_the_last() {
    let shop = empty_shop().await;
    let (by, app) = with_app(&shop, "Ada").await;
    for _ in 0..10 {
        refused(tries(&shop, &by, "not a code").await, Refusal::CodeWrong);
    }
    refused(
        tries(&shop, &by, &app.now(&shop)).await,
        Refusal::TooManyTries,
    );
    let eve = with_app(&shop, "Eve").await;
    tries(&shop, &eve.0, &eve.1.now(&shop)).await.unwrap();
    shop.market.clock.advance(Duration::minutes(61));
    tries(&shop, &by, &app.now(&shop)).await.unwrap();
}

#[tokio::test]
async fn an_app_is_removed_with_a_proof_of_ones_own_and_its_codes_go_with_it() {
    let shop = empty_shop().await;
    let (by, app) = with_app(&shop, "Ada").await;
    let (eve, eves) = with_app(&shop, "Eve").await;
    shop.market.clock.advance(Duration::seconds(30));
    let foreign = prove(&shop.market, eve.id, &eves.now(&shop), &Actor::default())
        .await
        .unwrap();
    let mut tx = shop.market.begin().await.unwrap();
    let tried = remove(&shop.market, &mut tx, &by, &foreign).await;
    assert!(matches!(tried, Err(Error::Forbidden)));
    drop(tx);
    let own = prove(&shop.market, by.id, &app.now(&shop), &Actor::default())
        .await
        .unwrap();
    let mut tx = shop.market.begin().await.unwrap();
    remove(&shop.market, &mut tx, &by, &own).await.unwrap();
    tx.commit().await.unwrap();
    let left = factors(&shop.market.db, &by).await.unwrap();
    assert!(!left.any() && left.recovery_codes == 0);
}

#[tokio::test]
async fn proving_again_takes_the_password_and_the_factor_there_is() {
    let shop = empty_shop().await;
    let right = SecretString::from("a perfectly fine password");
    let wrong = SecretString::from("some other password");
    let plain = shop.somebody_fresh("Eve").await;
    let proves = async |by: &Fresh, password, code: &str| {
        prove_again(&shop.market, by, password, code).await
    };
    assert!(!proves(&plain, &right, "").await.unwrap());
    refused(
        proves(&plain, &wrong, "").await.map(drop),
        Refusal::PasswordWrong,
    );
    let (by, app) = with_app(&shop, "Ada").await;
    refused(proves(&by, &right, "").await.map(drop), Refusal::CodeWrong);
    refused(
        proves(&by, &wrong, &app.now(&shop)).await.map(drop),
        Refusal::PasswordWrong,
    );
    assert!(proves(&by, &right, &app.now(&shop)).await.unwrap());
}

#[tokio::test]
async fn what_is_stored_of_an_app_is_not_its_secret() {
    let shop = empty_shop().await;
    let (_by, app) = with_app(&shop, "Ada").await;
    let row = sqlx::raw_sql("select secret_sealed from authenticator")
        .fetch_one(&shop.market.db)
        .await
        .unwrap();
    let sealed: Vec<u8> = row.get(0);
    let hex = app
        .0
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<String>();
    assert!(!sealed.windows(20).any(|part| part == app.0));
    assert!(!sealed.windows(40).any(|part| part == hex.as_bytes()));
}
