use market::accounts::{
    Customer, LinkPurpose, Settled, agree_to_email_change, ask_email_change, cancel_email_change,
    pending_email_change, refuse_email_change, sign_in,
};
use market::{Error, Refusal};
use secrecy::SecretString;
use time::Duration;

use crate::support::{PASSWORD, Shop, empty_shop, from_home, refusal};

const OLD: &str = "ada@example.com";
const NEW: &str = "ada@lovelace.example";
const ASK_OLD: &str = "Your e-mail address is about to change";
const ASK_NEW: &str = "Confirm your new e-mail address";

fn password() -> SecretString {
    SecretString::from(PASSWORD)
}

/// Ada, whose address is confirmed, asks for another one. The secrets are those mailed to the old and to the new address.
async fn ada_asks(shop: &Shop) -> (Customer, String, String) {
    let ada = shop.a_customer("Ada").await;
    ask_email_change(&shop.market, &ada, NEW, &password())
        .await
        .unwrap();
    shop.works().await;
    let old = shop.token_mailed_to(OLD, ASK_OLD).await;
    let new = shop.token_mailed_to(NEW, ASK_NEW).await;
    (ada, old, new)
}

async fn signs_in(shop: &Shop, email: &str) -> bool {
    sign_in(&shop.market, email, &password(), &from_home())
        .await
        .is_ok()
}

#[tokio::test]
async fn an_address_changes_when_both_mailboxes_have_agreed_and_both_are_told() {
    let shop = empty_shop().await;
    let (ada, old, new) = ada_asks(&shop).await;
    let agreed = agree_to_email_change(&shop.market, LinkPurpose::NewEmail, &new).await;
    assert_eq!(agreed.unwrap(), Settled::WaitsForTheOther);
    assert!(signs_in(&shop, OLD).await && !signs_in(&shop, NEW).await);
    let pending = pending_email_change(&shop.market.db, ada.id, shop.market.now()).await;
    let pending = pending.unwrap().unwrap();
    assert!(pending.new_agreed && !pending.old_agreed);
    let agreed = agree_to_email_change(&shop.market, LinkPurpose::OldEmail, &old).await;
    assert_eq!(agreed.unwrap(), Settled::Done);
    assert!(signs_in(&shop, NEW).await && !signs_in(&shop, OLD).await);
    let now = sign_in(&shop.market, NEW, &password(), &from_home())
        .await
        .unwrap();
    assert_eq!(now.session_version, ada.session_version, "sessions stay");
    shop.works().await;
    assert_eq!(shop.mails_about("Your e-mail address was changed").await, 2);
}

#[tokio::test]
async fn two_mailboxes_that_agree_at_once_make_one_change() {
    let shop = empty_shop().await;
    let (_, old, new) = ada_asks(&shop).await;
    let (one, other) = tokio::join!(
        agree_to_email_change(&shop.market, LinkPurpose::OldEmail, &old),
        agree_to_email_change(&shop.market, LinkPurpose::NewEmail, &new)
    );
    let settled = [one.unwrap(), other.unwrap()];
    assert!(
        settled.contains(&Settled::Done) && settled.contains(&Settled::WaitsForTheOther),
        "{settled:?}"
    );
    assert!(signs_in(&shop, NEW).await);
}

#[tokio::test]
async fn the_old_mailbox_can_stop_it() {
    let shop = empty_shop().await;
    let (ada, old, new) = ada_asks(&shop).await;
    refuse_email_change(&shop.market, &old).await.unwrap();
    let agreed = agree_to_email_change(&shop.market, LinkPurpose::NewEmail, &new).await;
    assert_eq!(refusal(agreed), Refusal::AccountLinkEnded);
    let pending = pending_email_change(&shop.market.db, ada.id, shop.market.now()).await;
    assert_eq!(pending.unwrap(), None);
    assert!(signs_in(&shop, OLD).await);
}

#[tokio::test]
async fn the_owner_can_call_it_off_and_another_wish_replaces_the_first() {
    let shop = empty_shop().await;
    let (ada, _, new) = ada_asks(&shop).await;
    ask_email_change(&shop.market, &ada, "other@lovelace.example", &password())
        .await
        .unwrap();
    let agreed = agree_to_email_change(&shop.market, LinkPurpose::NewEmail, &new).await;
    assert_eq!(refusal(agreed), Refusal::AccountLinkEnded);
    cancel_email_change(&shop.market, &ada).await.unwrap();
    let pending = pending_email_change(&shop.market.db, ada.id, shop.market.now()).await;
    assert_eq!(pending.unwrap(), None);
}

#[tokio::test]
async fn an_address_nobody_ever_confirmed_need_not_agree_but_can_still_stop_it() {
    let shop = empty_shop().await;
    let ada = shop.an_unconfirmed_customer("Ada").await;
    ask_email_change(&shop.market, &ada, NEW, &password())
        .await
        .unwrap();
    shop.works().await;
    shop.token_mailed_to(OLD, ASK_OLD).await;
    let new = shop.token_mailed_to(NEW, ASK_NEW).await;
    let agreed = agree_to_email_change(&shop.market, LinkPurpose::NewEmail, &new).await;
    assert_eq!(agreed.unwrap(), Settled::Done);
    assert!(signs_in(&shop, NEW).await);
}

#[tokio::test]
async fn nobody_learns_whether_an_address_has_an_account_and_it_is_never_taken_over() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    shop.an_account("Eve").await;
    shop.works().await;
    let before = shop.mails().await.len();
    ask_email_change(&shop.market, &ada, "eve@example.com", &password())
        .await
        .unwrap();
    shop.works().await;
    assert_eq!(
        shop.mails().await.len(),
        before + 1,
        "Ada's old address is asked, Eve is left alone"
    );
    // Somebody gets the address after the mail has left.
    shop.market.clock.advance(Duration::minutes(1));
    ask_email_change(&shop.market, &ada, "mallory@example.com", &password())
        .await
        .unwrap();
    shop.works().await;
    let new = shop.token_mailed_to("mallory@example.com", ASK_NEW).await;
    shop.an_account("Mallory").await;
    let old = shop.token_mailed_to(OLD, ASK_OLD).await;
    let agreed = agree_to_email_change(&shop.market, LinkPurpose::OldEmail, &old).await;
    assert_eq!(agreed.unwrap(), Settled::WaitsForTheOther);
    let agreed = agree_to_email_change(&shop.market, LinkPurpose::NewEmail, &new).await;
    assert_eq!(refusal(agreed), Refusal::EmailTaken);
    assert!(signs_in(&shop, OLD).await);
}

#[tokio::test]
async fn a_wish_needs_the_password_and_an_address_that_is_another_one() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let wrong = SecretString::from("not my password at all");
    let tries = [
        (NEW, &wrong, Refusal::CurrentPasswordWrong),
        ("nobody", &password(), Refusal::EmailInvalid),
        (" ADA@example.com", &password(), Refusal::EmailSame),
    ];
    for (email, password, why) in tries {
        let asked = ask_email_change(&shop.market, &ada, email, password).await;
        assert_eq!(refusal(asked), why);
    }
    for nth in 0..5 {
        let email = format!("ada{nth}@lovelace.example");
        ask_email_change(&shop.market, &ada, &email, &password())
            .await
            .unwrap();
    }
    let sixth = ask_email_change(&shop.market, &ada, NEW, &password()).await;
    assert!(matches!(sixth, Err(Error::TooOften(_))), "{sixth:?}");
}

#[tokio::test]
async fn a_wish_that_nobody_answers_ends_after_a_day() {
    let shop = empty_shop().await;
    let (ada, old, new) = ada_asks(&shop).await;
    agree_to_email_change(&shop.market, LinkPurpose::NewEmail, &new)
        .await
        .unwrap();
    shop.market.clock.advance(Duration::hours(24));
    let agreed = agree_to_email_change(&shop.market, LinkPurpose::OldEmail, &old).await;
    assert_eq!(refusal(agreed), Refusal::AccountLinkEnded);
    let pending = pending_email_change(&shop.market.db, ada.id, shop.market.now()).await;
    assert_eq!(pending.unwrap(), None);
}
