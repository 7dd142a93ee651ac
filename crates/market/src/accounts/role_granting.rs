//! Who keeps the market: roles are given by an admin, and the record says by whom and when.

use serde_json::json;
use sqlx::PgPool;
use time::OffsetDateTime;

use super::{Administrator, Role, clean_email, session};
use crate::audit::{self, Act, Actor, Entry};
use crate::{AccountId, Error, Market, Refusal, Result, Tx};

/// Somebody with a role at the market.
pub struct StaffMember {
    pub id: AccountId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub granted_by: Option<String>,
    pub granted_at: Option<OffsetDateTime>,
}

/// Everybody who keeps the market, admins first.
pub async fn staff(db: &PgPool, _by: &Administrator) -> Result<Vec<StaffMember>> {
    Ok(sqlx::query_as!(
        StaffMember,
        r#"select account.id, account.name, account.email, account.role as "role: Role",
                  granter.name as "granted_by?", account.role_granted_at as granted_at
           from account left join account granter on granter.id = account.role_granted_by
           where account.role <> 'customer'
           order by array_position(array['admin', 'moderator', 'support'], account.role), account.name, account.id"#
    )
    .fetch_all(db)
    .await?)
}

/// Gives the account with this address the role; `Role::Customer` takes whatever it had. Their sessions end, so that
/// nobody works on under a role they no longer have. Refuses an address nobody has, and to leave the market without an admin.
pub async fn grant_role(
    market: &Market,
    tx: &mut Tx,
    by: &Administrator,
    email: &str,
    role: Role,
) -> Result<()> {
    let admins = hold_admins(tx).await?;
    // Somebody may have taken the role a moment ago.
    if !admins.iter().any(|admin| admin.id == by.id) {
        return Err(Error::Forbidden);
    }
    let account = with_address(tx, email).await?;
    must_not_be_last(&admins, account, role)?;
    set(market, tx, &by.actor(), account, role).await
}

/// The same by whoever runs the server, who needs no account: the way to the first admin.
pub async fn appoint(market: &Market, tx: &mut Tx, email: &str, role: Role) -> Result<()> {
    let admins = hold_admins(tx).await?;
    let account = with_address(tx, email).await?;
    must_not_be_last(&admins, account, role)?;
    set(market, tx, &Actor::default(), account, role).await
}

pub(super) struct Admin {
    id: AccountId,
    /// Can act, and is not closing their account.
    stays: bool,
}

/// The admins, who stay so until the transaction ends.
pub(super) async fn hold_admins(tx: &mut Tx) -> Result<Vec<Admin>> {
    Ok(sqlx::query_as!(
        Admin,
        r#"select id, suspended_at is null and closing_at is null as "stays!" from account where role = 'admin' order by id for no key update"#
    )
    .fetch_all(&mut **tx)
    .await?)
}

fn must_not_be_last(admins: &[Admin], account: AccountId, role: Role) -> Result<()> {
    let is_one = admins.iter().any(|admin| admin.id == account);
    if role != Role::Admin && is_one && is_last(admins, account) {
        return Err(Refusal::LastAdmin.into());
    }
    Ok(())
}

/// Whether nobody else stays who could keep the market.
pub(super) fn is_last(admins: &[Admin], account: AccountId) -> bool {
    !admins
        .iter()
        .any(|admin| admin.stays && admin.id != account)
}

async fn with_address(tx: &mut Tx, email: &str) -> Result<AccountId> {
    let account = sqlx::query_scalar!(
        r#"select id as "id: AccountId" from account where email = $1 and erased_at is null"#,
        clean_email(email)?
    );
    let account = account.fetch_optional(&mut **tx).await?;
    Ok(account.ok_or(Refusal::NobodyThere)?)
}

async fn set(
    market: &Market,
    tx: &mut Tx,
    by: &Actor,
    account: AccountId,
    role: Role,
) -> Result<()> {
    let changed = sqlx::query!(
        "update account set role = $2, role_granted_by = $3, role_granted_at = $4 where id = $1 and role <> $2",
        account.0,
        role.code(),
        by.account.map(|id| id.0),
        market.now(),
    )
    .execute(&mut **tx)
    .await?;
    if changed.rows_affected() == 0 {
        return Ok(());
    }
    session::end_all(tx, account).await?;
    let entry = Entry::new(by, Act::RoleGiven, ("account", account.to_string()));
    audit::record(market, tx, entry.after(json!({ "role": role.code() }))).await
}
