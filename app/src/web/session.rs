//! What a visitor's session holds: who is signed in, or half is, and the cart of somebody who is not.

use std::collections::HashMap;

use market::accounts::Account;
use market::accounts::federation::{Attempt, Attempts, Provider, Unmatched};
use market::accounts::session::{GUEST_IDLE, Pass};
use market::{AccountId, CartId, Error, Result, SignUpId, VendorId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};
use tower_sessions::session::{self, Id};
use tower_sessions::{Expiry, Session, session_store};
use uuid::Uuid;

/// What lets it act for an account.
pub(super) const PASS: &str = "pass";
/// Who has shown a password, and not yet the second factor.
const HALF: &str = "half_signed_in";
/// What a passkey was asked.
const QUESTION: &str = "passkey_question";
/// The form for an account whose code has been mailed.
const SIGN_UP: &str = "sign_up";
/// The cart filled before signing in.
pub(super) const CART: &str = "cart_id";
/// The vendor somebody acts for, where there are several.
const VENDOR: &str = "vendor_id";

/// Sign-ins under way at other services.
const ATTEMPTS: &str = "federated_attempts";

/// How long a second factor is waited for.
const HALF_FOR: Duration = Duration::minutes(10);

/// What the database knows a session by. Who reads the table, a backup or a cache can open no session with it.
pub fn session_id_hash(id: &Id) -> [u8; 32] {
    Sha256::digest(id.to_string()).into()
}

/// What a session may do, from what is stored of it.
pub fn pass_of(data: &HashMap<String, Value>) -> Option<Pass> {
    serde_json::from_value(data.get(PASS)?.clone()).ok()
}

/// How long the browser keeps the session's cookie: until it closes for whoever did not ask to be kept signed in. What
/// the database says of the session ends it before that.
pub async fn cookie_lasts(session: &Session) -> Result<Expiry> {
    Ok(match read::<Pass>(session, PASS).await? {
        None => Expiry::OnInactivity(GUEST_IDLE),
        Some(pass) if pass.kept => Expiry::OnInactivity(pass.limits().idle),
        Some(_) => Expiry::OnSessionEnd,
    })
}

pub(super) async fn session() -> Result<Session> {
    let session = leptos_axum::extract::<Session>().await;
    Ok(session.map_err(anyhow::Error::from)?)
}

/// The store speaks of its database in words; those of a busy one are the market's own.
fn unkept(error: session::Error) -> Error {
    match error {
        session::Error::Store(session_store::Error::Backend(said))
            if said == Error::Busy.to_string() =>
        {
            Error::Busy
        }
        other => Error::Failed(other.into()),
    }
}

/// What is kept under the key. What cannot be read any more, after an update say, is as good as absent.
pub(super) async fn read<T: DeserializeOwned>(session: &Session, key: &str) -> Result<Option<T>> {
    let kept = session.get_value(key).await.map_err(unkept)?;
    Ok(kept.and_then(|value| serde_json::from_value(value).ok()))
}

/// Like `read`, and gone afterwards. A session without the key is left untouched, so that it need not be saved.
pub(super) async fn take<T: DeserializeOwned>(session: &Session, key: &str) -> Result<Option<T>> {
    let kept = read(session, key).await?;
    if kept.is_some() {
        session.remove_value(key).await.map_err(unkept)?;
    }
    Ok(kept)
}

pub(super) async fn write(
    session: &Session,
    key: &str,
    value: impl serde::Serialize,
) -> Result<()> {
    session.insert(key, value).await.map_err(unkept)
}

/// Signs in under a new session id, so that an id known before opens nothing. The guest's cart is the account's by now.
pub async fn begin_session(pass: &Pass) -> Result<()> {
    let session = session().await?;
    take::<CartId>(&session, CART).await?;
    take::<HalfSignedIn>(&session, HALF).await?;
    take::<SignUpId>(&session, SIGN_UP).await?;
    session.cycle_id().await.map_err(unkept)?;
    write(&session, PASS, pass).await
}

/// Notes that somebody has just proved who they are. What may do more from now on gets a new id.
pub async fn renew_proof(with_second_factor: bool, now: OffsetDateTime) -> Result<()> {
    let session = session().await?;
    let Some(mut pass) = read::<Pass>(&session, PASS).await? else {
        return Err(Error::SignInNeeded);
    };
    pass.proved_at = now;
    pass.second_factor |= with_second_factor;
    session.cycle_id().await.map_err(unkept)?;
    write(&session, PASS, pass).await
}

/// Begins or ends a time in somebody's place under a new session id, and leaves behind what was under way before: a sign-in
/// elsewhere, a form that came back. Whose place it is stands in the database alone.
pub async fn change_places() -> Result<()> {
    let session = session().await?;
    let Some(pass) = read::<Pass>(&session, PASS).await? else {
        return Err(Error::SignInNeeded);
    };
    session.clear().await;
    session.cycle_id().await.map_err(unkept)?;
    write(&session, PASS, pass).await
}

/// Somebody who has shown a password and has a second factor to show.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HalfSignedIn {
    pub account: AccountId,
    pub session_version: i32,
    /// "Keep me signed in".
    pub kept: bool,
    since: OffsetDateTime,
}

/// Remembers for a few minutes that the password was right.
pub async fn half_sign_in(account: &Account, kept: bool, now: OffsetDateTime) -> Result<()> {
    let session = session().await?;
    session.cycle_id().await.map_err(unkept)?;
    let half = HalfSignedIn {
        account: account.id,
        session_version: account.session_version,
        kept,
        since: now,
    };
    write(&session, HALF, half).await
}

/// Who is half signed in, unless that was too long ago.
pub async fn half_signed_in(now: OffsetDateTime) -> Result<Option<HalfSignedIn>> {
    let session = session().await?;
    if session.id().is_none() {
        return Ok(None);
    }
    let half = read::<HalfSignedIn>(&session, HALF).await?;
    Ok(half.filter(|half| now < half.since + HALF_FOR))
}

/// Remembers that a code was mailed for an account.
pub async fn keep_sign_up(id: SignUpId) -> Result<()> {
    write(&session().await?, SIGN_UP, id).await
}

/// For which form a code was mailed last.
pub async fn sign_up_under_way() -> Result<Option<SignUpId>> {
    let session = session().await?;
    if session.id().is_none() {
        return Ok(None);
    }
    read(&session, SIGN_UP).await
}

/// Remembers what the browser is about to ask a passkey.
pub async fn keep_question(id: Uuid) -> Result<()> {
    write(&session().await?, QUESTION, id).await
}

/// What it was asked last.
pub async fn question() -> Result<Option<Uuid>> {
    let session = session().await?;
    if session.id().is_none() {
        return Ok(None);
    }
    read(&session, QUESTION).await
}

/// Ends the session here and in the database.
pub async fn end_session() -> Result<()> {
    let session = session().await?;
    session.flush().await.map_err(unkept)
}

/// Remembers the cart of somebody who is not signed in.
pub async fn keep_cart(cart: CartId) -> Result<()> {
    write(&session().await?, CART, cart).await
}

/// The vendor chosen last, which they may not act for any more.
pub(super) async fn chosen_vendor() -> Result<Option<VendorId>> {
    read(&session().await?, VENDOR).await
}

/// Remembers for which vendor somebody acts from now on.
pub async fn choose_vendor(vendor: VendorId) -> Result<()> {
    write(&session().await?, VENDOR, vendor).await
}

/// Remembers a sign-in that goes on at another service.
pub async fn keep_attempt(attempt: Attempt) -> Result<()> {
    let session = session().await?;
    let mut attempts: Attempts = read(&session, ATTEMPTS).await?.unwrap_or_default();
    attempts.begin(attempt);
    write(&session, ATTEMPTS, attempts).await
}

/// The sign-in that has come back with this state; asking takes it out.
pub async fn take_attempt(
    provider: Provider,
    state: &str,
    now: OffsetDateTime,
) -> Result<Result<Attempt, Unmatched>> {
    let session = session().await?;
    let Some(mut attempts) = read::<Attempts>(&session, ATTEMPTS).await? else {
        return Ok(Err(Unmatched::Unknown));
    };
    let taken = attempts.take(provider, state, now);
    if !matches!(taken, Err(Unmatched::Unknown)) {
        write(&session, ATTEMPTS, attempts).await?;
    }
    Ok(taken)
}
