use market::accounts::passkey::{
    Question, add, ask_to_add, ask_to_identify, ask_to_prove, identify, offered, options, prove,
    remove,
};
use market::audit::Actor;
use market::{Error, PasskeyId, Refusal};
use time::Duration;
use uuid::Uuid;

use crate::support::{Shop, empty_shop};

/// Something that is shaped like an answer to being asked for a new key.
const FORGED: &str = r#"{"id":"AAAA","rawId":"AAAA","type":"public-key","extensions":{},
    "response":{"attestationObject":"AAAA","clientDataJSON":"AAAA"}}"#;

async fn is_waiting(shop: &Shop, question: Uuid, kind: Question) -> bool {
    let found = options(&shop.market.db, question, kind, shop.market.now()).await;
    found.unwrap().is_some()
}

fn refused<T: std::fmt::Debug>(result: market::Result<T>) {
    match result {
        Err(Error::Refused(Refusal::PasskeyRefused)) => {}
        other => panic!("expected a refusal, got {other:?}"),
    }
}

#[tokio::test]
async fn a_question_is_answered_once_and_within_ten_minutes() {
    let shop = empty_shop().await;
    let by = shop.somebody_fresh("Ada").await;
    let asks = async || {
        let mut tx = shop.market.begin().await.unwrap();
        let question = ask_to_add(&shop.market, &mut tx, &by).await.unwrap();
        tx.commit().await.unwrap();
        question
    };
    let adds = async |question, answer: &str| {
        let mut tx = shop.market.begin().await.unwrap();
        add(&shop.market, &mut tx, &by, (question, answer), "Laptop").await
    };
    let question = asks().await;
    assert!(is_waiting(&shop, question, Question::Add).await);
    assert!(!is_waiting(&shop, question, Question::Prove).await);
    for answer in [FORGED, FORGED, "", "{}"] {
        refused(adds(question, answer).await);
        assert!(
            !is_waiting(&shop, question, Question::Add).await,
            "a wrong answer takes it too"
        );
    }
    let late = asks().await;
    shop.market.clock.advance(Duration::minutes(11));
    assert!(!is_waiting(&shop, late, Question::Add).await);
    refused(adds(late, FORGED).await);
    refused(adds(Uuid::new_v4(), FORGED).await);
}

#[tokio::test]
async fn a_question_is_answered_by_whom_it_was_put_to() {
    let shop = empty_shop().await;
    let (ada, eve) = (
        shop.somebody_fresh("Ada").await,
        shop.somebody_fresh("Eve").await,
    );
    let mut tx = shop.market.begin().await.unwrap();
    let question = ask_to_add(&shop.market, &mut tx, &ada).await.unwrap();
    let anybody = ask_to_identify(&shop.market, &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = shop.market.begin().await.unwrap();
    refused(add(&shop.market, &mut tx, &eve, (question, FORGED), "Laptop").await);
    assert!(
        is_waiting(&shop, question, Question::Add).await,
        "nobody else takes it away"
    );
    refused(prove(&shop.market, ada.id, (anybody, FORGED), &Actor::default()).await);
    assert!(is_waiting(&shop, anybody, Question::Identify).await);
    refused(identify(&shop.market, (anybody, FORGED)).await);
    assert!(!is_waiting(&shop, anybody, Question::Identify).await);
}

#[tokio::test]
async fn whoever_has_no_passkey_is_asked_for_none() {
    let shop = empty_shop().await;
    let by = shop.somebody_fresh("Ada").await;
    let mut tx = shop.market.begin().await.unwrap();
    let asked = ask_to_prove(&shop.market, &mut tx, by.id).await;
    assert!(matches!(asked, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_password_alone_removes_no_passkey() {
    let shop = empty_shop().await;
    let by = shop.somebody_fresh("Ada").await;
    let mut tx = shop.market.begin().await.unwrap();
    let passkey = PasskeyId::new(shop.market.now());
    let removed = remove(&shop.market, &mut tx, &by, passkey).await;
    assert!(matches!(removed, Err(Error::SecondFactorNeeded)));
}

#[tokio::test]
async fn passkeys_are_offered_where_the_shop_has_a_name() {
    let mut shop = empty_shop().await;
    for (url, has_name) in [
        ("https://shop.example", true),
        ("http://localhost:3000", true),
        ("http://127.0.0.1:3000", false),
        ("http://[::1]:3000", false),
    ] {
        shop.market.public_url = url.to_owned();
        assert_eq!(offered(&shop.market), has_name, "{url}");
    }
}
