use argon2::{Argon2, PasswordHasher};
use market::accounts::{change_password, sign_in};
use market::{Market, Refusal};
use secrecy::SecretString;

use crate::support::{Browser, PASSWORD, empty_shop, from_home, refusal};

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

async fn keeps_hash(market: &Market, hash: &str) {
    sqlx::query!("update account set password_hash = $1", hash)
        .execute(&market.db)
        .await
        .unwrap();
}

async fn kept_hash(market: &Market) -> String {
    let hash = sqlx::query_scalar!("select password_hash from account").fetch_one(&market.db);
    hash.await.unwrap().unwrap()
}

#[tokio::test]
async fn a_hash_from_elsewhere_or_of_earlier_strength_is_made_anew_when_its_owner_signs_in() {
    let shop = empty_shop().await;
    shop.an_account("Ada").await;
    // "U*U", as in crypt_blowfish's own tests.
    let bcrypt = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
    keeps_hash(&shop.market, bcrypt).await;
    assert_eq!(
        refusal(
            sign_in(
                &shop.market,
                "ada@example.com",
                &secret("U*V"),
                &from_home()
            )
            .await
        ),
        Refusal::WrongCredentials
    );
    assert_eq!(
        kept_hash(&shop.market).await,
        bcrypt,
        "a wrong one changes nothing"
    );
    sign_in(
        &shop.market,
        "ada@example.com",
        &secret("U*U"),
        &from_home(),
    )
    .await
    .unwrap();
    let renewed = kept_hash(&shop.market).await;
    assert!(
        renewed.starts_with("$argon2id$v=19$m=65536,t=2,p=1$"),
        "{renewed}"
    );
    sign_in(
        &shop.market,
        "ada@example.com",
        &secret("U*U"),
        &from_home(),
    )
    .await
    .unwrap();
    assert_eq!(kept_hash(&shop.market).await, renewed, "once is enough");
    let weaker = Argon2::default().hash_password(b"U*U").unwrap().to_string();
    keeps_hash(&shop.market, &weaker).await;
    sign_in(
        &shop.market,
        "ada@example.com",
        &secret("U*U"),
        &from_home(),
    )
    .await
    .unwrap();
    assert!(kept_hash(&shop.market).await.contains("$m=65536,t=2,p=1$"));
}

#[tokio::test]
async fn changing_the_password_ends_every_session_and_tells_the_owner() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let elsewhere = shop.signs_in(&ada, Browser::default()).await;
    let (old, new) = (secret(PASSWORD), secret("another fine password"));
    let changed = change_password(&shop.market, &ada, &old, &new)
        .await
        .unwrap();
    assert_eq!(changed.session_version, ada.session_version + 1);
    assert!(shop.who(&elsewhere).await.is_none());
    assert_eq!(
        refusal(
            sign_in(
                &shop.market,
                "ada@example.com",
                &secret(PASSWORD),
                &from_home()
            )
            .await
        ),
        Refusal::WrongCredentials
    );
    sign_in(
        &shop.market,
        "ada@example.com",
        &secret("another fine password"),
        &from_home(),
    )
    .await
    .unwrap();
    shop.works().await;
    assert_eq!(shop.mails_about("Your password was changed").await, 1);
}

#[tokio::test]
async fn whoever_holds_a_session_guesses_ten_times_an_hour_at_the_password() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let next = secret("another fine password");
    for _ in 0..10 {
        let wrong = change_password(&shop.market, &ada, &secret("a guess at it"), &next).await;
        assert_eq!(refusal(wrong), Refusal::CurrentPasswordWrong);
    }
    let right = change_password(&shop.market, &ada, &secret(PASSWORD), &next).await;
    assert_eq!(refusal(right), Refusal::TooManyTries);
    shop.market.clock.advance(time::Duration::hours(1));
    let later = change_password(&shop.market, &ada, &secret(PASSWORD), &next).await;
    assert!(later.is_ok());
}

#[tokio::test]
async fn the_current_password_is_asked_for_and_the_new_one_has_to_be_a_good_one() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let tries = [
        (
            "not my password at all",
            "another fine password",
            Refusal::CurrentPasswordWrong,
        ),
        (PASSWORD, "too short", Refusal::PasswordTooShort),
        (PASSWORD, "ada@example.com", Refusal::PasswordCommon),
        (PASSWORD, "Basketball 2024", Refusal::PasswordCommon),
    ];
    for (current, new, why) in tries {
        let tried = change_password(&shop.market, &ada, &secret(current), &secret(new)).await;
        assert_eq!(refusal(tried), why, "{new}");
    }
    sign_in(
        &shop.market,
        "ada@example.com",
        &secret(PASSWORD),
        &from_home(),
    )
    .await
    .unwrap();
}

#[tokio::test]
async fn of_two_changes_at_once_one_wins() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let (old, one, other) = (
        secret(PASSWORD),
        secret("one fine password"),
        secret("other fine password"),
    );
    let (first, second) = tokio::join!(
        change_password(&shop.market, &ada, &old, &one),
        change_password(&shop.market, &ada, &old, &other)
    );
    assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
    let winner = if first.is_ok() { &one } else { &other };
    sign_in(&shop.market, "ada@example.com", winner, &from_home())
        .await
        .unwrap();
}
