use market::accounts::impersonation::{self, Impersonation};
use market::accounts::session;
use market::accounts::{
    Account, Customer, Fresh, Role, Staff, appoint, change_password, people, prove_again,
};
use market::{Error, Refusal, Result, audit, downloads, licensing};
use secrecy::SecretString;
use time::Duration;

use crate::support::{Browser, PASSWORD, Shop, SignedIn, empty_shop, from_home, refusal, shop};

const WHY: &str = "She cannot find her order and asked for help.";

async fn an_admin(shop: &Shop) -> SignedIn {
    let account = shop.an_account_with("Ines", Role::Admin).await;
    shop.signs_in(&account, Browser::default()).await
}

async fn begins(shop: &Shop, by: &SignedIn, subject: &Account, why: &str) -> Result<Impersonation> {
    let customer = shop.who(by).await.ok_or(Error::SignInNeeded)?;
    let fresh = Fresh::of(customer, shop.market.now())?;
    let mut tx = shop.market.begin().await?;
    impersonation::begin(&shop.market, &mut tx, &fresh, subject.id, why).await?;
    tx.commit().await?;
    Ok(stands(shop, by).await.unwrap())
}

async fn stands(shop: &Shop, by: &SignedIn) -> Option<Impersonation> {
    let (db, now) = (&shop.market.db, shop.market.now());
    impersonation::of_session(db, by.pass.id, now)
        .await
        .unwrap()
}

async fn ends(shop: &Shop, on: &Impersonation) {
    let mut tx = shop.market.begin().await.unwrap();
    impersonation::end(&shop.market, &mut tx, on, from_home())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_admin_stands_in_a_customers_place_for_half_an_hour_and_no_longer() {
    let shop = empty_shop().await;
    let (ines, ada) = (an_admin(&shop).await, shop.an_account("Ada").await);
    assert!(stands(&shop, &ines).await.is_none());
    let on = begins(&shop, &ines, &ada, WHY).await.unwrap();
    assert_eq!((on.subject.id, on.over), (ada.id, false));
    assert!(on.until <= shop.market.now() + impersonation::LASTS);
    shop.market.clock.advance(Duration::minutes(29));
    assert!(!stands(&shop, &ines).await.unwrap().over);
    shop.market.clock.advance(Duration::minutes(1));
    let on = stands(&shop, &ines).await.unwrap();
    assert!(on.over, "and until they step back, they are in nobody's");
    ends(&shop, &on).await;
    assert!(stands(&shop, &ines).await.is_none());
    begins(&shop, &ines, &ada, WHY).await.unwrap();
}

#[tokio::test]
async fn it_takes_a_reason_a_fresh_proof_and_the_permission() {
    let shop = empty_shop().await;
    let (ines, ada) = (an_admin(&shop).await, shop.an_account("Ada").await);
    for why in ["", "because", "         x          ", &"x".repeat(501)] {
        let refused = begins(&shop, &ines, &ada, why).await;
        assert_eq!(refusal(refused), Refusal::ReasonMissing, "{why}");
    }
    for (name, role) in [
        ("Sam", Role::Support),
        ("Mo", Role::Moderator),
        ("Eve", Role::Customer),
    ] {
        let mut account = shop.an_account_with(name, role).await;
        if role == Role::Customer {
            account.session_version -= 1;
        }
        let signed_in = shop.signs_in(&account, Browser::default()).await;
        let refused = begins(&shop, &signed_in, &ada, WHY).await;
        assert!(
            matches!(refused, Err(Error::Forbidden)),
            "{role:?} {refused:?}"
        );
    }
    shop.market.clock.advance(Duration::minutes(61));
    let stale = begins(&shop, &ines, &ada, WHY).await;
    assert!(matches!(stale, Err(Error::ProofNeeded)), "{stale:?}");
}

#[tokio::test]
async fn nobody_stands_in_the_place_of_staff_of_the_suspended_or_of_themselves() {
    let shop = empty_shop().await;
    let ines = an_admin(&shop).await;
    let by = shop.who(&ines).await.unwrap();
    let own = Account::clone(&by);
    let staff = shop.an_account_with("Sam", Role::Support).await;
    let out = shop.an_account("Out").await;
    suspends(&shop, &ines, &out).await.unwrap();
    for account in [&own, &staff, &out] {
        let refused = begins(&shop, &ines, account, WHY).await;
        assert_eq!(
            refusal(refused),
            Refusal::NotToBeImpersonated,
            "{}",
            account.name
        );
    }
    let mut nobody = out;
    nobody.id = market::AccountId::new(shop.market.now());
    let refused = begins(&shop, &ines, &nobody, WHY).await;
    assert!(matches!(refused, Err(Error::NotFound)));
}

async fn suspends(shop: &Shop, by: &SignedIn, account: &Account) -> Result<()> {
    let by = Staff::of(shop.who(by).await.unwrap(), &shop.market.policy)?;
    let mut tx = shop.market.begin().await?;
    people::suspend(&shop.market, &mut tx, &by, account.id, WHY).await?;
    Ok(tx.commit().await?)
}

#[tokio::test]
async fn one_is_in_one_place_at_a_time_in_whatever_browser_and_however_fast() {
    let shop = empty_shop().await;
    let (ines, ada, eve) = (
        an_admin(&shop).await,
        shop.an_account("Ada").await,
        shop.an_account("Eve").await,
    );
    let admin = Account::clone(&shop.who(&ines).await.unwrap());
    let other = shop.signs_in(&admin, Browser::default()).await;
    let (a, b) = tokio::join!(
        begins(&shop, &ines, &ada, WHY),
        begins(&shop, &other, &eve, WHY)
    );
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    let late = if a.is_ok() { b } else { a };
    assert_eq!(refusal(late), Refusal::ImpersonatingAlready);
    let rows = sqlx::query_scalar!(r#"select count(*) as "n!" from impersonation"#);
    assert_eq!(rows.fetch_one(&shop.market.db).await.unwrap(), 1);
}

#[tokio::test]
async fn whatever_ends_either_ones_sessions_ends_it_at_once() {
    let shop = empty_shop().await;
    let ines = an_admin(&shop).await;
    let endings = ["suspended", "role", "signed-out"];
    for how in endings {
        let customer = shop.an_account(how).await;
        let on = begins(&shop, &ines, &customer, WHY).await.unwrap();
        let mut tx = shop.market.begin().await.unwrap();
        match how {
            "suspended" => {
                tx.rollback().await.unwrap();
                suspends(&shop, &ines, &customer).await.unwrap();
            }
            "role" => {
                let role = Role::Support;
                appoint(&shop.market, &mut tx, &customer.email, role)
                    .await
                    .unwrap();
                tx.commit().await.unwrap();
            }
            _ => {
                session::end_all(&mut tx, customer.id).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
        assert!(stands(&shop, &ines).await.unwrap().over, "{how}");
        ends(&shop, &on).await;
    }
    let customer = shop.an_account("Last").await;
    begins(&shop, &ines, &customer, WHY).await.unwrap();
    shop.an_account_with("Max", Role::Admin).await;
    let mut tx = shop.market.begin().await.unwrap();
    appoint(&shop.market, &mut tx, "ines@example.com", Role::Customer)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(
        shop.who(&ines).await.is_none(),
        "without the role the session that carried it is gone"
    );
}

#[tokio::test]
async fn money_and_secrets_are_closed_by_the_proof_itself() {
    let shop = shop().await;
    let ines = an_admin(&shop).await;
    let ada = shop.a_customer("Ada").await;
    shop.buys(&ada, shop.a_paid_product().await.id).await;
    let owned = shop.owned(&ada).await.remove(0);
    let free = shop.a_free_product().await;
    shop.puts_into_cart(&ada, free.id).await.unwrap();
    let on = begins(&shop, &ines, &ada, WHY).await.unwrap();
    let by = Customer::in_place(&on, from_home());
    assert_eq!((by.id, by.session()), (ada.id, None));

    let market = &shop.market;
    let password = SecretString::from(PASSWORD);
    let mut tx = market.begin().await.unwrap();
    let license = owned.license.as_ref().unwrap().id;
    let form = shop.form(&ada).await;
    let tries: Vec<Result<()>> = vec![
        Fresh::of(by.clone(), market.now()).map(drop),
        Staff::of(by.clone(), &market.policy).map(drop),
        prove_again(market, &by, &password, "").await.map(drop),
        licensing::reveal(market, &mut tx, &by, license)
            .await
            .map(drop),
        downloads::link(market, &mut tx, &by, owned.entitlement, owned.assets[0].id)
            .await
            .map(drop),
        change_password(
            market,
            &by,
            &password,
            &SecretString::from("another fine password"),
        )
        .await
        .map(drop),
        market::checkout::place(&mut tx, &by, &form, market.now(), &market.policy)
            .await
            .map(drop),
        market::accounts::ask_email_change(market, &by, "new@example.com", &password)
            .await
            .map(drop),
    ];
    for (nth, tried) in tries.into_iter().enumerate() {
        assert_eq!(refusal(tried), Refusal::NotInTheirPlace, "try {nth}");
    }
}

#[tokio::test]
async fn the_record_names_both_and_the_customer_sees_it_without_the_reason_and_is_mailed() {
    let shop = empty_shop().await;
    let (ines, ada) = (an_admin(&shop).await, shop.a_customer("Ada").await);
    let on = begins(&shop, &ines, &ada, WHY).await.unwrap();
    let market = &shop.market;
    impersonation::note(market, &on, "/api/save-profile", true, from_home())
        .await
        .unwrap();
    impersonation::note(market, &on, "/api/place-order", false, from_home())
        .await
        .unwrap();
    ends(&shop, &on).await;
    ends(&shop, &on).await;
    let rows = sqlx::query!(
        r#"select act, account_id, on_behalf_of, session_id, reason from audit_entry where act like 'impersonation.%' order by seq"#
    )
    .fetch_all(&market.db)
    .await
    .unwrap();
    let acts: Vec<_> = rows.iter().map(|row| row.act.as_str()).collect();
    let all = [
        "impersonation.began",
        "impersonation.acted",
        "impersonation.refused",
        "impersonation.ended",
    ];
    assert_eq!(acts, all, "and ending twice is ending once");
    for row in &rows {
        assert_eq!(row.account_id, Some(ines.pass.account.0));
        assert_eq!(row.on_behalf_of, Some(ada.id.0));
        assert_eq!(row.session_id, Some(ines.pass.id.0));
    }
    assert_eq!(rows[0].reason.as_deref(), Some(WHY));
    assert!(audit::verify(market, None).await.unwrap().broken.is_none());

    let seen = audit::of_account(&market.db, &ada, 20).await.unwrap();
    let looked = seen.iter().find(|entry| entry.act == "impersonation.began");
    assert_eq!(looked.unwrap().label(), "Support looked at the account");
    assert!(
        looked.unwrap().address.is_none(),
        "from where is not hers to know"
    );
    shop.works().await;
    assert_eq!(
        shop.mails_about("Our support looks at your account").await,
        1
    );
    assert!(
        shop.mails()
            .await
            .iter()
            .all(|mail| !mail.contains("cannot find her order"))
    );
}

#[tokio::test]
async fn a_changed_name_behind_an_act_breaks_the_chain() {
    let shop = empty_shop().await;
    let (ines, ada) = (an_admin(&shop).await, shop.an_account("Ada").await);
    begins(&shop, &ines, &ada, WHY).await.unwrap();
    sqlx::query!("alter table audit_entry disable trigger all")
        .execute(&shop.market.db)
        .await
        .unwrap();
    sqlx::query!("update audit_entry set on_behalf_of = null where act = 'impersonation.began'")
        .execute(&shop.market.db)
        .await
        .unwrap();
    let verdict = audit::verify(&shop.market, None).await.unwrap();
    assert_eq!(verdict.broken.unwrap().why, "it was changed");
}
