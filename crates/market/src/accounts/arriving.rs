//! Beginning a sign-in once somebody has proved who they are: what the session carries, whether the device is a new one,
//! and the word about it.

use rand::Rng;
use serde_json::json;
use time::OffsetDateTime;

use super::session::Pass;
use super::{Account, Device};
use crate::audit::{self, Act, Actor, Entry};
use crate::jobs::{self, Mailing};
use crate::keys::Purpose;
use crate::{AccountId, Market, Result, SessionId, Tx};

/// Somebody at the door.
pub struct Arrival<'a> {
    pub account: &'a Account,
    /// "Keep me signed in".
    pub kept: bool,
    /// Whether a second factor was shown.
    pub second_factor: bool,
    pub device: Device,
    /// What the browser was given when somebody first signed in with it.
    pub device_token: Option<String>,
    /// The account was opened a moment ago: no device of it can surprise anybody.
    pub opening: bool,
    pub from: &'a Actor,
}

/// A sign-in that has begun.
pub struct Begun {
    pub pass: Pass,
    /// For the browser to keep, and to show when it comes back.
    pub device_token: String,
}

/// Begins a sign-in and writes that down. The account's owner gets a mail when the browser is a new one.
pub async fn begin(market: &Market, tx: &mut Tx, arrival: Arrival<'_>) -> Result<Begun> {
    let now = market.now();
    let pass = Pass {
        id: SessionId::new(now),
        account: arrival.account.id,
        version: arrival.account.session_version,
        began_at: now,
        proved_at: now,
        second_factor: arrival.second_factor,
        kept: arrival.kept,
        device: arrival.device,
        address: arrival.from.address.clone(),
    };
    let device_token = arrival
        .device_token
        .filter(|token| well_formed(token))
        .unwrap_or_else(mint);
    let hash = market.keys.hash(Purpose::DeviceToken, &device_token);
    let known = recognize(tx, pass.account, &hash, now).await?;
    if !known && !arrival.opening {
        let job = Mailing::TellNewDevice {
            account: pass.account,
            session: pass.id,
            browser: pass.device.browser.clone(),
            system: pass.device.system.clone(),
            address: pass.address.clone(),
            at: now,
        };
        jobs::enqueue(tx, job, now).await?;
    }
    let actor = Actor {
        account: Some(pass.account),
        session: Some(pass.id),
        ..arrival.from.clone()
    };
    let entry = Entry::new(&actor, Act::SignedIn, ("account", pass.account.to_string())).after(
        json!({ "browser": pass.device.browser, "system": pass.device.system,
                "second_factor": pass.second_factor, "new_device": !known }),
    );
    audit::record(market, tx, entry).await?;
    Ok(Begun { pass, device_token })
}

/// Notes the device down; true when it was known.
async fn recognize(
    tx: &mut Tx,
    account: AccountId,
    token_hash: &[u8; 32],
    now: OffsetDateTime,
) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"insert into known_device (account_id, token_hash, first_seen_at, last_seen_at) values ($1, $2, $3, $3)
           on conflict on constraint known_device_pkey do update set last_seen_at = $3
           returning first_seen_at < last_seen_at as "known!""#,
        account.0,
        token_hash.as_slice(),
        now,
    )
    .fetch_one(&mut **tx)
    .await?)
}

fn mint() -> String {
    hex::encode(rand::rng().random::<[u8; 16]>())
}

fn well_formed(token: &str) -> bool {
    token.len() == 32 && token.bytes().all(|b| b.is_ascii_hexdigit())
}
