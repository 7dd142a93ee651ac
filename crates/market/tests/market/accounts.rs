use market::accounts::{
    Account, SignUp, ask_sign_up, awaited_from, send_code_again, sign_in, sign_up,
};
use market::audit::Actor;
use market::consent::Document;
use market::{Clock, Refusal, Result};
use secrecy::SecretString;
use time::Duration;

use crate::support::{Shop, empty_shop, refusal};

fn form(name: &str, email: &str, password: &str) -> SignUp {
    SignUp {
        name: name.into(),
        email: email.into(),
        password: SecretString::from(password),
        terms_seen: Some(Document::Terms.current(Clock::system().now()).number),
    }
}

async fn signs_up(shop: &Shop, name: &str, email: &str, password: &str) -> Result<Account> {
    shop.opens(&form(name, email, password)).await
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
    let again = form("Ada", " ada@example.COM ", "another fine password");
    let id = ask_sign_up(&shop.market, &again).await.unwrap();
    shop.works().await;
    assert_eq!(shop.mails_about("Your code for").await, 1, "the first");
    assert_eq!(shop.mails_about("You have an account already").await, 1);
    let from = Actor::default();
    let guessed = sign_up(&shop.market, id, "000000", &from).await;
    assert_eq!(refusal(guessed), Refusal::SignUpCodeWrong);
    let ada = SecretString::from("a perfectly fine password");
    let kept = sign_in(&shop.market, "ada@example.com", &ada, &from).await;
    assert!(kept.is_ok(), "the password is the first one");
}

#[tokio::test]
async fn an_account_comes_with_the_code_and_not_before() {
    let shop = empty_shop().await;
    let ada = form("Ada", "ada@example.com", "a perfectly fine password");
    let id = ask_sign_up(&shop.market, &ada).await.unwrap();
    let password = SecretString::from("a perfectly fine password");
    let from = Actor::default();
    let early = sign_in(&shop.market, "ada@example.com", &password, &from).await;
    assert_eq!(refusal(early), Refusal::WrongCredentials);
    shop.works().await;
    let code = shop.code_mailed_to("ada@example.com").await;
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    let opened = sign_up(&shop.market, id, &spaced, &from).await.unwrap();
    assert!(
        market::accounts::is_verified(&shop.market.db, opened.id)
            .await
            .unwrap()
    );
    let again = sign_up(&shop.market, id, &code, &from).await;
    assert_eq!(refusal(again), Refusal::SignUpEnded, "a code works once");
    shop.works().await;
    assert_eq!(shop.mails().await.len(), 1);
}

#[tokio::test]
async fn a_code_typed_twice_at_once_opens_one_account() {
    let shop = empty_shop().await;
    let ada = form("Ada", "ada@example.com", "a perfectly fine password");
    let id = ask_sign_up(&shop.market, &ada).await.unwrap();
    shop.works().await;
    let code = shop.code_mailed_to("ada@example.com").await;
    let from = Actor::default();
    let typed = (0..8).map(|_| sign_up(&shop.market, id, &code, &from));
    let typed = futures::future::join_all(typed).await;
    let opened = typed.iter().filter(|typed| typed.is_ok()).count();
    assert_eq!(opened, 1, "{typed:?}");
}

#[tokio::test]
async fn a_code_ends_after_ten_minutes_ten_wrong_ones_or_with_the_next() {
    let shop = empty_shop().await;
    let from = Actor::default();
    let ada = form("Ada", "ada@example.com", "a perfectly fine password");
    let id = ask_sign_up(&shop.market, &ada).await.unwrap();
    shop.works().await;
    let first = shop.code_mailed_to("ada@example.com").await;
    let soon = send_code_again(&shop.market, id).await;
    assert_eq!(refusal(soon), Refusal::MailTooSoon);
    shop.market.clock.advance(Duration::minutes(10));
    let late = sign_up(&shop.market, id, &first, &from).await;
    assert_eq!(refusal(late), Refusal::SignUpCodeWrong);
    send_code_again(&shop.market, id).await.unwrap();
    shop.works().await;
    let second = shop.code_mailed_to("ada@example.com").await;
    assert_ne!(first, second);
    for wrong in ["", "12345", "1234567", "\0ä", &first] {
        let tried = sign_up(&shop.market, id, wrong, &from).await;
        assert_eq!(refusal(tried), Refusal::SignUpCodeWrong, "{wrong:?}");
    }
    for _ in 6..10 {
        let tried = sign_up(&shop.market, id, "none", &from).await;
        assert_eq!(refusal(tried), Refusal::SignUpCodeWrong);
    }
    let over = sign_up(&shop.market, id, &second, &from).await;
    assert_eq!(refusal(over), Refusal::SignUpEnded);
    let now = shop.market.now();
    assert_eq!(awaited_from(&shop.market.db, id, now).await.unwrap(), None);
}

#[tokio::test]
async fn an_address_is_written_to_five_times_a_day_whoever_asks() {
    let shop = empty_shop().await;
    let ada = form("Ada", "ada@example.com", "a perfectly fine password");
    for _ in 0..4 {
        ask_sign_up(&shop.market, &ada).await.unwrap();
    }
    let last = ask_sign_up(&shop.market, &ada).await.unwrap();
    shop.market.clock.advance(Duration::minutes(2));
    send_code_again(&shop.market, last).await.unwrap();
    ask_sign_up(&shop.market, &ada).await.unwrap();
    shop.works().await;
    assert_eq!(shop.mails_about("Your code for").await, 5);
    shop.market.clock.advance(Duration::days(1));
    let next_day = ask_sign_up(&shop.market, &ada).await;
    shop.works().await;
    assert!(next_day.is_ok());
    assert_eq!(shop.mails_about("Your code for").await, 6);
}

#[tokio::test]
async fn a_code_that_was_not_let_through_to_be_mailed_opens_nothing() {
    let shop = empty_shop().await;
    let ada = form("Ada", "ada@example.com", "a perfectly fine password");
    let id = ask_sign_up(&shop.market, &ada).await.unwrap();
    shop.works().await;
    let code = shop.code_mailed_to("ada@example.com").await;
    let mailed = async |mailed: i32| {
        sqlx::query!("update sign_up set mailed = $2 where id = $1", id.0, mailed)
            .execute(&shop.market.db)
            .await
            .unwrap();
    };
    let from = Actor::default();
    mailed(0).await;
    let guessed = sign_up(&shop.market, id, &code, &from).await;
    assert_eq!(refusal(guessed), Refusal::SignUpCodeWrong);
    mailed(1).await;
    assert!(sign_up(&shop.market, id, &code, &from).await.is_ok());
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
