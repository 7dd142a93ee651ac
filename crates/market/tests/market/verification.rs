use market::accounts::{
    LinkPurpose, is_verified, link_is_open, send_verification_again, verify_email,
};
use market::{Error, Refusal, Result};
use time::Duration;

use crate::support::{Shop, empty_shop};

const SUBJECT: &str = "Confirm your e-mail address";

fn refusal<T: std::fmt::Debug>(result: Result<T>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

async fn token(shop: &Shop) -> String {
    shop.works().await;
    shop.token_mailed_to("ada@example.com", SUBJECT).await
}

#[tokio::test]
async fn a_new_account_is_mailed_a_link_that_confirms_its_address_once() {
    let shop = empty_shop().await;
    let ada = shop.an_account("Ada").await;
    assert!(!is_verified(&shop.market.db, ada.id).await.unwrap());
    let token = token(&shop).await;
    assert_eq!(token.len(), 43, "256 bits");
    for _ in 0..3 {
        let open = link_is_open(&shop.market, LinkPurpose::VerifyEmail, &token).await;
        assert!(open.unwrap(), "looking at it uses nothing up");
    }
    verify_email(&shop.market, &token).await.unwrap();
    assert!(is_verified(&shop.market.db, ada.id).await.unwrap());
    assert_eq!(
        refusal(verify_email(&shop.market, &token).await),
        Refusal::AccountLinkEnded
    );
    assert_eq!(shop.mails_about(SUBJECT).await, 1);
}

#[tokio::test]
async fn a_link_opened_twice_at_once_works_once() {
    let shop = empty_shop().await;
    shop.an_account("Ada").await;
    let token = token(&shop).await;
    let opened = (0..8).map(|_| verify_email(&shop.market, &token));
    let opened = futures::future::join_all(opened).await;
    assert_eq!(
        opened.iter().filter(|opened| opened.is_ok()).count(),
        1,
        "{opened:?}"
    );
}

#[tokio::test]
async fn a_link_ends_after_a_day_and_opens_nothing_but_what_it_was_sent_for() {
    let shop = empty_shop().await;
    shop.an_account("Ada").await;
    let token = token(&shop).await;
    for purpose in [
        LinkPurpose::ResetPassword,
        LinkPurpose::NewEmail,
        LinkPurpose::OldEmail,
    ] {
        assert!(!link_is_open(&shop.market, purpose, &token).await.unwrap());
    }
    shop.market.clock.advance(Duration::hours(24));
    assert_eq!(
        refusal(verify_email(&shop.market, &token).await),
        Refusal::AccountLinkEnded
    );
    for nonsense in ["", "x", "ä\0"] {
        assert_eq!(
            refusal(verify_email(&shop.market, nonsense).await),
            Refusal::AccountLinkEnded
        );
    }
}

#[tokio::test]
async fn what_is_kept_of_a_link_does_not_open_it() {
    let shop = empty_shop().await;
    shop.an_account("Ada").await;
    let token = token(&shop).await;
    let kept = sqlx::query!(
        "select (select string_agg(account_link::text, '') from account_link) as links,
                (select string_agg(job::text, '') from job) as jobs, (select string_agg(event::text, '') from event) as events"
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    for kept in [kept.links, kept.jobs, kept.events] {
        assert!(!kept.unwrap().contains(&token));
    }
}

#[tokio::test]
async fn another_link_is_sent_a_minute_later_and_at_most_five_in_a_day() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    assert_eq!(
        refusal(send_verification_again(&shop.market, &ada).await),
        Refusal::MailTooSoon
    );
    for _ in 0..4 {
        shop.market.clock.advance(Duration::seconds(61));
        send_verification_again(&shop.market, &ada).await.unwrap();
    }
    shop.market.clock.advance(Duration::seconds(61));
    assert_eq!(
        refusal(send_verification_again(&shop.market, &ada).await),
        Refusal::MailTooOften
    );
    shop.market.clock.advance(Duration::days(1));
    send_verification_again(&shop.market, &ada).await.unwrap();
    verify_email(&shop.market, &token(&shop).await)
        .await
        .unwrap();
    shop.market.clock.advance(Duration::days(1));
    assert_eq!(
        refusal(send_verification_again(&shop.market, &ada).await),
        Refusal::AlreadyVerified
    );
}

#[tokio::test]
async fn many_who_ask_at_once_are_sent_one_link() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    shop.market.clock.advance(Duration::minutes(2));
    let asked = (0..8).map(|_| send_verification_again(&shop.market, &ada));
    let asked = futures::future::join_all(asked).await;
    assert_eq!(
        asked.iter().filter(|asked| asked.is_ok()).count(),
        1,
        "{asked:?}"
    );
}
