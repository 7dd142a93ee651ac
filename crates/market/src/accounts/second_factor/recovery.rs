//! Ten codes for the day the other factor is lost. Each counts once; they are shown once, and can be made anew.

use rand::Rng;
use serde_json::json;
use sqlx::PgPool;

use super::super::{Customer, Fresh};
use super::authenticator::tell;
use super::is_still_set;
use crate::audit::{self, Act, Entry};
use crate::jobs::FactorChange;
use crate::keys::{Keys, Purpose};
use crate::{AccountId, Error, Market, Result, Tx};

const HOW_MANY: usize = 10;
/// Nothing that is mistaken for something else when it is read from paper: 31 symbols, so twelve are 59 bits.
const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
const SYMBOLS: usize = 12;

/// New codes instead of those there are. Refuses nobody who has a second factor.
pub async fn make_anew(market: &Market, tx: &mut Tx, by: &Fresh) -> Result<()> {
    if !is_still_set(tx, by.id).await? {
        return Err(Error::NotFound);
    }
    make(market, tx, by.id).await?;
    tell(market, tx, by.id, FactorChange::RecoveryCodesMade).await?;
    let entry = Entry::new(
        &by.actor(),
        Act::RecoveryCodesMade,
        ("account", by.id.to_string()),
    )
    .after(json!({ "made": HOW_MANY }));
    audit::record(market, tx, entry).await
}

/// The first codes of an account; one that has some keeps them. True when they were made.
pub(in crate::accounts) async fn make_unless_there(
    market: &Market,
    tx: &mut Tx,
    account: AccountId,
) -> Result<bool> {
    let there = sqlx::query_scalar!(
        r#"select exists (select from recovery_code where account_id = $1 and used_at is null) as "there!""#,
        account.0
    )
    .fetch_one(&mut **tx)
    .await?;
    if !there {
        make(market, tx, account).await?;
    }
    Ok(!there)
}

async fn make(market: &Market, tx: &mut Tx, account: AccountId) -> Result<()> {
    discard(tx, account).await?;
    for code in std::iter::repeat_with(mint).take(HOW_MANY) {
        let hash = hash(&market.keys, account, &code);
        let about = account.0.as_bytes();
        sqlx::query!(
            "insert into recovery_code (account_id, code_hash, unseen, created_at) values ($1, $2, $3, $4)",
            account.0,
            hash.as_slice(),
            market.keys.seal(Purpose::RecoveryCodeSeal, about, &code)?,
            market.now(),
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

pub(in crate::accounts) async fn discard(tx: &mut Tx, account: AccountId) -> Result<()> {
    sqlx::query!("delete from recovery_code where account_id = $1", account.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The codes that were made a moment ago, as they are to be kept. Asking takes them: nobody sees them twice.
pub async fn take_unseen(market: &Market, by: &Customer) -> Result<Vec<String>> {
    let mut codes = Vec::new();
    for sealed in unseen(&market.db, by.id).await? {
        let code = market
            .keys
            .unseal(Purpose::RecoveryCodeSeal, by.id.0.as_bytes(), &sealed)?;
        codes.push(code);
    }
    codes.sort_unstable();
    Ok(codes)
}

async fn unseen(db: &PgPool, account: AccountId) -> Result<Vec<Vec<u8>>> {
    // An update returns the row as it is afterwards, so what was there is read beside it, under the row's lock.
    let sealed = sqlx::query_scalar!(
        r#"with seen as (select code_hash, unseen from recovery_code
                         where account_id = $1 and unseen is not null for update)
           update recovery_code set unseen = null from seen
           where recovery_code.account_id = $1 and recovery_code.code_hash = seen.code_hash
           returning seen.unseen as "unseen!""#,
        account.0
    )
    .fetch_all(db)
    .await?;
    Ok(sealed)
}

/// Takes a code: true once.
pub(super) async fn take_code(
    market: &Market,
    tx: &mut Tx,
    account: AccountId,
    typed: &str,
) -> Result<bool> {
    let Some(code) = read(typed) else {
        return Ok(false);
    };
    let hash = hash(&market.keys, account, &code);
    let taken = sqlx::query!(
        "update recovery_code set used_at = $3, unseen = null
         where account_id = $1 and code_hash = $2 and used_at is null",
        account.0,
        hash.as_slice(),
        market.now(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(taken.rows_affected() == 1)
}

fn hash(keys: &Keys, account: AccountId, code: &str) -> [u8; 32] {
    keys.hash(Purpose::RecoveryCode, &format!("{account}:{code}"))
}

/// As in `k7m2-9xqp-4wtn`.
fn mint() -> String {
    let mut rng = rand::rng();
    let symbols: String = (0..SYMBOLS)
        .map(|_| char::from(ALPHABET[rng.random_range(0..ALPHABET.len())]))
        .collect();
    grouped(&symbols)
}

/// The code as it was made, however it was typed. Nothing when it cannot be one.
fn read(typed: &str) -> Option<String> {
    let symbols: String = typed
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    let fits = symbols.len() == SYMBOLS && symbols.bytes().all(|b| ALPHABET.contains(&b));
    fits.then(|| grouped(&symbols))
}

fn grouped(symbols: &str) -> String {
    [&symbols[..4], &symbols[4..8], &symbols[8..]].join("-")
}

#[cfg(test)]
mod tests {
    use super::{mint, read};

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = mint();
        assert_eq!(
            read(&format!(" {} ", code.to_uppercase().replace('-', " "))),
            Some(code)
        );
        assert_eq!(read("k7m2-9xqp"), None);
        assert_eq!(read("kkkk-kkkk-kkkö"), None);
    }
}
