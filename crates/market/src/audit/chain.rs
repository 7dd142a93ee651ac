//! The chain: every entry's hash covers all of it and the hash before. The hash is keyed, so that somebody who can write to
//! the database, and has not the market's secret, cannot mend a chain they broke.

use std::fmt;

use futures::TryStreamExt;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Entry;
use crate::keys::{Keys, Purpose};
use crate::{Market, Result, Tx};

/// Held from an append to its commit: entries are chained one after another.
const APPENDING: i64 = 0x6175_6469_7400;

/// What the first entry is chained to.
const BEGINNING: [u8; 32] = [0; 32];

/// Everything of an entry that its hash covers.
struct Link {
    seq: i64,
    at: OffsetDateTime,
    account: Option<Uuid>,
    on_behalf_of: Option<Uuid>,
    session: Option<Uuid>,
    key: Option<Uuid>,
    address: Option<String>,
    request: Option<String>,
    act: String,
    object_type: String,
    object_id: String,
    before: Option<Value>,
    after: Option<Value>,
    reason: Option<String>,
}

pub(super) async fn append(
    keys: &Keys,
    tx: &mut Tx,
    entry: Entry,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!("select pg_advisory_xact_lock($1)", APPENDING)
        .execute(&mut **tx)
        .await?;
    let last = sqlx::query!("select seq, hash from audit_entry order by seq desc limit 1")
        .fetch_optional(&mut **tx)
        .await?;
    let (seq, previous) = last.map_or((0, None), |last| (last.seq, last.hash));
    let previous = previous.unwrap_or_else(|| BEGINNING.to_vec());
    let link = Link {
        seq: seq + 1,
        at: now,
        account: entry.by.account.map(|id| id.0),
        on_behalf_of: entry.by.on_behalf_of.map(|id| id.0),
        session: entry.by.session.map(|id| id.0),
        key: entry.by.key,
        address: entry.by.address,
        request: entry.by.request,
        act: entry.act.code().to_owned(),
        object_type: entry.object.0.to_owned(),
        object_id: entry.object.1,
        before: entry.before,
        after: entry.after,
        reason: entry.reason,
    };
    let hash = link.hash(keys, &previous);
    sqlx::query!(
        "insert into audit_entry (seq, at, account_id, session_id, key_id, address, request_id, act, object_type, object_id,
                                  before, after, reason, previous_hash, hash, on_behalf_of)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        link.seq,
        link.at,
        link.account,
        link.session,
        link.key,
        link.address,
        link.request,
        link.act,
        link.object_type,
        link.object_id,
        link.before,
        link.after,
        link.reason,
        previous,
        hash.as_slice(),
        link.on_behalf_of,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

impl Link {
    fn hash(&self, keys: &Keys, previous: &[u8]) -> [u8; 32] {
        let mut hasher = Fields(blake3::Hasher::new_keyed(&keys.derive(Purpose::AuditChain)));
        hasher.add(Some(previous));
        hasher.add(Some(&self.seq.to_le_bytes()));
        hasher.add(Some(&self.at.unix_timestamp_nanos().to_le_bytes()));
        for id in [self.account, self.session, self.key] {
            hasher.add(id.as_ref().map(|id| id.as_bytes().as_slice()));
        }
        let texts = [&self.address, &self.request, &self.reason];
        for text in texts {
            hasher.add(text.as_ref().map(String::as_bytes));
        }
        for text in [&self.act, &self.object_type, &self.object_id] {
            hasher.add(Some(text.as_bytes()));
        }
        for value in [&self.before, &self.after] {
            let text = value.as_ref().map(|value| ordered(value).to_string());
            hasher.add(text.as_ref().map(String::as_bytes));
        }
        // Entries from before there was such a thing have no field for it.
        if let Some(id) = self.on_behalf_of {
            hasher.add(Some(id.as_bytes()));
        }
        *hasher.0.finalize().as_bytes()
    }
}

/// Each field with its length, so that no two entries read alike.
struct Fields(blake3::Hasher);

impl Fields {
    fn add(&mut self, field: Option<&[u8]>) {
        let length = field.map_or(u64::MAX, |field| field.len() as u64);
        self.0.update(&length.to_le_bytes());
        self.0.update(field.unwrap_or_default());
    }
}

/// The database keeps fields in an order of its own.
fn ordered(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_by_key(|(name, _)| name.as_str());
            let sorted = sorted
                .into_iter()
                .map(|(name, value)| (name.clone(), ordered(value)));
            Value::Object(sorted.collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(ordered).collect()),
        other => other.clone(),
    }
}

/// The chain's last entry. Whoever noted down an earlier one can tell that nothing was cut off since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    /// In hexadecimal.
    pub hash: String,
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

/// The first entry that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub seq: i64,
    pub why: &'static str,
}

/// What a reading of the whole record has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How many entries are chained and sound, up to the first broken one.
    pub sound: u64,
    /// How many are from before there was a chain.
    pub unchained: u64,
    pub head: Option<Head>,
    /// Whether the entry that was said to be there is.
    pub known_is_there: bool,
    pub broken: Option<Broken>,
}

/// Reads the whole record and computes every hash anew, up to the first that differs. `known` is an earlier head, as
/// `Head` writes it: a chain whose end was cut off is sound, and has lost it.
pub async fn verify(market: &Market, known: Option<&str>) -> Result<Verdict> {
    let mut verdict = Verdict {
        sound: 0,
        unchained: 0,
        head: None,
        known_is_there: known.is_none(),
        broken: None,
    };
    let mut last: Option<(i64, Vec<u8>)> = None;
    let mut rows = sqlx::query!(
        "select seq, at, account_id, session_id, key_id, address, request_id, act, object_type, object_id, before, after,
                reason, previous_hash, hash, on_behalf_of
         from audit_entry order by seq"
    )
    .fetch(&market.db);
    while let Some(row) = rows.try_next().await? {
        let stored = row.hash.zip(row.previous_hash);
        let Some((hash, previous)) = stored else {
            if last.is_none() {
                verdict.unchained += 1;
                continue;
            }
            verdict.broken = broken(row.seq, "it carries no hash");
            break;
        };
        let link = Link {
            seq: row.seq,
            at: row.at,
            account: row.account_id,
            on_behalf_of: row.on_behalf_of,
            session: row.session_id,
            key: row.key_id,
            address: row.address,
            request: row.request_id,
            act: row.act,
            object_type: row.object_type,
            object_id: row.object_id,
            before: row.before,
            after: row.after,
            reason: row.reason,
        };
        let (expected_seq, expected_previous) = match &last {
            Some((seq, hash)) => (seq + 1, hash.as_slice()),
            None => (link.seq, BEGINNING.as_slice()),
        };
        verdict.broken = if link.seq != expected_seq {
            broken(link.seq, "entries before it are missing")
        } else if previous != expected_previous {
            broken(link.seq, "it does not follow the entry before it")
        } else if hash != link.hash(&market.keys, &previous) {
            broken(link.seq, "it was changed")
        } else {
            None
        };
        if verdict.broken.is_some() {
            break;
        }
        verdict.sound += 1;
        let head = Head {
            seq: link.seq,
            hash: hex::encode(&hash),
        };
        verdict.known_is_there |= known == Some(head.to_string().as_str());
        verdict.head = Some(head);
        last = Some((link.seq, hash));
    }
    Ok(verdict)
}

fn broken(seq: i64, why: &'static str) -> Option<Broken> {
    Some(Broken { seq, why })
}
