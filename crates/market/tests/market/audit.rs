use market::accounts::{Customer, Moderator, Role, sign_in};
use market::audit::{self, Act, Actor, Entry, Filter, verify};
use secrecy::SecretString;
use serde_json::json;
use sqlx::PgPool;

use crate::support::{Browser, Shop, empty_shop, from_home};

async fn records(shop: &Shop, reason: &str) {
    let mut tx = shop.market.begin().await.unwrap();
    let entry = Entry::new(
        &from_home(),
        Act::SignedOut,
        ("account", "somebody".to_owned()),
    )
    .before(json!({ "b": 1, "a": { "long name": [1, "ü"], "z": null } }))
    .after(json!({ "password": "hunter2" }))
    .reason(reason);
    audit::record(&shop.market, &mut tx, entry).await.unwrap();
    tx.commit().await.unwrap();
}

/// What somebody with the database, and without the market's secret, may try.
async fn tampers(db: &PgPool, sql: &'static str) {
    let mut tx = db.begin().await.unwrap();
    let tries = [
        "alter table audit_entry disable trigger all",
        sql,
        "alter table audit_entry enable trigger all",
    ];
    for step in tries {
        sqlx::raw_sql(step).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn entries_recorded_at_once_make_one_sound_chain() {
    let shop = empty_shop().await;
    let many = (0..20).map(|n| {
        let shop = &shop;
        async move { records(shop, &format!("reason {n}")).await }
    });
    futures::future::join_all(many).await;
    let verdict = verify(&shop.market, None).await.unwrap();
    assert_eq!((verdict.sound, verdict.broken), (20, None));
    assert_eq!(verdict.head.unwrap().seq, 20);
}

#[tokio::test]
async fn what_is_rolled_back_leaves_no_gap() {
    let shop = empty_shop().await;
    records(&shop, "first").await;
    let mut tx = shop.market.begin().await.unwrap();
    let entry = Entry::new(
        &Actor::default(),
        Act::SignedOut,
        ("account", "x".to_owned()),
    );
    audit::record(&shop.market, &mut tx, entry).await.unwrap();
    drop(tx);
    records(&shop, "second").await;
    assert_eq!(verify(&shop.market, None).await.unwrap().sound, 2);
}

#[tokio::test]
async fn entries_cannot_be_changed_or_removed() {
    let shop = empty_shop().await;
    records(&shop, "first").await;
    for sql in [
        "update audit_entry set reason = 'x'",
        "delete from audit_entry",
        "truncate audit_entry",
    ] {
        assert!(
            sqlx::raw_sql(sql).execute(&shop.market.db).await.is_err(),
            "{sql}"
        );
    }
}

#[tokio::test]
async fn whoever_gets_around_that_is_found_out_at_the_first_entry_they_touched() {
    let cases = [
        (
            "update audit_entry set reason = 'another' where seq = 3",
            3,
            "it was changed",
        ),
        (
            "update audit_entry set after = '{\"password\": \"x\"}' where seq = 2",
            2,
            "it was changed",
        ),
        (
            "update audit_entry set at = at + interval '1 microsecond' where seq = 1",
            1,
            "it was changed",
        ),
        (
            "update audit_entry set account_id = gen_random_uuid() where seq = 5",
            5,
            "it was changed",
        ),
        (
            "delete from audit_entry where seq = 2",
            3,
            "entries before it are missing",
        ),
        (
            "update audit_entry set hash = null where seq = 4",
            4,
            "it carries no hash",
        ),
        (
            "update audit_entry set previous_hash = sha256('x') where seq = 4",
            4,
            "it does not follow the entry before it",
        ),
        (
            "delete from audit_entry where seq = 1",
            2,
            "it does not follow the entry before it",
        ),
    ];
    for (sql, seq, why) in cases {
        let shop = empty_shop().await;
        for n in 0..5 {
            records(&shop, &format!("reason {n}")).await;
        }
        tampers(&shop.market.db, sql).await;
        let broken = verify(&shop.market, None)
            .await
            .unwrap()
            .broken
            .unwrap_or_else(|| panic!("{sql}"));
        assert_eq!((broken.seq, broken.why), (seq, why), "{sql}");
    }
}

#[tokio::test]
async fn whoever_noted_an_earlier_end_down_sees_that_the_record_was_cut() {
    let shop = empty_shop().await;
    for n in 0..3 {
        records(&shop, &format!("reason {n}")).await;
    }
    let head = verify(&shop.market, None)
        .await
        .unwrap()
        .head
        .unwrap()
        .to_string();
    records(&shop, "later").await;
    let later = verify(&shop.market, Some(&head)).await.unwrap();
    assert!(later.known_is_there && later.broken.is_none());
    tampers(&shop.market.db, "delete from audit_entry where seq > 2").await;
    let cut = verify(&shop.market, Some(&head)).await.unwrap();
    assert!(!cut.known_is_there && cut.broken.is_none());
}

#[tokio::test]
async fn a_failed_sign_in_is_recorded_for_an_account_that_is_there() {
    let shop = empty_shop().await;
    let ada = shop.an_account("Ada").await;
    let wrong = SecretString::from("not the right password");
    for email in [ada.email.as_str(), "nobody@example.com"] {
        sign_in(&shop.market, email, &wrong, &from_home())
            .await
            .unwrap_err();
    }
    let by = Customer::of(ada);
    for _ in 0..100 {
        if !audit::of_account(&shop.market.db, &by, 10)
            .await
            .unwrap()
            .len()
            > 1
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let noted = audit::of_account(&shop.market.db, &by, 10).await.unwrap();
    assert_eq!(noted.len(), 2, "after the account was opened");
    assert_eq!(
        (noted[0].act.as_str(), noted[0].who.as_deref()),
        ("session.refused", None)
    );
    assert_eq!(noted[0].address.as_deref(), Some("203.0.113.x"));
    assert_eq!(noted[0].request.as_deref(), Some("request-1"));
    assert_eq!(verify(&shop.market, None).await.unwrap().sound, 2);
}

#[tokio::test]
async fn a_sign_in_is_recorded_with_its_session_and_found_by_those_who_keep_the_market() {
    let shop = empty_shop().await;
    let (ada, eve) = (shop.an_account("Ada").await, shop.an_account("Eve").await);
    let signed_in = shop.signs_in(&ada, Browser::default()).await;
    shop.signs_in(&eve, Browser::default()).await;
    let mut admin = shop.an_account("Ines").await;
    admin.role = Role::Admin;
    let by = Moderator::of(Customer::of(admin), &shop.market.policy).unwrap();
    let finds = async |filter: Filter| audit::list(&shop.market.db, &by, &filter).await.unwrap();
    let all = finds(Filter::default()).await;
    assert_eq!((all.total, all.pages), (5, 1), "with three accounts opened");
    let who: Vec<_> = all
        .entries
        .iter()
        .map(|entry| entry.who.as_deref())
        .collect();
    assert_eq!(who[..2], [Some("Ines"), Some("Eve")], "newest first");

    let adas = finds(Filter {
        account: Some(" ADA@example.com".trim().to_owned()),
        ..Filter::default()
    });
    let adas = adas.await;
    assert_eq!(adas.total, 2);
    assert_eq!(adas.entries[0].session, Some(signed_in.pass.id.0));
    let tomorrow = shop.market.now().date().next_day();
    let none = [
        Filter {
            act: Some(Act::SignedOut),
            ..Filter::default()
        },
        Filter {
            account: Some("nobody@example.com".to_owned()),
            ..Filter::default()
        },
        Filter {
            object: Some("license".to_owned()),
            ..Filter::default()
        },
        Filter {
            since: tomorrow,
            ..Filter::default()
        },
    ];
    for filter in none {
        assert_eq!(finds(filter.clone()).await.total, 0, "{filter:?}");
    }
}
