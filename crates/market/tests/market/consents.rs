use market::accounts::federation::{Identity, Provider, arrive};
use market::checkout::Placement;
use market::consent::{Document, accept_terms, given, has_accepted};
use market::{AccountId, Refusal};

use crate::support::{Shop, empty_shop, from_home, refusal, shop};

struct Row {
    subject: String,
    version: Option<i32>,
    way: String,
    address: Option<String>,
    sha256: Option<String>,
}

async fn consents(shop: &Shop, of: AccountId) -> Vec<Row> {
    sqlx::query_as!(
        Row,
        r#"select subject, consent.version, way, address, encode(sha256, 'hex') as "sha256?"
           from consent left join document_version on document = subject and document_version.version = consent.version
           where account_id = $1 order by given_at, subject desc"#,
        of.0
    )
    .fetch_all(&shop.market.db)
    .await
    .unwrap()
}

async fn agrees(shop: &Shop, of: AccountId) -> bool {
    let (db, now) = (&shop.market.db, shop.market.now());
    has_accepted(db, of, Document::Terms, now).await.unwrap()
}

/// Whoever agreed has agreed to an earlier version only.
async fn the_terms_change(shop: &Shop) {
    sqlx::raw_sql(
        "insert into document_version select document, 0, since, sha256 from document_version where document = 'terms';
         update consent set version = 0 where subject = 'terms'",
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
}

#[tokio::test]
async fn signing_up_and_buying_say_which_text_was_agreed_to_and_where() {
    let shop = shop().await;
    let ada = shop.a_customer("Ada").await;
    let rows = consents(&shop, ada.id).await;
    let said: Vec<_> = rows
        .iter()
        .map(|row| (row.subject.as_str(), row.version, row.way.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            ("terms", Some(1), "sign-up"),
            ("privacy", Some(1), "sign-up")
        ]
    );
    assert!(
        rows.iter()
            .all(|row| row.address.as_deref() == Some("203.0.113.x"))
    );
    let terms = Document::Terms.current(shop.market.now());
    assert_eq!(rows[0].sha256.as_deref(), Some(terms.sha256));

    shop.buys(&ada, shop.a_paid_product().await.id).await;
    let rows = consents(&shop, ada.id).await;
    let at_checkout: Vec<_> = rows
        .iter()
        .filter(|row| row.way == "checkout")
        .map(|row| row.subject.as_str())
        .collect();
    assert_eq!(at_checkout, ["terms", "license"]);
    let listed = given(&shop.market.db, &ada).await.unwrap();
    let terms = listed
        .iter()
        .find(|given| given.subject == "terms")
        .unwrap();
    assert_eq!((terms.version, terms.times), (Some(1), 2));
}

#[tokio::test]
async fn nobody_buys_under_terms_they_have_not_agreed_to_and_everybody_keeps_what_is_theirs() {
    let shop = shop().await;
    let ada = shop.a_customer_with_a_cart("Ada").await;
    let free = shop.a_free_product().await.id;
    the_terms_change(&shop).await;
    assert!(!agrees(&shop, ada.id).await);
    assert!(
        shop.owned(&ada).await.is_empty(),
        "looking is not asked for"
    );

    let silent = Placement {
        terms_seen: None,
        ..shop.form(&ada).await
    };
    let refused = refusal(shop.places(&ada, &silent).await);
    assert_eq!(refused, Refusal::TermsNotAccepted);
    let earlier = Placement {
        terms_seen: Some(0),
        ..shop.form(&ada).await
    };
    let refused = refusal(shop.places(&ada, &earlier).await);
    assert_eq!(refused, Refusal::TermsChanged);
    let form = shop.form(&ada).await;
    shop.places(&ada, &form).await.unwrap();
    assert!(agrees(&shop, ada.id).await);

    shop.puts_into_cart(&ada, free).await.unwrap();
    let silent = Placement {
        terms_seen: None,
        ..shop.form(&ada).await
    };
    shop.places(&ada, &silent).await.unwrap();
}

#[tokio::test]
async fn a_refused_order_leaves_no_consent() {
    let shop = shop().await;
    let ada = shop.a_customer_with_a_cart("Ada").await;
    let form = Placement {
        seen_total_minor: 1,
        ..shop.form(&ada).await
    };
    assert_eq!(
        refusal(shop.places(&ada, &form).await),
        Refusal::PriceChanged
    );
    let rows = consents(&shop, ada.id).await;
    assert!(rows.iter().all(|row| row.way == "sign-up"));
}

#[tokio::test]
async fn whoever_comes_through_another_service_agrees_by_themselves() {
    let shop = empty_shop().await;
    let identity = Identity {
        provider: Provider::Google,
        subject: "1".to_owned(),
        email: "ada@example.com".to_owned(),
        email_verified: true,
        name: "Ada".to_owned(),
    };
    let arrived = arrive(&shop.market, &identity, &from_home()).await.unwrap();
    let ada = market::accounts::Customer::of(arrived.account);
    assert!(consents(&shop, ada.id).await.is_empty());
    let accept = async |seen: i32| {
        let mut tx = shop.market.begin().await?;
        accept_terms(&shop.market, &mut tx, &ada, seen).await?;
        Ok(tx.commit().await?)
    };
    let now = shop.terms_now();
    assert_eq!(refusal(accept(now + 1).await), Refusal::TermsChanged);
    assert!(!agrees(&shop, ada.id).await);
    accept(now).await.unwrap();
    assert!(agrees(&shop, ada.id).await);
}

#[test]
fn the_versions_of_a_document_follow_one_another() {
    for document in Document::ALL {
        let versions = document.versions();
        for (nth, version) in versions.iter().enumerate() {
            assert_eq!(usize::try_from(version.number).unwrap(), nth + 1);
            assert_eq!(version.sha256.len(), 64);
        }
        assert!(versions.is_sorted_by(|a, b| a.since < b.since));
    }
}
