//! Where invoices and parcels go.

use std::sync::LazyLock;

use sqlx::PgPool;

use super::{Customer, sign_up::one_line};
use crate::{AccountId, AddressId, Error, Market, Refusal, Result, Tx};

const MOST: i64 = 20;
const LONGEST_LINE: usize = 120;

/// An address of an account. At most one is for invoices, and one for parcels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub id: AddressId,
    pub name: String,
    pub company: String,
    pub line1: String,
    pub line2: String,
    pub postal_code: String,
    pub city: String,
    pub region: String,
    /// ISO 3166-1, two letters.
    pub country: String,
    pub for_billing: bool,
    pub for_shipping: bool,
}

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct AddressForm {
    pub name: String,
    pub company: String,
    pub line1: String,
    pub line2: String,
    pub postal_code: String,
    pub city: String,
    pub region: String,
    pub country: String,
    pub for_billing: bool,
    pub for_shipping: bool,
}

static COUNTRIES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let all = rust_iso3166::ALL.iter();
    let mut countries: Vec<_> = all.map(|country| (country.alpha2, country.name)).collect();
    countries.sort_unstable_by_key(|(_, name)| *name);
    countries
});

/// Every country with its two letters, sorted by name (ISO 3166-1).
pub fn countries() -> &'static [(&'static str, &'static str)] {
    &COUNTRIES
}

/// The country's name; letters that are none's stay as they are.
pub fn country_name(code: &str) -> &str {
    let known = COUNTRIES.iter().find(|(known, _)| *known == code);
    known.map_or(code, |(_, name)| name)
}

/// The account's addresses, oldest first.
pub async fn addresses(db: &PgPool, account: AccountId) -> Result<Vec<Address>> {
    Ok(sqlx::query_as!(
        Address,
        r#"select id as "id: AddressId", name, company, line1, line2, postal_code, city, region, country, for_billing, for_shipping
           from address where account_id = $1 order by id"#,
        account.0
    )
    .fetch_all(db)
    .await?)
}

/// One of them; somebody else's is `NotFound`.
pub async fn address(db: &PgPool, account: AccountId, id: AddressId) -> Result<Address> {
    Ok(sqlx::query_as!(
        Address,
        r#"select id as "id: AddressId", name, company, line1, line2, postal_code, city, region, country, for_billing, for_shipping
           from address where account_id = $1 and id = $2"#,
        account.0,
        id.0
    )
    .fetch_one(db)
    .await?)
}

/// Adds an address; the first is for everything. Refuses what is missing or too long, an unknown country, and more than 20.
pub async fn add_address(market: &Market, by: &Customer, form: &AddressForm) -> Result<AddressId> {
    let clean = clean(form)?;
    let now = market.now();
    let id = AddressId::new(now);
    let mut tx = market.begin().await?;
    let kept = lock_and_count(&mut tx, by.id).await?;
    if kept >= MOST {
        return Err(Refusal::AddressesTooMany.into());
    }
    let (billing, shipping) = (
        clean.for_billing || kept == 0,
        clean.for_shipping || kept == 0,
    );
    make_room(&mut tx, by.id, billing, shipping).await?;
    sqlx::query!(
        "insert into address (id, account_id, name, company, line1, line2, postal_code, city, region, country,
                              for_billing, for_shipping, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)",
        id.0,
        by.id.0,
        clean.name,
        clean.company,
        clean.line1,
        clean.line2,
        clean.postal_code,
        clean.city,
        clean.region,
        clean.country,
        billing,
        shipping,
        now,
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes an address; somebody else's is `NotFound`. Refuses as adding does.
pub async fn change_address(
    market: &Market,
    by: &Customer,
    id: AddressId,
    form: &AddressForm,
) -> Result<()> {
    let clean = clean(form)?;
    let mut tx = market.begin().await?;
    lock_and_count(&mut tx, by.id).await?;
    make_room(&mut tx, by.id, clean.for_billing, clean.for_shipping).await?;
    let changed = sqlx::query!(
        "update address set name = $3, company = $4, line1 = $5, line2 = $6, postal_code = $7, city = $8, region = $9,
                country = $10, for_billing = $11, for_shipping = $12, updated_at = $13
         where id = $1 and account_id = $2",
        id.0,
        by.id.0,
        clean.name,
        clean.company,
        clean.line1,
        clean.line2,
        clean.postal_code,
        clean.city,
        clean.region,
        clean.country,
        clean.for_billing,
        clean.for_shipping,
        market.now(),
    )
    .execute(&mut *tx)
    .await?;
    if changed.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    Ok(tx.commit().await?)
}

/// Removes an address; somebody else's is `NotFound`.
pub async fn remove_address(market: &Market, by: &Customer, id: AddressId) -> Result<()> {
    let removed = sqlx::query!(
        "delete from address where id = $1 and account_id = $2",
        id.0,
        by.id.0
    )
    .execute(&market.db)
    .await?;
    match removed.rows_affected() {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Those who change an account's addresses do so one after the other.
async fn lock_and_count(tx: &mut Tx, account: AccountId) -> Result<i64> {
    sqlx::query!("select id from account where id = $1 for update", account.0)
        .fetch_one(&mut **tx)
        .await?;
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from address where account_id = $1"#,
        account.0
    )
    .fetch_one(&mut **tx)
    .await?)
}

/// Whatever was for invoices, or for parcels, is so no more when another is to be.
async fn make_room(tx: &mut Tx, account: AccountId, billing: bool, shipping: bool) -> Result<()> {
    sqlx::query!(
        "update address set for_billing = for_billing and not $2, for_shipping = for_shipping and not $3
         where account_id = $1 and (for_billing and $2 or for_shipping and $3)",
        account.0,
        billing,
        shipping
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn clean(form: &AddressForm) -> Result<AddressForm, Refusal> {
    let clean = AddressForm {
        name: one_line(&form.name),
        company: one_line(&form.company),
        line1: one_line(&form.line1),
        line2: one_line(&form.line2),
        postal_code: one_line(&form.postal_code),
        city: one_line(&form.city),
        region: one_line(&form.region),
        country: form.country.trim().to_uppercase(),
        for_billing: form.for_billing,
        for_shipping: form.for_shipping,
    };
    let lines = [
        &clean.name,
        &clean.company,
        &clean.line1,
        &clean.line2,
        &clean.postal_code,
        &clean.city,
        &clean.region,
    ];
    if lines.iter().any(|line| line.chars().count() > LONGEST_LINE) {
        return Err(Refusal::AddressTooLong);
    }
    for (line, missing) in [
        (&clean.name, Refusal::AddressNameMissing),
        (&clean.line1, Refusal::AddressLineMissing),
        (&clean.city, Refusal::CityMissing),
    ] {
        if line.is_empty() {
            return Err(missing);
        }
    }
    if !COUNTRIES.iter().any(|(code, _)| *code == clean.country) {
        return Err(Refusal::CountryUnknown);
    }
    Ok(clean)
}
