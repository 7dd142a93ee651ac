//! What a visitor's session holds: who is signed in, and the cart of somebody who is not.

use std::collections::HashMap;

use market::accounts::Account;
use market::accounts::federation::{Attempt, Attempts, Provider, Unmatched};
use market::{AccountId, CartId, Error, Result, VendorId};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use tower_sessions::Session;
use tower_sessions::session::{self, Id};
use tower_sessions::session_store;

/// The signed-in account's id.
pub(super) const ACCOUNT: &str = "account_id";
/// The account's `session_version` when the session began.
pub(super) const VERSION: &str = "session_version";
/// The cart filled before signing in.
pub(super) const CART: &str = "cart_id";
/// The vendor somebody acts for, where there are several.
const VENDOR: &str = "vendor_id";

/// Sign-ins under way at other services.
const ATTEMPTS: &str = "federated_attempts";

/// What the database knows a session by. Who reads the table, a backup or a cache can open no session with it.
pub fn session_id_hash(id: &Id) -> [u8; 32] {
    Sha256::digest(id.to_string()).into()
}

/// Whose session it is, from what is stored of it.
pub fn account_of(data: &HashMap<String, Value>) -> Option<AccountId> {
    data.get(ACCOUNT).and_then(Value::as_str)?.parse().ok()
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

/// Signs the account in under a new session id, so that an id known before opens nothing. The guest's cart is the
/// account's by now.
pub async fn begin_session(account: &Account) -> Result<()> {
    let session = session().await?;
    take::<CartId>(&session, CART).await?;
    session.cycle_id().await.map_err(unkept)?;
    write(&session, ACCOUNT, account.id).await?;
    write(&session, VERSION, account.session_version).await
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
