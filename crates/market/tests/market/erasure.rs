use std::collections::BTreeSet;
use std::io::Cursor;

use bytes::Bytes;
use market::accounts::{
    Account, AddressForm, Customer, ProfileForm, Role, SignUp, VendorMember, VendorRole,
    add_address, ask_email_change, ask_reset, avatar_picture, profile, save_profile, set_avatar,
    sign_in,
};
use market::erasure::{self, Fate, Known, OWNED, PERSONAL};
use market::vendors::team;
use market::{AccountId, Error, Refusal, Result, licensing};
use secrecy::SecretString;
use time::Duration;

use crate::closing::{closes, grace_passes, is_erased};
use crate::support::{PASSWORD, Shop, empty_shop, from_home, refusal, shop};

const LINK: &str = "What we know about your address";
const GUEST: &str = "guest@elsewhere.example";

async fn erases(shop: &Shop, token: &str) -> Result<()> {
    let mut tx = shop.market.begin().await?;
    erasure::erase_address(&shop.market, &mut tx, token, &from_home()).await?;
    Ok(tx.commit().await?)
}

/// The link that was mailed to somebody who has asked.
async fn asks(shop: &Shop, email: &str) -> String {
    erasure::ask(&shop.market, email).await.unwrap();
    shop.works().await;
    let (to, about) = (format!("To: {email}\r\n"), format!("Subject: {LINK}"));
    let mails = shop.mails().await;
    let mails = mails
        .iter()
        .filter(|mail| mail.contains(&to) && mail.contains(&about));
    // A later request has a later id, and the mail has that.
    let newest = mails.max_by_key(|mail| mail.split("Message-ID:").nth(1).map(str::to_owned));
    let readable = newest.unwrap().replace("=\r\n", "").replace("=3D", "=");
    let (_, token) = readable.split_once("?token=").unwrap();
    token.split_whitespace().next().unwrap().to_owned()
}

/// Somebody who acts for a vendor of the demo asks this address into its team.
async fn is_invited(shop: &Shop, email: &str) {
    let owner = sqlx::query_scalar!(
        r#"select account_id as "id: AccountId" from vendor_member where role = 'owner' order by vendor_id limit 1"#
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    let account = Account {
        id: owner,
        email: String::new(),
        name: String::new(),
        role: Role::Customer,
        sells: true,
        session_version: 1,
        closing_at: None,
        avatar: None,
        time_zone: "UTC".to_owned(),
        created_at: shop.market.now(),
    };
    let seat = VendorMember::of(&shop.market.db, Customer::of(account), None);
    let seat = seat.await.unwrap();
    let mut tx = shop.market.begin().await.unwrap();
    team::invite(&shop.market, &mut tx, &seat, email, VendorRole::Support)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

fn a_picture() -> Bytes {
    let mut file = Vec::new();
    image::DynamicImage::new_rgb8(64, 64)
        .write_to(&mut Cursor::new(&mut file), image::ImageFormat::Png)
        .unwrap();
    file.into()
}

/// Rows of every table in which one of these words stands, in letters or in the bytes of a file.
async fn rows_with(shop: &Shop, words: &[&str]) -> Vec<String> {
    let tables = sqlx::query_scalar!(
        r#"select table_name::text as "name!" from information_schema.tables
           where table_schema = 'public' and table_type = 'BASE TABLE'"#
    )
    .fetch_all(&shop.market.db)
    .await
    .unwrap();
    let mut found = Vec::new();
    for table in &tables {
        for word in words {
            let bytes = hex::encode(word);
            let sql = format!(
                "select '{table}: ' || t::text from \"{table}\" t where t::text ilike '%{word}%' or t::text ilike '%{bytes}%'"
            );
            #[expect(
                clippy::disallowed_methods,
                reason = "which tables there are is known at run time only"
            )]
            let rows = sqlx::query_scalar::<_, String>(sqlx::AssertSqlSafe(sql));
            found.extend(rows.fetch_all(&shop.market.db).await.unwrap());
        }
    }
    found
}

/// Every way to sign in there is, and a seat at a vendor.
async fn has_a_bit_of_everything(shop: &Shop, account: AccountId) {
    let sql = "
        insert into authenticator (account_id, secret_sealed, created_at) values ('$1', 'sealed', now());
        insert into recovery_code (account_id, code_hash, created_at) values ('$1', sha256('code'), now());
        insert into passkey (id, account_id, credential_id, credential, name, created_at)
        values (gen_random_uuid(), '$1', 'credential', '{}', 'Phone of Quillfeather', now());
        insert into passkey_question (id, account_id, kind, options, state, asked_at)
        values (gen_random_uuid(), '$1', 'add', '{\"user\": \"zephyrine\"}', '{}', now());
        insert into federated_identity (provider, subject, account_id, email, linked_at)
        values ('google', '4711', '$1', 'quillfeather@gmail.example', now());
        insert into api_key (id, account_id, name, key_hash, ending, scopes, networks, created_at, expires_at)
        values (gen_random_uuid(), '$1', 'Quillfeather nightly', sha256('key'), 'abcd', '{account:read}', '{}', now(), now() + interval '1 year');
        insert into mail_choice (account_id, topic, wanted, chosen_at) values ('$1', 'sales', false, now());
        insert into data_export (id, account_id, asked_at, object_key, bytes, sha256, ready_at, expires_at)
        values (gen_random_uuid(), '$1', now(), 'exports/quillfeather', 1, sha256('file'), now(), now() + interval '7 days');
        insert into vendor_member (vendor_id, account_id, role, since)
        select id, '$1', 'support', now() from vendor order by id desc limit 1";
    let sql = sql.replace("$1", &account.to_string());
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
        .execute(&shop.market.db)
        .await
        .unwrap();
}

/// How many rows each table that is said to lose them has of the account.
async fn rows_to_be_removed(shop: &Shop, account: AccountId) -> Vec<(&'static str, i64)> {
    let mut rows = Vec::new();
    for (table, fate, _) in OWNED {
        if *fate != Fate::Removed {
            continue;
        }
        let sql = format!("select count(*) from {table} where account_id = '{account}'");
        #[expect(
            clippy::disallowed_methods,
            reason = "the table is known at run time only"
        )]
        let count = sqlx::query_scalar::<_, i64>(sqlx::AssertSqlSafe(sql));
        rows.push((*table, count.fetch_one(&shop.market.db).await.unwrap()));
    }
    rows
}

#[tokio::test]
async fn an_erased_account_leaves_no_word_of_its_owner_in_any_table() {
    let shop = shop().await;
    let ada = shop.somebody_fresh("Zephyrine").await;
    shop.buys(&ada, shop.a_paid_product().await.id).await;
    shop.puts_into_cart(&ada, shop.a_free_product().await.id)
        .await
        .unwrap();
    let form = ProfileForm {
        name: "Zephyrine Quillfeather".to_owned(),
        bio: "I mend Quillfeather clocks.".to_owned(),
        locale: "de".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
    };
    save_profile(&shop.market, &ada, &form).await.unwrap();
    let picture = set_avatar(&shop.market, &ada, a_picture()).await.unwrap();
    let home = AddressForm {
        name: "Zephyrine Quillfeather".to_owned(),
        company: "Quillfeather Clocks".to_owned(),
        line1: "1 Quillfeather Lane".to_owned(),
        city: "Quillfeatherham".to_owned(),
        country: "DE".to_owned(),
        for_billing: true,
        ..AddressForm::default()
    };
    add_address(&shop.market, &ada, &home).await.unwrap();
    let password = SecretString::from(PASSWORD);
    ask_email_change(&shop.market, &ada, "quillfeather@new.example", &password)
        .await
        .unwrap();
    ask_reset(&shop.market, &ada.email).await.unwrap();
    is_invited(&shop, &ada.email).await;
    sqlx::query!(
        "insert into review (id, product_id, account_id, rating, body, version_number, state, created_at)
         select gen_random_uuid(), id, $1, 5, 'Works.', '1.0.0', 'hidden', now() from product limit 1",
        ada.id.0
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    shop.works().await;
    sqlx::query!(
        "update job set parked_at = now(), done_at = null, last_error = 'no mailbox ZEPHYRINE@example.com here'
         where kind = 'send-receipt'"
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    has_a_bit_of_everything(&shop, ada.id).await;
    let rows = rows_to_be_removed(&shop, ada.id).await;
    assert!(rows.iter().all(|(_, rows)| *rows > 0), "{rows:?}");
    let words = ["zephyrine", "quillfeather"];
    assert!(
        rows_with(&shop, &words).await.len() > 7,
        "there is something to erase"
    );

    closes(&shop, &ada).await.unwrap();
    grace_passes(&shop).await;
    assert!(is_erased(&shop, ada.id).await);
    market::retention::sweep(&shop.market).await.unwrap();
    let left = rows_with(&shop, &words).await;
    assert!(left.is_empty(), "{left:#?}");
    let rows = rows_to_be_removed(&shop, ada.id).await;
    assert!(rows.iter().all(|(_, rows)| *rows == 0), "{rows:?}");
    let shown = avatar_picture(&shop.market, picture).await;
    assert!(matches!(shown, Err(Error::NotFound)));
    let now = profile(&shop.market.db, ada.id).await.unwrap();
    assert_eq!((now.name.as_str(), now.bio.as_str()), (erasure::NAME, ""));
    let kept = sqlx::query!(
        r#"select gross_minor, restricted_at is not null as "restricted!", license.state,
                  (select name from review join account on account.id = review.account_id
                   where review.account_id = $1) as "reviewer!"
           from order_group join entitlement on entitlement.account_id = order_group.account_id
           join license on license.entitlement_id = entitlement.id where order_group.account_id = $1"#,
        ada.id.0
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    assert!(kept.gross_minor > 0 && kept.restricted);
    assert_eq!(kept.state, "active", "the license stands by its key");
    assert_eq!(kept.reviewer, erasure::NAME);
    let audit = market::audit::verify(&shop.market, None).await.unwrap();
    assert_eq!(audit.broken, None);
    // The parked receipt is what the test has parked.
    sqlx::query!("update job set done_at = now(), parked_at = null where kind = 'send-receipt'")
        .execute(&shop.market.db)
        .await
        .unwrap();
    shop.must_be_sound().await;
}

#[tokio::test]
async fn nobody_signs_in_to_what_was_erased_and_the_address_is_free_for_a_new_beginning() {
    let shop = shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    shop.buys(&ada, shop.a_paid_product().await.id).await;
    for _ in 0..2 {
        let signed_up = SignUp {
            name: "Ada".to_owned(),
            email: ada.email.clone(),
            password: SecretString::from(PASSWORD),
            terms_seen: None,
        };
        let taken = shop.opens(&signed_up).await;
        assert_eq!(refusal(taken), Refusal::SignUpCodeWrong);
        let account = sign_in(&shop.market, &ada.email, &signed_up.password, &from_home())
            .await
            .unwrap();
        let here = shop.signs_in(&account, Default::default()).await;
        let here = shop.who(&here).await.unwrap();
        let fresh = market::accounts::Fresh::of(here, shop.market.now()).unwrap();
        closes(&shop, &fresh).await.unwrap();
        grace_passes(&shop).await;
        let gone = sign_in(&shop.market, &ada.email, &signed_up.password, &from_home()).await;
        assert_eq!(refusal(gone), Refusal::WrongCredentials);
        let anew = shop.opens(&signed_up).await.unwrap();
        assert_ne!(anew.id, account.id);
        let anew = Customer::of(anew);
        assert!(shop.owned(&anew).await.is_empty());
        let licenses = licensing::list(&shop.market.db, &anew, None, 10).await;
        assert!(licenses.unwrap().is_empty());
    }
    shop.must_be_sound().await;
}

#[tokio::test]
async fn an_address_without_an_account_is_erased_by_whoever_reads_its_mail() {
    let shop = shop().await;
    is_invited(&shop, GUEST).await;
    ask_reset(&shop.market, GUEST).await.unwrap();
    let token = asks(&shop, GUEST).await;
    for _ in 0..2 {
        let known = erasure::known(&shop.market, &token).await.unwrap();
        let expected = Known {
            account: false,
            invitations: 1,
            changes: 0,
            resets: 1,
            sign_ups: 0,
        };
        assert_eq!(known, Some(expected), "looking uses nothing up");
    }
    let (one, other) = tokio::join!(erases(&shop, &token), erases(&shop, &token));
    assert_ne!(one.is_ok(), other.is_ok(), "{one:?} {other:?}");
    assert_eq!(erasure::known(&shop.market, &token).await.unwrap(), None);
    let left = rows_with(&shop, &[GUEST]).await;
    assert!(left.is_empty(), "{left:#?}");
    assert_eq!(erasure::record(&shop.market.db).await.unwrap().len(), 1);
}

#[tokio::test]
async fn nothing_is_mailed_about_an_address_of_which_nothing_is_known_nor_again_and_again() {
    let shop = shop().await;
    erasure::ask(&shop.market, "stranger@elsewhere.example")
        .await
        .unwrap();
    shop.works().await;
    assert_eq!(shop.mails_about(LINK).await, 0);
    is_invited(&shop, GUEST).await;
    for _ in 0..3 {
        erasure::ask(&shop.market, GUEST).await.unwrap();
        shop.works().await;
    }
    assert_eq!(shop.mails_about(LINK).await, 1, "one within a minute");
    for _ in 0..9 {
        shop.market.clock.advance(Duration::minutes(2));
        erasure::ask(&shop.market, GUEST).await.unwrap();
        shop.works().await;
    }
    let sent = shop.mails_about(LINK).await;
    assert!((3..=5).contains(&sent), "{sent} within a day");
    let wrong = erasure::ask(&shop.market, "no address").await;
    assert_eq!(refusal(wrong), Refusal::EmailInvalid);
}

#[tokio::test]
async fn a_link_ends_after_a_day_and_an_account_is_not_erased_by_one() {
    let shop = empty_shop().await;
    let ada = shop.a_customer("Ada").await;
    let token = asks(&shop, &ada.email).await;
    let known = erasure::known(&shop.market, &token).await.unwrap().unwrap();
    assert!(known.account && !known.any());
    erases(&shop, &token).await.unwrap();
    assert!(!is_erased(&shop, ada.id).await);
    shop.market.clock.advance(Duration::minutes(2));
    let token = asks(&shop, &ada.email).await;
    shop.market.clock.advance(Duration::hours(25));
    assert_eq!(erasure::known(&shop.market, &token).await.unwrap(), None);
    let late = erases(&shop, &token).await;
    assert_eq!(refusal(late), Refusal::AccountLinkEnded);
    shop.market.clock.advance(Duration::days(1));
    let swept = market::retention::sweep(&shop.market).await.unwrap();
    assert!(
        swept
            .iter()
            .any(|swept| swept.what == "requests to erase an address" && swept.rows > 0)
    );
}

#[tokio::test]
async fn what_a_restored_backup_brings_back_is_erased_once_more() {
    let shop = shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    shop.buys(&ada, shop.a_paid_product().await.id).await;
    is_invited(&shop, GUEST).await;
    let token = asks(&shop, GUEST).await;
    erases(&shop, &token).await.unwrap();
    closes(&shop, &ada).await.unwrap();
    grace_passes(&shop).await;
    let record = erasure::record(&shop.market.db).await.unwrap();
    assert_eq!(record.len(), 2);

    // As an older backup has it: somebody is there, was invited, and nothing was erased yet.
    sqlx::query!(
        "update account set erased_at = null, suspended_at = null, name = 'Ada', email = $2 where id = $1",
        ada.id.0,
        ada.email
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    sqlx::query!("delete from erasure")
        .execute(&shop.market.db)
        .await
        .unwrap();
    let before = record[0].at - Duration::hours(1);
    for (email, at) in [(GUEST, before), ("other@elsewhere.example", before)] {
        sqlx::query!(
            "insert into team_invitation (id, vendor_id, email, role, token_hash, invited_at, expires_at)
             select gen_random_uuid(), (select id from vendor order by id limit 1), $1, 'support', sha256($1::text::bytea), $2, $2",
            email,
            at
        )
        .execute(&shop.market.db)
        .await
        .unwrap();
    }
    assert_eq!(erasure::learn(&shop.market, &record).await.unwrap(), 2);
    assert_eq!(erasure::learn(&shop.market, &record).await.unwrap(), 0);
    let done = erasure::reapply(&shop.market).await.unwrap();
    assert_eq!((done.known, done.accounts, done.rows), (2, 1, 1));
    let again = erasure::reapply(&shop.market).await.unwrap();
    assert_eq!((again.accounts, again.rows), (0, 0));
    assert!(is_erased(&shop, ada.id).await);
    assert!(rows_with(&shop, &[GUEST, &ada.email]).await.is_empty());
    assert_eq!(
        rows_with(&shop, &["other@elsewhere.example"]).await.len(),
        1
    );

    is_invited(&shop, GUEST).await;
    assert_eq!(
        erasure::reapply(&shop.market).await.unwrap().rows,
        0,
        "what came after the erasure stays"
    );
    shop.must_be_sound().await;
}

/// What columns are called that may hold something personal.
const PERSONAL_WORDS: [&str; 32] = [
    "email",
    "mail",
    "name",
    "address",
    "ip",
    "network",
    "networks",
    "browser",
    "system",
    "agent",
    "phone",
    "bio",
    "company",
    "line1",
    "line2",
    "postal",
    "city",
    "region",
    "country",
    "zone",
    "locale",
    "subject",
    "body",
    "data",
    "args",
    "detail",
    "before",
    "after",
    "reason",
    "note",
    "error",
    "credential",
];

#[tokio::test]
async fn every_column_that_may_hold_something_personal_says_what_becomes_of_it() {
    let shop = empty_shop().await;
    let columns = sqlx::query!(
        r#"select c.table_name::text as "table!", c.column_name::text as "name!" from information_schema.columns c
           join information_schema.tables t using (table_schema, table_name)
           where table_schema = 'public' and table_type = 'BASE TABLE' and c.table_name <> '_sqlx_migrations'
             and data_type in ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY', 'inet', 'cidr')"#
    )
    .fetch_all(&shop.market.db)
    .await
    .unwrap();
    let all: BTreeSet<String> = columns
        .iter()
        .map(|column| format!("{}.{}", column.table, column.name))
        .collect();
    let listed: BTreeSet<String> = PERSONAL
        .iter()
        .map(|(column, ..)| (*column).to_owned())
        .collect();
    let unlisted: Vec<_> = columns
        .iter()
        // A hash under a key of ours or of nothing but chance, and the id of a credential, are of no use by themselves.
        .filter(|column| !column.name.ends_with("_id"))
        .filter(|column| {
            let mut words = column.name.split('_');
            words.any(|word| PERSONAL_WORDS.contains(&word))
        })
        .map(|column| format!("{}.{}", column.table, column.name))
        .filter(|column| !listed.contains(column))
        .collect();
    assert!(
        unlisted.is_empty(),
        "not in `erasure::PERSONAL`: {unlisted:?}"
    );
    let gone: Vec<_> = listed.difference(&all).collect();
    assert!(
        gone.is_empty(),
        "in `erasure::PERSONAL` and nowhere else: {gone:?}"
    );
    let unexplained = PERSONAL
        .iter()
        .filter(|(_, fate, why)| *fate == Fate::Kept && why.is_empty());
    assert_eq!(unexplained.count(), 0);
}

#[tokio::test]
async fn every_table_with_rows_of_accounts_says_what_becomes_of_them() {
    let shop = empty_shop().await;
    let tables = sqlx::query_scalar!(
        r#"select c.table_name::text as "name!" from information_schema.columns c
           join information_schema.tables t using (table_schema, table_name)
           where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = 'account_id'"#
    )
    .fetch_all(&shop.market.db)
    .await
    .unwrap();
    let tables: BTreeSet<_> = tables.iter().map(String::as_str).collect();
    let listed: BTreeSet<_> = OWNED.iter().map(|(table, ..)| *table).collect();
    assert_eq!(tables, listed, "`erasure::OWNED` lists all of them");
}
