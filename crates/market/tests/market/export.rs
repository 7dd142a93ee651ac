use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::sync::Arc;

use market::accounts::{Customer, Fresh, ask_reset};
use market::data_export::{self, LEFT_OUT, PARTS, State};
use market::retention::sweep;
use market::{DataExportId, Error, Refusal, Result};
use object_store::ObjectStoreExt;
use object_store::memory::InMemory;
use serde_json::Value;
use time::Duration;
use zip::ZipArchive;

use crate::support::{Shop, refusal, shop};

/// With a store of its own: a moved clock removes what other tests would still look for.
async fn a_shop() -> Shop {
    let mut shop = shop().await;
    shop.market.files = Arc::new(InMemory::new());
    shop
}

async fn asks(shop: &Shop, by: &Fresh) -> Result<DataExportId> {
    let mut tx = shop.market.begin().await?;
    let export = data_export::ask(&shop.market, &mut tx, by).await?;
    tx.commit().await?;
    Ok(export)
}

async fn opens(shop: &Shop, by: &Fresh, export: DataExportId) -> Result<data_export::Opened> {
    let mut tx = shop.market.begin().await?;
    let opened = data_export::open(&shop.market, &mut tx, by, export).await?;
    tx.commit().await?;
    Ok(opened)
}

/// The files in it, by name.
async fn unpacked(shop: &Shop, by: &Fresh, export: DataExportId) -> BTreeMap<String, Vec<u8>> {
    let opened = opens(shop, by, export).await.unwrap();
    let stored = shop.market.files.get(&opened.path).await.unwrap();
    let bytes = stored.bytes().await.unwrap();
    assert_eq!(bytes.len() as i64, opened.bytes);
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for nth in 0..zip.len() {
        let mut file = zip.by_index(nth).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        files.insert(file.name().unwrap().into_owned(), content);
    }
    files
}

fn rows(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Vec<Value> {
    let text = files
        .get(name)
        .unwrap_or_else(|| panic!("there is no {name}"));
    serde_json::from_slice(text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

async fn state(shop: &Shop, by: &Customer) -> Option<State> {
    let (db, now) = (&shop.market.db, shop.market.now());
    let listed = data_export::list(db, by, now).await.unwrap();
    listed.into_iter().next().map(|export| export.state)
}

/// Whoever adds a table about people says in which file it is, or why it is in none.
#[tokio::test]
async fn every_column_that_names_an_account_is_in_the_copy_or_excused() {
    let shop = shop().await;
    let there: BTreeSet<String> = sqlx::query_scalar!(
        r#"select table_name || '.' || column_name as "column!" from information_schema.columns
           where table_schema = 'public' and column_name in ('account_id', 'on_behalf_of')
           union
           select rel.relname || '.' || attribute.attname
           from pg_constraint fkey join pg_class rel on rel.oid = fkey.conrelid
           join pg_attribute attribute on attribute.attrelid = fkey.conrelid and attribute.attnum = any (fkey.conkey)
           where fkey.contype = 'f' and fkey.confrelid = 'account'::regclass
           union select 'account.id'"#
    )
    .fetch_all(&shop.market.db)
    .await
    .unwrap()
    .into_iter()
    .collect();
    let covered = PARTS.iter().flat_map(|part| part.covers).copied();
    let excused = LEFT_OUT.iter().map(|(column, _)| *column);
    let said: BTreeSet<String> = covered.chain(excused).map(str::to_owned).collect();
    assert_eq!(there, said);
    assert!(LEFT_OUT.iter().all(|(_, reason)| !reason.is_empty()));
}

#[tokio::test]
async fn a_copy_holds_what_is_the_persons_own() {
    let shop = a_shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    let number = shop.buys(&ada, shop.a_paid_product().await.id).await;
    let export = asks(&shop, &ada).await.unwrap();
    assert_eq!(state(&shop, &ada).await, Some(State::Waiting));
    shop.works().await;
    let files = unpacked(&shop, &ada, export).await;

    let profile = &rows(&files, "profile.json")[0];
    assert_eq!(profile["email"], "ada@example.com");
    let order = &rows(&files, "orders.json")[0];
    assert_eq!(order["number"], Value::from(number));
    assert_eq!(order["currency"], "USD");
    assert_eq!(order["payments"][0]["state"], "succeeded");
    assert!(order["orders"][0]["lines"][0]["unit_minor"].is_i64());
    let key = rows(&files, "licenses.json")[0]["key"].clone();
    let license = shop.owned(&ada).await[0].license.as_ref().unwrap().id;
    let mut tx = shop.market.begin().await.unwrap();
    let revealed = market::licensing::reveal(&shop.market, &mut tx, &ada, license).await;
    assert_eq!(key, Value::from(revealed.unwrap()));
    let consents = rows(&files, "consents.json");
    assert!(consents.iter().any(|row| row["way"] == "checkout"));
    let kinds: Vec<_> = rows(&files, "notifications.json")
        .iter()
        .map(|row| row["kind"].clone())
        .collect();
    assert!(kinds.contains(&Value::from("receipt")), "{kinds:?}");
    let acts = rows(&files, "activity.json");
    assert!(
        acts.iter()
            .any(|row| row["act"] == "data-export.asked" && row["by_you"] == true)
    );
    assert_eq!(rows(&files, "sessions.json")[0]["browser"], "Firefox");

    let manifest: Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    assert_eq!(manifest["schema_version"], 1);
    for file in manifest["files"].as_array().unwrap() {
        let name = file["name"].as_str().unwrap();
        if name.ends_with(".json") && name != "manifest.json" {
            assert_eq!(file["rows"], rows(&files, name).len(), "{name}");
        }
    }
    let readme = String::from_utf8(files["README.txt"].clone()).unwrap();
    for part in PARTS {
        assert!(
            files.contains_key(part.file) && readme.contains(part.file),
            "{}",
            part.file
        );
    }
    assert_eq!(shop.mails_about("Your data is ready").await, 1);
}

#[tokio::test]
async fn an_owner_of_a_vendor_gets_what_the_vendor_stores_and_no_buyer() {
    let shop = a_shop().await;
    let product = shop.a_paid_product().await;
    let email = sqlx::query_scalar!(
        "select email from vendor join vendor_member on vendor_id = vendor.id join account on account.id = account_id
         where handle = $1 and vendor_member.role = 'owner'",
        product.vendor_handle
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    let buyer = shop.a_customer("Quentin Buyer").await;
    let number = shop.buys(&buyer, product.id).await;
    let owner = shop.fresh_at(&email).await;
    let export = asks(&shop, &owner).await.unwrap();
    shop.works().await;
    let files = unpacked(&shop, &owner, export).await;
    assert_eq!(
        rows(&files, "vendors.json")[0]["handle"],
        Value::from(product.vendor_handle.clone())
    );
    assert!(
        rows(&files, "vendor_products.json")
            .iter()
            .any(|row| row["slug"] == product.slug)
    );
    let sales = rows(&files, "vendor_sales.json");
    assert!(sales.iter().any(|row| row["order"] == number));
    for (name, content) in &files {
        let text = String::from_utf8_lossy(content).to_lowercase();
        assert!(!text.contains("quentin"), "{name} names a buyer");
    }
}

#[tokio::test]
async fn ten_askings_at_once_make_one_copy() {
    let shop = a_shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    let all = (0..10).map(|_| asks(&shop, &ada));
    let asked = futures::future::join_all(all).await;
    let (done, refused): (Vec<_>, Vec<_>) = asked.into_iter().partition(Result::is_ok);
    assert_eq!(done.len(), 1);
    for result in refused {
        assert_eq!(refusal(result), Refusal::ExportRunning);
    }
}

#[tokio::test]
async fn a_copy_is_made_once_a_day() {
    let shop = a_shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    asks(&shop, &ada).await.unwrap();
    assert_eq!(refusal(asks(&shop, &ada).await), Refusal::ExportRunning);
    shop.works().await;
    assert_eq!(refusal(asks(&shop, &ada).await), Refusal::ExportTooSoon);
    shop.market.clock.advance(Duration::hours(25));
    asks(&shop, &ada).await.unwrap();
}

#[tokio::test]
async fn what_could_not_be_made_is_said_and_may_be_asked_for_anew() {
    let shop = a_shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    // A license key that was sealed with another secret cannot be opened.
    shop.buys(&ada, shop.a_paid_product().await.id).await;
    sqlx::query!(
        "update license set key_sealed = '\\x00' from entitlement
         where entitlement.id = entitlement_id and account_id = $1",
        ada.id.0
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    asks(&shop, &ada).await.unwrap();
    for _ in 0..12 {
        shop.works().await;
        shop.market.clock.advance(Duration::hours(13));
    }
    assert_eq!(state(&shop, &ada).await, Some(State::Failed));
    asks(&shop, &ada).await.unwrap();
    assert_eq!(state(&shop, &ada).await, Some(State::Waiting));
    assert_eq!(shop.mails_about("Your data is ready").await, 0);
}

#[tokio::test]
async fn nobody_gets_a_copy_of_somebody_elses_data() {
    let shop = a_shop().await;
    let (ada, eve) = (
        shop.somebody_fresh("Ada").await,
        shop.somebody_fresh("Eve").await,
    );
    let export = asks(&shop, &ada).await.unwrap();
    assert!(
        matches!(opens(&shop, &ada, export).await, Err(Error::NotFound)),
        "not ready"
    );
    shop.works().await;
    assert!(matches!(
        opens(&shop, &eve, export).await,
        Err(Error::NotFound)
    ));
    let asked = data_export::must_be_of(&shop.market, &eve, export).await;
    assert!(matches!(asked, Err(Error::NotFound)));
    opens(&shop, &ada, export).await.unwrap();
}

#[tokio::test]
async fn a_copy_is_gone_after_a_week_and_its_file_with_it() {
    let shop = a_shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    let export = asks(&shop, &ada).await.unwrap();
    shop.works().await;
    let path = opens(&shop, &ada, export).await.unwrap().path;
    sweep(&shop.market).await.unwrap();
    assert!(shop.market.files.head(&path).await.is_ok());
    shop.market.clock.advance(Duration::days(7));
    assert_eq!(
        refusal(opens(&shop, &ada, export).await),
        Refusal::ExportExpired
    );
    assert_eq!(state(&shop, &ada).await, None);
    let swept = sweep(&shop.market).await.unwrap();
    let removed = swept
        .iter()
        .find(|swept| swept.what == "copies of people's data");
    assert_eq!(removed.unwrap().rows, 1);
    assert!(shop.market.files.head(&path).await.is_err());
    assert!(matches!(
        opens(&shop, &ada, export).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn the_file_of_an_account_that_is_gone_leaves_the_store_too() {
    let shop = a_shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    let export = asks(&shop, &ada).await.unwrap();
    shop.works().await;
    let path = opens(&shop, &ada, export).await.unwrap().path;
    sqlx::query!("delete from data_export where id = $1", export.0)
        .execute(&shop.market.db)
        .await
        .unwrap();
    shop.market.clock.advance(Duration::days(8));
    sweep(&shop.market).await.unwrap();
    assert!(shop.market.files.head(&path).await.is_err());
}

/// A lock holds the maker up in the middle; what happens meanwhile is for the next copy.
#[tokio::test]
async fn a_copy_shows_one_moment() {
    let shop = a_shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    let export = asks(&shop, &ada).await.unwrap();
    let mut lock = shop.market.begin().await.unwrap();
    sqlx::query!("lock table vendor_member in access exclusive mode")
        .execute(&mut *lock)
        .await
        .unwrap();
    let meanwhile = async {
        wait_for_the_lock(&shop).await;
        sqlx::query!(
            "insert into data_export (id, account_id, asked_at, failed_at) values (gen_random_uuid(), $1, $2, $2)",
            ada.id.0,
            shop.market.now()
        )
        .execute(&shop.market.db)
        .await
        .unwrap();
        lock.commit().await.unwrap();
    };
    tokio::join!(shop.works(), meanwhile);
    let files = unpacked(&shop, &ada, export).await;
    assert_eq!(rows(&files, "data_exports.json").len(), 1);
}

async fn wait_for_the_lock(shop: &Shop) {
    for _ in 0..200 {
        let waiting = sqlx::query_scalar!(
            r#"select exists (select from pg_locks where not granted and relation = 'vendor_member'::regclass) as "waiting!""#
        )
        .fetch_one(&shop.market.db)
        .await
        .unwrap();
        if waiting {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("nobody came to the lock");
}

#[tokio::test]
async fn no_secret_is_in_a_copy() {
    let shop = a_shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    shop.buys(&ada, shop.a_paid_product().await.id).await;
    plant_secrets(&shop, &ada).await;
    ask_reset(&shop.market, &ada.email).await.unwrap();
    let export = asks(&shop, &ada).await.unwrap();
    shop.works().await;
    let files = unpacked(&shop, &ada, export).await;
    let secrets = sqlx::query_scalar!(
        r#"select encode(secret, 'hex') as "secret!" from (
               select id_hash as secret from session where account_id = $1
               union all select token_hash from known_device where account_id = $1
               union all select token_hash from account_link where account_id = $1
               union all select secret_sealed from authenticator where account_id = $1
               union all select code_hash from recovery_code where account_id = $1
               union all select unseen from recovery_code where account_id = $1
               union all select credential_id from passkey where account_id = $1
               union all select key_hash from api_key where account_id = $1
               union all select token_hash from refresh_token join token_family family on family.id = family_id
                         join api_key on api_key.id = api_key_id where account_id = $1
               union all select key_hash from license join entitlement on entitlement.id = entitlement_id where account_id = $1
               union all select key_sealed from license join entitlement on entitlement.id = entitlement_id where account_id = $1
               union all select convert_to(password_hash, 'UTF8') from account where id = $1
               union all select convert_to('canary-', 'UTF8')) all_of_them"#,
        ada.id.0
    )
    .fetch_all(&shop.market.db)
    .await
    .unwrap();
    assert!(secrets.len() >= 13, "{}", secrets.len());
    for (name, content) in &files {
        let text = String::from_utf8_lossy(content);
        for secret in &secrets {
            let plain = String::from_utf8_lossy(&hex::decode(secret).unwrap()).into_owned();
            assert!(!text.contains(secret.as_str()), "{name} holds {plain}");
            let readable = plain.len() > 4 && plain.is_ascii();
            assert!(!readable || !text.contains(&plain), "{name} holds {plain}");
        }
    }
}

/// One of each kind of thing that opens something.
async fn plant_secrets(shop: &Shop, ada: &Customer) {
    let now = shop.market.now();
    sqlx::query!(
        "insert into authenticator (account_id, secret_sealed, created_at, confirmed_at) values ($1, 'canary-seed', $2, $2)",
        ada.id.0,
        now
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    sqlx::query!(
        "insert into recovery_code (account_id, code_hash, unseen, created_at) values ($1, sha256('code'), 'canary-code', $2)",
        ada.id.0,
        now
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    sqlx::query!(
        r#"insert into passkey (id, account_id, credential_id, credential, name, created_at)
           values (gen_random_uuid(), $1, 'canary-credential', '{"key": "canary-public"}', 'Phone', $2)"#,
        ada.id.0,
        now
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    sqlx::query!(
        "with key as (insert into api_key (id, account_id, name, key_hash, ending, scopes, networks, created_at, expires_at)
                      values (gen_random_uuid(), $1, 'Backup', sha256('key'), 'abcd', '{account:read}', '{}', $2, $2) returning id),
              family as (insert into token_family (id, api_key_id, scopes, began_at, renewed_at, expires_at)
                         select gen_random_uuid(), id, '{account:read}', $2, $2, $2 from key returning id)
         insert into refresh_token (token_hash, family_id, expires_at) select sha256('token'), id, $2 from family",
        ada.id.0,
        now
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
}
