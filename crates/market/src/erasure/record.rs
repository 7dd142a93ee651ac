//! What was erased, without saying whose it was, so that it can be done once more in a database that was restored from an
//! older backup.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use time::OffsetDateTime;

use super::account::wipe;
use super::address::forget_address;
use super::address_hash;
use crate::accounts::closing::hold;
use crate::{AccountId, ErasureId, Error, Market, Result, Tx};

/// One erasure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub id: ErasureId,
    /// In hexadecimal.
    pub address: String,
    /// Nothing for an address without an account.
    pub account: Option<AccountId>,
    pub at: OffsetDateTime,
}

/// What doing it all once more has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reapplied {
    /// Erasures on record.
    pub known: usize,
    /// Accounts that were there again.
    pub accounts: usize,
    /// Rows about addresses without accounts that were there again.
    pub rows: u64,
}

pub(super) async fn note(
    market: &Market,
    tx: &mut Tx,
    address: [u8; 32],
    account: Option<AccountId>,
    at: OffsetDateTime,
) -> Result<ErasureId> {
    let id = ErasureId::new(market.now());
    sqlx::query!(
        "insert into erasure (id, address_hash, account_id, erased_at) values ($1, $2, $3, $4)
         on conflict on constraint erasure_account_key do nothing",
        id.0,
        address.as_slice(),
        account.map(|id| id.0),
        at
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Every erasure, the oldest first: to be kept outside of the database, where a restored backup does not undo it.
pub async fn record(db: &PgPool) -> Result<Vec<Entry>> {
    Ok(sqlx::query_as!(
        Entry,
        r#"select id, encode(address_hash, 'hex') as "address!", account_id as "account: AccountId", erased_at as at
           from erasure order by erased_at, id"#
    )
    .fetch_all(db)
    .await?)
}

/// Adds what is not on record yet, and says how much that was.
pub async fn learn(market: &Market, entries: &[Entry]) -> Result<usize> {
    let mut learned = 0;
    let mut tx = market.begin().await?;
    for entry in entries {
        let hash = hex::decode(&entry.address).map_err(anyhow::Error::from)?;
        let added = sqlx::query!(
            "insert into erasure (id, address_hash, account_id, erased_at) values ($1, $2, $3, $4) on conflict do nothing",
            entry.id.0,
            hash,
            entry.account.map(|id| id.0),
            entry.at
        )
        .execute(&mut *tx)
        .await?;
        learned += usize::from(added.rows_affected() == 1);
    }
    tx.commit().await?;
    Ok(learned)
}

/// Erases once more whatever is on record and is there again. What came after an erasure stays.
pub async fn reapply(market: &Market) -> Result<Reapplied> {
    let entries = record(&market.db).await?;
    let mut done = Reapplied {
        known: entries.len(),
        ..Reapplied::default()
    };
    let mut latest: HashMap<String, OffsetDateTime> = HashMap::new();
    for entry in entries {
        if let Some(account) = entry.account {
            done.accounts += usize::from(again(market, account, entry.at).await?);
        }
        latest.insert(entry.address, entry.at);
    }
    let mut tx = market.begin().await?;
    for address in addresses(&mut tx).await? {
        let hash = hex::encode(address_hash(&market.keys, &address));
        if let Some(at) = latest.get(&hash) {
            done.rows += forget_address(&mut tx, &address, *at).await?;
        }
    }
    tx.commit().await?;
    Ok(done)
}

/// Without asking what stands in the way: it was erased before.
async fn again(market: &Market, account: AccountId, at: OffsetDateTime) -> Result<bool> {
    let mut tx = market.begin().await?;
    let standing = match hold(&mut tx, account).await {
        // It is younger than the backup.
        Err(Error::NotFound) => return Ok(false),
        held => held?,
    };
    if standing.erased {
        return Ok(false);
    }
    wipe(market, &mut tx, account, &standing.email, at).await?;
    tx.commit().await?;
    Ok(true)
}

async fn addresses(tx: &mut Tx) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        r#"select email as "email!" from team_invitation union select new_email from email_change where done_at is null
           union select email from reset_request union select email from sign_up union select email from erasure_request"#
    )
    .fetch_all(&mut **tx)
    .await?)
}
