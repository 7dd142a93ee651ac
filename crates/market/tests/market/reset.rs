use market::Refusal;
use market::accounts::{
    ask_email_change, ask_reset, is_verified, pending_email_change, reset_password, sign_in,
};
use secrecy::SecretString;
use time::Duration;

use crate::support::{Browser, PASSWORD, Shop, empty_shop, from_home, refusal};

const SUBJECT: &str = "Set a new password";
const NEW: &str = "another fine password";

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

async fn token(shop: &Shop) -> String {
    ask_reset(&shop.market, "Ada@example.com").await.unwrap();
    shop.works().await;
    shop.token_mailed_to("ada@example.com", SUBJECT).await
}

#[tokio::test]
async fn whoever_reads_the_address_sets_a_new_password_and_all_sessions_end() {
    let shop = empty_shop().await;
    let ada = shop.an_account("Ada").await;
    let db = &shop.market.db;
    let elsewhere = shop.signs_in(&ada, Browser::default()).await;
    let token = token(&shop).await;
    assert_eq!(
        refusal(reset_password(&shop.market, &token, &secret("too short"), &from_home()).await),
        Refusal::PasswordTooShort
    );
    reset_password(&shop.market, &token, &secret(NEW), &from_home())
        .await
        .unwrap();
    assert!(shop.who(&elsewhere).await.is_none());
    assert!(
        is_verified(db, ada.id).await.unwrap(),
        "the link proves who reads the address"
    );
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
    let again = sign_in(&shop.market, "ada@example.com", &secret(NEW), &from_home())
        .await
        .unwrap();
    assert_eq!(again.session_version, ada.session_version + 1);
    shop.works().await;
    assert_eq!(shop.mails_about("Your password was changed").await, 1);
    assert_eq!(
        refusal(
            reset_password(
                &shop.market,
                &token,
                &secret("a third fine password"),
                &from_home()
            )
            .await
        ),
        Refusal::AccountLinkEnded
    );
}

#[tokio::test]
async fn asking_does_the_same_for_every_address_and_mails_only_to_those_with_an_account() {
    let shop = empty_shop().await;
    let ada = shop.an_account("Ada").await;
    let eve = shop.an_account("Eve").await;
    sqlx::query!(
        "update account set suspended_at = now() where id = $1",
        eve.id.0
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    shop.works().await;
    let before = shop.mails().await.len();
    for email in ["nobody@example.com", "eve@example.com", "ada@example.com"] {
        ask_reset(&shop.market, email).await.unwrap();
    }
    let asked = sqlx::query!(
        r#"select (select count(*) from reset_request) as "requests!", (select count(*) from account_link where purpose = 'reset-password') as "links!""#
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    assert_eq!(
        (asked.requests, asked.links),
        (3, 0),
        "the job finds out, not the request"
    );
    shop.works().await;
    assert_eq!(shop.mails().await.len(), before + 1);
    shop.token_mailed_to(&ada.email, SUBJECT).await;
    assert_eq!(
        refusal(ask_reset(&shop.market, "no address").await),
        Refusal::EmailInvalid
    );
}

#[tokio::test]
async fn an_account_is_sent_one_such_link_a_minute_and_five_a_day_whoever_asks() {
    let shop = empty_shop().await;
    shop.an_account("Ada").await;
    for _ in 0..3 {
        ask_reset(&shop.market, "ada@example.com").await.unwrap();
    }
    shop.works().await;
    assert_eq!(shop.mails_about(SUBJECT).await, 1);
    for _ in 0..8 {
        shop.market.clock.advance(Duration::seconds(61));
        ask_reset(&shop.market, "ada@example.com").await.unwrap();
        shop.works().await;
    }
    assert_eq!(shop.mails_about(SUBJECT).await, 5);
}

#[tokio::test]
async fn a_reset_link_ends_after_an_hour() {
    let shop = empty_shop().await;
    shop.an_account("Ada").await;
    let token = token(&shop).await;
    shop.market.clock.advance(Duration::minutes(60));
    assert_eq!(
        refusal(reset_password(&shop.market, &token, &secret(NEW), &from_home()).await),
        Refusal::AccountLinkEnded
    );
}

#[tokio::test]
async fn a_reset_link_used_twice_at_once_sets_one_password() {
    let shop = empty_shop().await;
    shop.an_account("Ada").await;
    let token = token(&shop).await;
    let (one, other) = (secret("one fine password"), secret("other fine password"));
    let from = from_home();
    let (first, second) = tokio::join!(
        reset_password(&shop.market, &token, &one, &from),
        reset_password(&shop.market, &token, &other, &from)
    );
    assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
    let winner = if first.is_ok() { &one } else { &other };
    sign_in(&shop.market, "ada@example.com", winner, &from_home())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_new_password_stops_a_change_of_address_that_somebody_else_may_have_begun() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    ask_email_change(&shop.market, &ada, "eve@example.com", &secret(PASSWORD))
        .await
        .unwrap();
    let token = token(&shop).await;
    reset_password(&shop.market, &token, &secret(NEW), &from_home())
        .await
        .unwrap();
    let pending = pending_email_change(&shop.market.db, ada.id, shop.market.now()).await;
    assert_eq!(pending.unwrap(), None);
}
