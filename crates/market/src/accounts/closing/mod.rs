//! Closing an account: asked for by its owner, called off by them for fourteen days, then done by `erasure`.

mod asking;
mod keeping;
mod obstacle;

pub use asking::close;
pub(crate) use keeping::token;
pub use keeping::{keep, keep_by_link, open_until};
pub use obstacle::{Obstacle, obstacles};
pub(crate) use obstacle::{found as found_obstacles, on_the_day};

use time::{Duration, OffsetDateTime};

use super::{Role, role_granting};
use crate::vendors;
use crate::{AccountId, Error, Refusal, Result, Tx};

/// How long an account can be kept after all.
pub const GRACE: Duration = Duration::days(14);

/// Where an account is on its way out.
pub(crate) struct Standing {
    pub email: String,
    pub closing_asked_at: Option<OffsetDateTime>,
    pub closing_at: Option<OffsetDateTime>,
    pub erased: bool,
}

/// Holds the account, and everything that closing it depends on, as they are until the transaction ends: first its
/// vendors' teams, then the market's admins, then itself.
pub(crate) async fn hold(tx: &mut Tx, account: AccountId) -> Result<Standing> {
    vendors::closing::hold_all(tx, account).await?;
    let role = sqlx::query_scalar!(
        r#"select role as "role: Role" from account where id = $1"#,
        account.0
    );
    if role.fetch_optional(&mut **tx).await? == Some(Role::Admin) {
        role_granting::hold_admins(tx).await?;
    }
    Ok(sqlx::query_as!(
        Standing,
        r#"select email, closing_asked_at, closing_at, erased_at is not null as "erased!"
           from account where id = $1 for update"#,
        account.0
    )
    .fetch_one(&mut **tx)
    .await?)
}

/// Refuses what would bind an account that is being closed, with `AccountClosing`; and nobody begins to close it until the
/// transaction ends.
pub(crate) async fn share_staying(tx: &mut Tx, account: AccountId) -> Result<()> {
    let stays = sqlx::query_scalar!(
        r#"select closing_at is null as "stays!" from account where id = $1 and erased_at is null for share"#,
        account.0
    );
    staying(stays.fetch_optional(&mut **tx).await?)
}

/// The same, and nobody else changes it meanwhile.
pub(crate) async fn hold_staying(tx: &mut Tx, account: AccountId) -> Result<()> {
    let stays = sqlx::query_scalar!(
        r#"select closing_at is null as "stays!" from account where id = $1 and erased_at is null for update"#,
        account.0
    );
    staying(stays.fetch_optional(&mut **tx).await?)
}

fn staying(stays: Option<bool>) -> Result<()> {
    match stays {
        Some(true) => Ok(()),
        Some(false) => Err(Refusal::AccountClosing.into()),
        None => Err(Error::SignInNeeded),
    }
}
