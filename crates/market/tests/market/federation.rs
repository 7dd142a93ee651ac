use market::accounts::Customer;
use market::accounts::federation::{
    self, Attempt, Attempts, Identity, Provider, Secrets, Unmatched, arrive, link, methods, unlink,
};
use market::audit::Actor;
use market::{Error, Refusal, Result};
use time::Duration;

use crate::support::{Shop, empty_shop, refusal};

fn identity(provider: Provider, subject: &str, email: &str) -> Identity {
    Identity {
        provider,
        subject: subject.to_owned(),
        email: email.to_owned(),
        email_verified: true,
        name: "Ada Lovelace".to_owned(),
    }
}

fn googles(email: &str) -> Identity {
    identity(Provider::Google, "g-1", email)
}

async fn links(shop: &Shop, by: &Customer, identity: &Identity) -> Result<()> {
    let mut tx = shop.market.begin().await?;
    link(&shop.market, &mut tx, by, identity).await?;
    Ok(tx.commit().await?)
}

async fn unlinks(shop: &Shop, by: &Customer, provider: Provider) -> Result<()> {
    let mut tx = shop.market.begin().await?;
    unlink(&shop.market, &mut tx, by, provider).await?;
    Ok(tx.commit().await?)
}

async fn confirms(shop: &Shop, by: &Customer) {
    let now = shop.market.now();
    sqlx::query!(
        "update account set email_verified_at = $2 where id = $1",
        by.id.0,
        now
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
}

#[tokio::test]
async fn who_is_new_gets_a_confirmed_account_and_the_same_one_next_time() {
    let shop = empty_shop().await;
    let first = arrive(&shop.market, &googles("Ada@Example.com"), &Actor::default())
        .await
        .unwrap();
    assert!(first.new);
    assert_eq!(first.account.email, "ada@example.com");
    assert_eq!(first.account.name, "Ada Lovelace");
    // The subject counts, not the address it has now.
    let again = arrive(
        &shop.market,
        &googles("ada@elsewhere.example"),
        &Actor::default(),
    )
    .await
    .unwrap();
    assert!(!again.new && again.account.id == first.account.id);
    let by = Customer::of(again.account);
    let ways = methods(&shop.market.db, &by).await.unwrap();
    assert!(!ways.password && ways.count() == 1);
    assert!(ways.through(Provider::Google).is_some());
}

#[tokio::test]
async fn an_account_is_linked_by_its_address_only_when_both_sides_have_confirmed_it() {
    let shop = empty_shop().await;
    let ada = shop.an_unconfirmed_customer("Ada").await;
    let mut came = googles(&ada.email);
    assert_eq!(
        refusal(arrive(&shop.market, &came, &Actor::default()).await),
        Refusal::LinkNeedsSignIn
    );
    confirms(&shop, &ada).await;
    came.email_verified = false;
    assert_eq!(
        refusal(arrive(&shop.market, &came, &Actor::default()).await),
        Refusal::IdentityUnverified
    );
    assert_eq!(methods(&shop.market.db, &ada).await.unwrap().count(), 1);
    came.email_verified = true;
    let arrived = arrive(&shop.market, &came, &Actor::default())
        .await
        .unwrap();
    assert!(!arrived.new && arrived.account.id == ada.id);
}

#[tokio::test]
async fn an_unproved_address_is_refused_alike_whether_it_has_an_account_or_not() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    for email in [&*ada.email, "nobody@example.com", "not an address"] {
        let mut came = googles(email);
        came.email_verified = false;
        assert_eq!(
            refusal(arrive(&shop.market, &came, &Actor::default()).await),
            Refusal::IdentityUnverified
        );
    }
}

#[tokio::test]
async fn nobody_signs_in_to_a_suspended_account() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let suspend = async || {
        sqlx::query!("update account set suspended_at = now()")
            .execute(&shop.market.db)
            .await
            .unwrap()
    };
    suspend().await;
    let came = googles(&ada.email);
    assert_eq!(
        refusal(arrive(&shop.market, &came, &Actor::default()).await),
        Refusal::IdentityRefused
    );
    arrive(&shop.market, &googles("eve@example.com"), &Actor::default())
        .await
        .unwrap();
    suspend().await;
    let again = arrive(&shop.market, &googles("eve@example.com"), &Actor::default()).await;
    assert_eq!(refusal(again), Refusal::IdentityRefused);
}

#[tokio::test]
async fn an_identity_opens_one_account_and_a_provider_is_linked_once() {
    let shop = empty_shop().await;
    let (ada, eve) = (shop.a_customer("Ada").await, shop.a_customer("Eve").await);
    // The address need not be the account's.
    links(&shop, &ada, &googles("other@example.com"))
        .await
        .unwrap();
    assert_eq!(
        refusal(links(&shop, &eve, &googles("eve@example.com")).await),
        Refusal::IdentityTaken
    );
    let second = identity(Provider::Google, "g-2", "ada@example.com");
    assert_eq!(
        refusal(links(&shop, &ada, &second).await),
        Refusal::ProviderLinked
    );
    let arrived = arrive(
        &shop.market,
        &googles("other@example.com"),
        &Actor::default(),
    )
    .await
    .unwrap();
    assert_eq!(arrived.account.id, ada.id);
    unlinks(&shop, &ada, Provider::Google).await.unwrap();
    let gone = unlinks(&shop, &ada, Provider::Google).await;
    assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
}

#[tokio::test]
async fn the_last_way_to_sign_in_stays_whoever_takes_two_away_at_once() {
    let shop = empty_shop().await;
    for round in 0..10 {
        let email = format!("ada{round}@example.com");
        let google = identity(Provider::Google, &format!("g-{round}"), &email);
        let github = identity(Provider::GitHub, &format!("h-{round}"), &email);
        let ada = Customer::of(
            arrive(&shop.market, &google, &Actor::default())
                .await
                .unwrap()
                .account,
        );
        assert_eq!(
            refusal(unlinks(&shop, &ada, Provider::Google).await),
            Refusal::LastSignInMethod
        );
        links(&shop, &ada, &github).await.unwrap();
        let (a, b) = tokio::join!(
            unlinks(&shop, &ada, Provider::Google),
            unlinks(&shop, &ada, Provider::GitHub)
        );
        assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
        assert_eq!(methods(&shop.market.db, &ada).await.unwrap().count(), 1);
    }
    shop.must_be_sound().await;
}

#[test]
fn what_comes_back_counts_once_in_ten_minutes_and_with_its_own_state() {
    let now = market::Clock::system().now();
    let attempt = |state: &str| Attempt {
        provider: Provider::Google,
        secrets: Secrets {
            state: state.to_owned(),
            nonce: "n".to_owned(),
            verifier: "v".to_owned(),
        },
        begun_at: now,
        next: String::new(),
        linking: None,
    };
    let mut attempts = Attempts::default();
    for state in ["a", "b", "c", "d", "e"] {
        attempts.begin(attempt(state));
    }
    let mut take = |provider, state: &str, after| {
        let taken = attempts.take(provider, state, now + after);
        taken.map(|attempt| attempt.secrets.state)
    };
    let soon = Duration::minutes(9);
    let google = Provider::Google;
    assert_eq!(
        take(google, "a", soon),
        Err(Unmatched::Unknown),
        "too old a tab"
    );
    assert_eq!(take(google, "x", soon), Err(Unmatched::Unknown));
    assert_eq!(take(google, "", soon), Err(Unmatched::Unknown));
    assert_eq!(take(Provider::GitHub, "b", soon), Err(Unmatched::Unknown));
    assert_eq!(take(google, "b", soon), Ok("b".to_owned()));
    assert_eq!(take(google, "b", soon), Err(Unmatched::Unknown), "once");
    let late = Duration::minutes(10);
    assert_eq!(take(google, "c", late), Err(Unmatched::Expired));
    assert_eq!(take(google, "c", soon), Err(Unmatched::Unknown));
}

#[test]
fn providers_are_known_by_their_codes() {
    for provider in Provider::ALL {
        assert_eq!(
            federation::Provider::from_code(provider.code()),
            Some(provider)
        );
    }
}

#[tokio::test]
async fn a_way_in_that_comes_or_goes_is_told_to_the_owner_and_an_account_that_opens_is_not() {
    let shop = empty_shop().await;
    let told = "The ways to sign in to your account were changed";
    arrive(&shop.market, &googles("new@example.com"), &Actor::default())
        .await
        .unwrap();
    shop.works().await;
    assert_eq!(shop.mails_about(told).await, 0);
    let ada = shop.a_customer("Ada").await;
    let hers = identity(Provider::GitHub, "h-1", "ada@elsewhere.example");
    links(&shop, &ada, &hers).await.unwrap();
    shop.works().await;
    unlinks(&shop, &ada, Provider::GitHub).await.unwrap();
    confirms(&shop, &ada).await;
    let came = identity(Provider::Microsoft, "m-1", &ada.email);
    arrive(&shop.market, &came, &Actor::default())
        .await
        .unwrap();
    shop.works().await;
    let mails = shop.mails().await;
    for what in [
        "GitHub was connected",
        "GitHub was disconnected",
        "Microsoft was connected",
    ] {
        let about = mails
            .iter()
            .filter(|mail| mail.replace("=\r\n", "").contains(what));
        assert_eq!(about.count(), 1, "{what}");
    }
    assert_eq!(shop.mails_about(told).await, 3);
}
