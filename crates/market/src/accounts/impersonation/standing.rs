//! How it stands: asked of the database with each request, so that what has ended is over at once, on every node.

use sqlx::PgPool;
use time::OffsetDateTime;

use super::super::account::account;
use super::super::{Account, Customer, Role};
use crate::audit::{self, Act, Actor, Entry};
use crate::{AccountId, AvatarId, ImpersonationId, Market, Result, SessionId};

/// Somebody in a customer's place.
#[derive(Clone, Debug, PartialEq)]
pub struct Impersonation {
    pub id: ImpersonationId,
    /// Who really acts.
    pub actor: AccountId,
    /// Their own sign-in.
    pub session: SessionId,
    /// In whose place.
    pub subject: Account,
    pub until: OffsetDateTime,
    /// Whether nothing is possible any more but to step back: the time is up, the customer's sessions were ended, or the
    /// account is no customer's that is open.
    pub over: bool,
}

/// In whose place this sign-in is, if it is; also when that is over and nobody has stepped back yet, lest what was meant
/// for the customer's account is done to one's own.
pub async fn of_session(
    db: &PgPool,
    session: SessionId,
    now: OffsetDateTime,
) -> Result<Option<Impersonation>> {
    let row = sqlx::query!(
        r#"select impersonation.id as "impersonation: ImpersonationId", actor_id as "actor: AccountId", expires_at,
                  (expires_at <= $2 or suspended_at is not null or role <> 'customer' or session_version <> subject_version)
                      as "over!",
                  account.id as "id: AccountId", email, name, role as "role: Role", session_version, closing_at, avatar_id as "avatar: AvatarId", time_zone, account.created_at,
                  exists (select from vendor_member where account_id = account.id) as "sells!"
           from impersonation join account on account.id = subject_id
           where session_id = $1 and ended_at is null"#,
        session.0,
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Impersonation {
        id: row.impersonation,
        actor: row.actor,
        session,
        until: row.expires_at,
        over: row.over,
        subject: account!(row),
    }))
}

/// Records what was asked for in the customer's place, before it is done or refused. It stands whatever becomes of that.
pub async fn note(
    market: &Market,
    impersonation: &Impersonation,
    path: &str,
    allowed: bool,
    from: Actor,
) -> Result<()> {
    let act = if allowed {
        Act::ImpersonationActed
    } else {
        Act::ImpersonationRefused
    };
    let by = Customer::in_place(impersonation, from);
    let entry = Entry::new(&by.actor(), act, ("account", by.id.to_string()));
    let mut tx = market.begin().await?;
    let asked = serde_json::json!({ "asked": path, "impersonation": impersonation.id });
    audit::record(market, &mut tx, entry.after(asked)).await?;
    Ok(tx.commit().await?)
}
