//! Making a key, showing it once, and revoking it.

use std::net::IpAddr;

use ipnet::IpNet;
use time::Duration;

use super::{Scope, key};
use crate::accounts::{Customer, closing};
use crate::audit::{self, Act, Entry};
use crate::keys::Purpose;
use crate::{ApiKeyId, Error, Market, OnConstraint, Refusal, Result, Tx};

/// Keys an account may have at a time.
pub const MOST: i64 = 20;

/// Days a key may be good for.
pub const EXPIRIES: [u16; 4] = [7, 30, 90, 365];

/// The most networks a key is bound to.
const NETWORKS: usize = 20;

/// What somebody types to make a key.
#[derive(Clone, Debug, Default)]
pub struct ApiKeyForm {
    pub name: String,
    /// Codes of scopes.
    pub scopes: Vec<String>,
    /// One of `EXPIRIES`.
    pub days: u16,
    /// Addresses and networks it shall work from, with commas or spaces between them; nothing means anywhere.
    pub networks: String,
}

/// Makes a key and answers with it, sealed for its owner: `open_shown` opens it for the page that shows it once. Refuses
/// a missing or overlong name, no or unknown scopes, another number of days, what is no network, and one key too many.
pub async fn make(
    market: &Market,
    tx: &mut Tx,
    by: &Customer,
    form: &ApiKeyForm,
) -> Result<(ApiKeyId, Vec<u8>)> {
    by.must_be_themselves()?;
    let name = clean_name(&form.name)?;
    let scopes = chosen(&form.scopes)?;
    let networks = networks(&form.networks)?;
    if !EXPIRIES.contains(&form.days) {
        return Err(Refusal::ApiKeyExpiry.into());
    }
    must_have_room(tx, by).await?;
    let (now, text) = (market.now(), key::mint(market.policy.production));
    let id = ApiKeyId::new(now);
    let hash = market.keys.hash(Purpose::ApiKey, &text);
    sqlx::query!(
        "insert into api_key (id, account_id, name, key_hash, ending, scopes, networks, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.0,
        by.id.0,
        name,
        hash.as_slice(),
        key::ending(&text),
        &scopes,
        &networks,
        now,
        now + Duration::days(form.days.into()),
    )
    .execute(&mut **tx)
    .await
    .on_constraint("api_key_name_length", Refusal::ApiKeyName)?;
    let sealed = market
        .keys
        .seal(Purpose::ApiKeyShown, &bound(by, id), &text)?;
    note(market, tx, by, Act::ApiKeyMade, id).await?;
    Ok((id, sealed))
}

/// The key that was just made, for its owner alone.
pub fn open_shown(market: &Market, by: &Customer, id: ApiKeyId, sealed: &[u8]) -> Option<String> {
    market
        .keys
        .unseal(Purpose::ApiKeyShown, &bound(by, id), sealed)
        .ok()
}

/// Ends a key at once; somebody else's, or one that is gone, is `NotFound`.
pub async fn revoke(market: &Market, tx: &mut Tx, by: &Customer, id: ApiKeyId) -> Result<()> {
    let now = market.now();
    let revoked = sqlx::query!(
        "update api_key set revoked_at = $3 where id = $1 and account_id = $2 and revoked_at is null",
        id.0,
        by.id.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    if revoked.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    note(market, tx, by, Act::ApiKeyRevoked, id).await
}

/// Two who make a key at once are put in a row by the account's lock.
async fn must_have_room(tx: &mut Tx, by: &Customer) -> Result<()> {
    closing::hold_staying(tx, by.id).await?;
    let keys = sqlx::query_scalar!(
        r#"select count(*) as "n!" from api_key where account_id = $1 and revoked_at is null"#,
        by.id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    if keys >= MOST {
        return Err(Refusal::ApiKeysFull.into());
    }
    Ok(())
}

async fn note(market: &Market, tx: &mut Tx, by: &Customer, act: Act, id: ApiKeyId) -> Result<()> {
    let entry = Entry::new(&by.actor(), act, ("api_key", id.to_string()));
    audit::record(market, tx, entry).await
}

fn bound(by: &Customer, id: ApiKeyId) -> Vec<u8> {
    [by.id.0.into_bytes(), id.0.into_bytes()].concat()
}

fn clean_name(typed: &str) -> Result<String, Refusal> {
    let seen: String = typed.chars().filter(|c| !c.is_control()).collect();
    let name = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        1..=60 => Ok(name),
        _ => Err(Refusal::ApiKeyName),
    }
}

fn chosen(codes: &[String]) -> Result<Vec<String>, Refusal> {
    let known = codes.iter().all(|code| Scope::from_code(code).is_some());
    let chosen: Vec<String> = Scope::ALL
        .iter()
        .map(|scope| scope.code().to_owned())
        .filter(|code| codes.contains(code))
        .collect();
    if known && !chosen.is_empty() {
        Ok(chosen)
    } else {
        Err(Refusal::ApiKeyScopes)
    }
}

fn networks(typed: &str) -> Result<Vec<String>, Refusal> {
    let mut networks = Vec::new();
    for name in typed.split([',', ' ', '\n', '\r', '\t', ';']) {
        if !name.is_empty() {
            networks.push(network(name).ok_or(Refusal::ApiKeyNetworks)?.to_string());
        }
    }
    if networks.len() > NETWORKS {
        return Err(Refusal::ApiKeyNetworks);
    }
    Ok(networks)
}

/// `203.0.113.9` or `203.0.113.0/24`; a network of everybody is none.
fn network(name: &str) -> Option<IpNet> {
    let network = name
        .parse::<IpNet>()
        .ok()
        .or_else(|| name.parse::<IpAddr>().ok().map(IpNet::from))?;
    (network.prefix_len() > 0).then(|| network.trunc())
}
