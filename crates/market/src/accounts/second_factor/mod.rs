//! What somebody has besides a password: an app that shows codes, passkeys, and codes on paper for the day these are lost.

mod authenticator;
mod proving;
pub(super) mod recovery;

pub(super) use authenticator::changed;
pub use authenticator::{Enrolment, confirm, enrolment, remove, start};
pub(super) use proving::take;
pub use proving::{FactorProof, prove};
pub use recovery::{make_anew, take_unseen};

use sqlx::PgPool;
use time::OffsetDateTime;

use super::Customer;
use crate::{AccountId, Result, Tx};

/// Which factors an account has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factors {
    /// Since when an authenticator app is set up.
    pub authenticator: Option<OffsetDateTime>,
    pub passkeys: i64,
    /// Recovery codes that are left.
    pub recovery_codes: i64,
}

impl Factors {
    pub fn any(&self) -> bool {
        self.authenticator.is_some() || self.passkeys > 0
    }
}

/// The factors of whoever asks.
pub async fn factors(db: &PgPool, by: &Customer) -> Result<Factors> {
    let row = sqlx::query!(
        r#"select (select confirmed_at from authenticator where account_id = $1) as authenticator,
                  (select count(*) from passkey where account_id = $1) as "passkeys!",
                  (select count(*) from recovery_code where account_id = $1 and used_at is null) as "codes!""#,
        by.id.0
    )
    .fetch_one(db)
    .await?;
    Ok(Factors {
        authenticator: row.authenticator,
        passkeys: row.passkeys,
        recovery_codes: row.codes,
    })
}

/// Whether signing in to this account takes more than a password.
pub async fn is_set(db: &PgPool, account: AccountId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from authenticator where account_id = $1 and confirmed_at is not null)
               or exists (select from passkey where account_id = $1) as "set!""#,
        account.0
    )
    .fetch_one(db)
    .await?)
}

/// The same, as the caller's transaction sees it.
pub(super) async fn is_still_set(tx: &mut Tx, account: AccountId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from authenticator where account_id = $1 and confirmed_at is not null)
               or exists (select from passkey where account_id = $1) as "set!""#,
        account.0
    )
    .fetch_one(&mut **tx)
    .await?)
}
