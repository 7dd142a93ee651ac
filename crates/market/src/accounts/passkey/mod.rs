//! Passkeys (WebAuthn): a key that somebody's device keeps, and uses only after it has seen its owner. That makes two
//! factors at once, so one may stand beside a password and also alone.

mod adding;
mod question;
mod showing;

pub use adding::{add, ask_to_add, remove};
pub use question::{Question, options};
pub use showing::{ask_to_identify, ask_to_prove, identify, prove, prove_again};

use anyhow::Context;
use sqlx::PgPool;
use time::OffsetDateTime;
use url::{Host, Url};
use webauthn_rs::prelude::{Webauthn, WebauthnBuilder};

use super::Customer;
use crate::{AccountId, Error, Market, PasskeyId, Result};

/// What apps and browsers call the shop.
const SHOP: &str = "Autopilot Monster";

/// A passkey, as its owner sees it.
#[derive(Clone, Debug)]
pub struct Held {
    pub id: PasskeyId,
    pub name: String,
    pub created_at: OffsetDateTime,
    pub last_used_at: Option<OffsetDateTime>,
}

/// One's own passkeys, the oldest first.
pub async fn held(db: &PgPool, by: &Customer) -> Result<Vec<Held>> {
    Ok(sqlx::query_as!(
        Held,
        r#"select id as "id: PasskeyId", name, created_at, last_used_at from passkey
           where account_id = $1 order by created_at, id"#,
        by.id.0
    )
    .fetch_all(db)
    .await?)
}

/// Whether the account has a passkey.
pub async fn has(db: &PgPool, account: AccountId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from passkey where account_id = $1) as "has!""#,
        account.0
    )
    .fetch_one(db)
    .await?)
}

/// Whether browsers can have passkeys for this shop: they belong to a name, and an address without one has none.
pub fn offered(market: &Market) -> bool {
    Url::parse(&market.public_url).is_ok_and(|url| matches!(url.host(), Some(Host::Domain(_))))
}

/// `NotFound` where passkeys are not offered.
fn webauthn(market: &Market) -> Result<Webauthn> {
    if !offered(market) {
        return Err(Error::NotFound);
    }
    let url = Url::parse(&market.public_url).context("PUBLIC_URL cannot be read")?;
    let host = url.host_str().context("PUBLIC_URL names no host")?;
    let webauthn = WebauthnBuilder::new(host, &url)
        .map(|builder| builder.rp_name(SHOP))
        .and_then(WebauthnBuilder::build)
        .context("passkeys cannot be used at PUBLIC_URL")?;
    Ok(webauthn)
}
