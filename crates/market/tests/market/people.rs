use market::accounts::api_keys::{self, ApiKeyForm};
use market::accounts::people::{self, person, search};
use market::accounts::{Account, Customer, Role, Staff, sign_in};
use market::{AccountId, Error, Refusal, Result};
use secrecy::SecretString;

use crate::support::{Browser, PASSWORD, Shop, empty_shop, from_home, refusal};

const WHY: &str = "Sent the same complaint a hundred times.";

fn staff(shop: &Shop, account: &Account) -> Staff {
    Staff::of(Customer::of(account.clone()), &shop.market.policy).unwrap()
}

async fn suspends(shop: &Shop, by: &Account, account: &Account, why: &str) -> Result<()> {
    let mut tx = shop.market.begin().await?;
    people::suspend(&shop.market, &mut tx, &staff(shop, by), account.id, why).await?;
    Ok(tx.commit().await?)
}

async fn restores(shop: &Shop, by: &Account, account: &Account) -> Result<()> {
    let mut tx = shop.market.begin().await?;
    people::restore(&shop.market, &mut tx, &staff(shop, by), account.id, WHY).await?;
    Ok(tx.commit().await?)
}

#[tokio::test]
async fn people_are_found_by_their_whole_address_their_id_or_part_of_their_name() {
    let shop = empty_shop().await;
    let sam = shop.an_account_with("Sam", Role::Support).await;
    let (ada, _) = (
        shop.an_account("Ada Lovelace").await,
        shop.an_account("Adam").await,
    );
    let by = staff(&shop, &sam);
    let names = async |words: &str| {
        let found = search(&shop.market.db, &by, words, None).await.unwrap();
        found
            .people
            .into_iter()
            .map(|line| line.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(names(" ADA.lovelace@example.com ").await, ["Ada Lovelace"]);
    assert!(
        names("ada.lovelace@example").await.is_empty(),
        "half an address"
    );
    assert_eq!(names("LOVE").await, ["Ada Lovelace"]);
    assert_eq!(
        names("ada").await,
        ["Adam", "Ada Lovelace"],
        "the newest first"
    );
    assert_eq!(names(&ada.id.to_string()).await, ["Ada Lovelace"]);
    assert_eq!(names("").await.len(), 3);
    for odd in ["%", "_", "'; drop table account", "\u{202e}"] {
        assert!(names(odd).await.is_empty(), "{odd}");
    }
}

#[tokio::test]
async fn the_list_goes_on_after_the_last_and_shows_everybody_once() {
    let shop = empty_shop().await;
    let sam = shop.an_account_with("Sam", Role::Support).await;
    sqlx::query!(
        "insert into account (id, email, name, created_at)
         select gen_random_uuid(), n || '@many.example', 'Many', now() from generate_series(1, 64) n"
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    let by = staff(&shop, &sam);
    let (mut after, mut seen, mut pages) = (None, Vec::<AccountId>::new(), 0);
    loop {
        let found = search(&shop.market.db, &by, "many", after).await.unwrap();
        seen.extend(found.people.iter().map(|line| line.id));
        pages += 1;
        after = found.next;
        if after.is_none() {
            break;
        }
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((all, seen.len(), pages), (64, 64, 3));
}

#[tokio::test]
async fn a_person_is_shown_with_what_helps_and_the_record_only_to_whoever_may_read_it() {
    let shop = empty_shop().await;
    let (sam, mo) = (
        shop.an_account_with("Sam", Role::Support).await,
        shop.an_account_with("Mo", Role::Moderator).await,
    );
    let ada = shop.an_account("Ada").await;
    shop.signs_in(&ada, Browser::default()).await;
    let (db, now) = (&shop.market.db, shop.market.now());
    let seen = person(db, &staff(&shop, &sam), ada.id, now).await.unwrap();
    assert_eq!(
        (seen.name.as_str(), seen.sessions, seen.orders),
        ("Ada", 1, 0)
    );
    assert!(!seen.second_factor && seen.verified_at.is_some() && seen.suspended_at.is_none());
    assert!(seen.latest.is_none());
    let seen = person(db, &staff(&shop, &mo), ada.id, now).await.unwrap();
    let latest = seen.latest.unwrap();
    assert!(latest.iter().any(|entry| entry.act == "session.began"));
    let nobody = person(db, &staff(&shop, &mo), AccountId::new(now), now).await;
    assert!(matches!(nobody, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_suspended_account_is_out_at_once_and_comes_back_as_it_was() {
    let shop = empty_shop().await;
    let mo = shop.an_account_with("Mo", Role::Moderator).await;
    let ada = shop.an_account("Ada").await;
    let signed_in = shop.signs_in(&ada, Browser::default()).await;
    let enters = async || {
        let password = SecretString::from(PASSWORD);
        sign_in(&shop.market, &ada.email, &password, &from_home()).await
    };
    assert_eq!(
        refusal(suspends(&shop, &mo, &ada, "no").await),
        Refusal::ReasonMissing
    );
    assert_eq!(
        refusal(restores(&shop, &mo, &ada).await),
        Refusal::NotSuspended
    );
    suspends(&shop, &mo, &ada, WHY).await.unwrap();
    assert!(shop.who(&signed_in).await.is_none());
    assert_eq!(refusal(enters().await), Refusal::WrongCredentials);
    let again = suspends(&shop, &mo, &ada, WHY).await;
    assert_eq!(refusal(again), Refusal::SuspendedAlready);
    shop.must_be_sound().await;
    shop.works().await;
    assert_eq!(shop.mails_about("Your account was suspended").await, 1);

    restores(&shop, &mo, &ada).await.unwrap();
    assert!(
        shop.who(&signed_in).await.is_none(),
        "old sessions stay ended"
    );
    enters().await.unwrap();
    shop.works().await;
    assert_eq!(shop.mails_about("Your account is open again").await, 1);
    let acts = sqlx::query_scalar!(
        "select reason from audit_entry where act in ('account.suspended', 'account.restored') order by seq"
    );
    let reasons = acts.fetch_all(&shop.market.db).await.unwrap();
    assert_eq!(reasons, [Some(WHY.to_owned()), Some(WHY.to_owned())]);
}

#[tokio::test]
async fn keys_of_a_suspended_account_open_nothing() {
    let shop = empty_shop().await;
    let mo = shop.an_account_with("Mo", Role::Moderator).await;
    let ada = shop.somebody_fresh("Ada").await;
    let form = ApiKeyForm {
        name: "Laptop".to_owned(),
        scopes: vec!["account:read".to_owned()],
        networks: String::new(),
        days: 30,
    };
    let mut tx = shop.market.begin().await.unwrap();
    let (id, sealed) = api_keys::make(&shop.market, &mut tx, &ada, &form)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let key = api_keys::open_shown(&shop.market, &ada, id, &sealed).unwrap();
    let here = "203.0.113.9".parse().unwrap();
    let works = async || api_keys::by_key(&shop.market, &key, here).await;
    works().await.unwrap();
    suspends(&shop, &mo, &ada, WHY).await.unwrap();
    assert!(matches!(works().await, Err(Error::SignInNeeded)));
    restores(&shop, &mo, &ada).await.unwrap();
    works().await.unwrap();
}

#[tokio::test]
async fn who_keeps_the_market_is_suspended_by_another_admin_and_never_by_themselves() {
    let shop = empty_shop().await;
    let (ines, max, mo, sam) = (
        shop.an_account_with("Ines", Role::Admin).await,
        shop.an_account_with("Max", Role::Admin).await,
        shop.an_account_with("Mo", Role::Moderator).await,
        shop.an_account_with("Sam", Role::Support).await,
    );
    let own = suspends(&shop, &ines, &ines, WHY).await;
    assert_eq!(refusal(own), Refusal::SuspendOneself);
    for (by, whom) in [(&mo, &ines), (&mo, &sam), (&sam, &mo)] {
        let refused = suspends(&shop, by, whom, WHY).await;
        assert!(
            matches!(refused, Err(Error::Forbidden)),
            "{} {}",
            by.name,
            whom.name
        );
    }
    let (a, b) = tokio::join!(
        suspends(&shop, &ines, &max, WHY),
        suspends(&shop, &max, &ines, WHY)
    );
    assert!(a.is_ok() != b.is_ok(), "one admin is left: {a:?} {b:?}");
    let left = sqlx::query_scalar!(
        r#"select count(*) as "n!" from account where role = 'admin' and suspended_at is null"#
    );
    assert_eq!(left.fetch_one(&shop.market.db).await.unwrap(), 1);
    suspends(&shop, if a.is_ok() { &ines } else { &max }, &sam, WHY)
        .await
        .unwrap();
    shop.must_be_sound().await;
}
