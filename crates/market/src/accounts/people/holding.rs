//! Whoever acts and whoever is acted on, as they stay until the transaction ends.

use super::super::{Permission, Role};
use crate::{AccountId, Error, Result, Tx};

pub(in crate::accounts) struct Held {
    pub actor: Role,
    pub subject: Subject,
}

pub(in crate::accounts) struct Subject {
    pub role: Role,
    pub suspended: bool,
    pub session_version: i32,
}

/// Locks both, always in the same order. `Forbidden` when whoever acts was suspended meanwhile, `NotFound` when there is
/// nobody to be acted on.
pub(in crate::accounts) async fn hold(
    tx: &mut Tx,
    actor: AccountId,
    subject: AccountId,
) -> Result<Held> {
    let rows = sqlx::query!(
        r#"select id as "id: AccountId", role as "role: Role", suspended_at is not null as "suspended!", session_version
           from account where id in ($1, $2) and erased_at is null order by id for no key update"#,
        actor.0,
        subject.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let found = |id| rows.iter().find(|row| row.id == id);
    let by = found(actor).filter(|row| !row.suspended);
    let by = by.ok_or(Error::Forbidden)?.role;
    let row = found(subject).ok_or(Error::NotFound)?;
    Ok(Held {
        actor: by,
        subject: Subject {
            role: row.role,
            suspended: row.suspended,
            session_version: row.session_version,
        },
    })
}

impl Held {
    /// Whether whoever acts may suspend the other: those who keep the market are only for whoever gives roles.
    pub fn may_suspend(&self) -> bool {
        self.actor.may(Permission::Suspend)
            && (self.subject.role == Role::Customer || self.actor.may(Permission::GrantRoles))
    }
}
