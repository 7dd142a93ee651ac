use market::accounts::{self, SignUp, sign_in, sign_up};
use market::audit::Actor;
use market::{Error, Refusal, Result};
use secrecy::SecretString;

use crate::support::{Shop, empty_shop};

async fn signs_up(
    shop: &Shop,
    name: &str,
    email: &str,
    password: &str,
) -> Result<accounts::Account> {
    let form = SignUp {
        name: name.into(),
        email: email.into(),
        password: SecretString::from(password),
        terms_seen: Some(shop.terms_now()),
    };
    sign_up(&shop.market, &form, &Actor::default()).await
}

fn refusal<T: std::fmt::Debug>(result: Result<T>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[tokio::test]
async fn signing_up_says_what_is_wrong_with_each_field() {
    let shop = empty_shop().await;
    let fine = "a perfectly fine password";
    let wrong = [
        ("", "a@example.com", fine, Refusal::NameMissing),
        ("  \u{202e} ", "a@example.com", fine, Refusal::NameMissing),
        ("A", "nobody", fine, Refusal::EmailInvalid),
        ("A", "a@localhost", fine, Refusal::EmailInvalid),
        (
            "A",
            "a@example.com",
            "fourteen chars",
            Refusal::PasswordTooShort,
        ),
        (
            "A",
            "a@example.com",
            "passwordpassword",
            Refusal::PasswordCommon,
        ),
        (
            "A",
            "a@example.com",
            "aaaaaaaaaaaaaaaaaaaa",
            Refusal::PasswordCommon,
        ),
    ];
    for (name, email, password, why) in wrong {
        assert_eq!(refusal(signs_up(&shop, name, email, password).await), why);
    }
    let long = "x1y2z3".repeat(22);
    assert_eq!(
        refusal(signs_up(&shop, "A", "a@example.com", &long).await),
        Refusal::PasswordTooLong
    );
}

#[tokio::test]
async fn an_address_has_one_account_however_it_is_written() {
    let shop = empty_shop().await;
    signs_up(&shop, "Ada", "Ada@Example.com", "a perfectly fine password")
        .await
        .unwrap();
    let again = signs_up(&shop, "Ada", " ada@example.COM ", "another fine password").await;
    assert_eq!(refusal(again), Refusal::EmailTaken);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_refused_alike() {
    let shop = empty_shop().await;
    signs_up(&shop, "Ada", "ada@example.com", "a perfectly fine password")
        .await
        .unwrap();
    let right = SecretString::from("a perfectly fine password");
    let wrong = SecretString::from("not the right password");
    let from = Actor::default();
    let tried = async |email, password| sign_in(&shop.market, email, password, &from).await;
    assert!(tried("ADA@example.com", &right).await.is_ok());
    assert_eq!(
        refusal(tried("ada@example.com", &wrong).await),
        Refusal::WrongCredentials
    );
    assert_eq!(
        refusal(tried("eve@example.com", &right).await),
        Refusal::WrongCredentials
    );
}
