//! Who asks, for the few addresses that are no pages.

use app::web::session_id_hash;
use market::accounts::{Account, who};
use market::{AccountId, Market, Result};
use tower_sessions::Session;

/// Under these keys a session holds who is signed in. The pages write them when somebody signs in.
pub const ACCOUNT: &str = "account_id";
pub const VERSION: &str = "session_version";

/// The account behind the session, as the database sees it now.
pub async fn account(market: &Market, session: &Session) -> Result<Option<Account>> {
    let (Some(id), Some(version)) = (
        read::<AccountId>(session, ACCOUNT).await?,
        read::<i32>(session, VERSION).await?,
    ) else {
        return Ok(None);
    };
    let Some(session_id) = session.id() else {
        return Ok(None);
    };
    who(
        &market.db,
        &session_id_hash(&session_id),
        id,
        version,
        market.now(),
    )
    .await
}

async fn read<T: serde::de::DeserializeOwned>(session: &Session, key: &str) -> Result<Option<T>> {
    Ok(session.get(key).await.map_err(anyhow::Error::from)?)
}
