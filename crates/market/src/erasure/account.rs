//! Erasing an account, in one transaction.

use time::{Duration, OffsetDateTime};

use super::address::forget_address;
use super::{NAME, address_hash, record};
use crate::accounts::closing::{hold, on_the_day};
use crate::audit::{self, Act, Actor, Entry};
use crate::events::{self, Event};
use crate::jobs::{self, ClosingNews, Job, Mailing};
use crate::keys::Purpose;
use crate::vendors;
use crate::{AccountId, AvatarId, Market, Result, Tx};

/// How long an erasure waits that something stood in the way of.
const POSTPONED_BY: Duration = Duration::days(7);

/// Erases the account if this still is its day. When something stands in the way, nothing is erased, its owner is told, and
/// it is tried again a week later.
pub(crate) async fn erase_account(
    market: &Market,
    tx: &mut Tx,
    account: AccountId,
    due: OffsetDateTime,
) -> Result<()> {
    let standing = hold(tx, account).await?;
    if standing.closing_at != Some(due) {
        return Ok(());
    }
    if on_the_day(tx, account).await?.is_empty() {
        let at = market.now();
        return wipe(market, tx, account, &standing.email, at).await;
    }
    postpone(market, tx, account).await
}

async fn postpone(market: &Market, tx: &mut Tx, account: AccountId) -> Result<()> {
    let now = market.now();
    let due = now + POSTPONED_BY;
    sqlx::query!(
        "update account set closing_at = $2 where id = $1",
        account.0,
        due
    )
    .execute(&mut **tx)
    .await?;
    jobs::enqueue_for(tx, Job::EraseAccount { account, due }, due, now).await?;
    let tell = Mailing::TellOfClosing {
        account,
        news: ClosingNews::Hindered,
        at: now,
    };
    jobs::enqueue(tx, tell, now).await
}

/// Takes everything out that says whose the account was. The caller holds it, and has seen that it is not erased yet.
pub(super) async fn wipe(
    market: &Market,
    tx: &mut Tx,
    account: AccountId,
    email: &str,
    at: OffsetDateTime,
) -> Result<()> {
    remove_picture(market, tx, account).await?;
    vendors::closing::end(tx, account, at).await?;
    for address in [addresses_before(tx, account).await?, vec![email.to_owned()]].concat() {
        forget_address(tx, &address, at).await?;
    }
    remove_rows(tx, account).await?;
    end_exports(tx, account, at).await?;
    restrict(tx, account, at).await?;
    forget_jobs(tx, account).await?;
    empty(market, tx, account, email, at).await?;
    record::note(
        market,
        tx,
        address_hash(&market.keys, email),
        Some(account),
        at,
    )
    .await?;
    events::record(tx, Event::AccountErased { account }, market.now()).await?;
    let whose = ("account", account.to_string());
    let entry = Entry::new(&Actor::default(), Act::AccountErased, whose);
    audit::record(market, tx, entry).await
}

async fn addresses_before(tx: &mut Tx, account: AccountId) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        "select old_email from email_change where account_id = $1 and done_at is not null",
        account.0
    )
    .fetch_all(&mut **tx)
    .await?)
}

async fn remove_picture(market: &Market, tx: &mut Tx, account: AccountId) -> Result<()> {
    let avatar = sqlx::query_scalar!(
        r#"select avatar_id as "id: AvatarId" from account where id = $1"#,
        account.0
    )
    .fetch_one(&mut **tx)
    .await?;
    match avatar {
        Some(avatar) => jobs::enqueue(tx, Job::RemoveAvatar { avatar }, market.now()).await,
        None => Ok(()),
    }
}

macro_rules! each {
    ($tx:ident, $account:ident: $($sql:literal;)+) => {$(
        sqlx::query!($sql, $account.0).execute(&mut **$tx).await?;
    )+};
}

async fn remove_rows(tx: &mut Tx, account: AccountId) -> Result<()> {
    each! { tx, account:
        "delete from session where account_id = $1";
        "delete from known_device where account_id = $1";
        "delete from account_link where account_id = $1";
        "delete from email_change where account_id = $1";
        "delete from authenticator where account_id = $1";
        "delete from recovery_code where account_id = $1";
        "delete from proof_tries where account_id = $1";
        "delete from passkey where account_id = $1";
        "delete from passkey_question where account_id = $1";
        "delete from federated_identity where account_id = $1";
        "delete from api_key where account_id = $1";
        "delete from address where account_id = $1";
        "delete from mail_choice where account_id = $1";
        "delete from consent where account_id = $1 and version is null";
        "update consent set address = null where account_id = $1";
        "update sent_mail set account_id = null where account_id = $1";
        "delete from team_invitation where accepted_by = $1";
        "delete from download_link where entitlement_id in (select id from entitlement where account_id = $1)";
        "delete from cart_line where cart_id in (select id from cart where account_id = $1)";
        "delete from cart where account_id = $1 and not exists (select from order_group where cart_id = cart.id)";
    }
    Ok(())
}

/// The next sweep removes the files, which lie in the store, and their rows.
async fn end_exports(tx: &mut Tx, account: AccountId, at: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update data_export set expires_at = $2, failed_at = case when ready_at is null then coalesce(failed_at, $2) end
         where account_id = $1",
        account.0,
        at
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What tax law wants stays, for nothing else.
async fn restrict(tx: &mut Tx, account: AccountId, at: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update order_group set restricted_at = $2 where account_id = $1 and restricted_at is null",
        account.0,
        at
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Jobs name browsers and networks.
async fn forget_jobs(tx: &mut Tx, account: AccountId) -> Result<()> {
    sqlx::query!(
        "delete from job where args ? 'account' and args ->> 'account' = $1::uuid::text and kind <> 'erase-account'",
        account.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The row stays for orders, licenses and reviews to refer to.
async fn empty(
    market: &Market,
    tx: &mut Tx,
    account: AccountId,
    email: &str,
    at: OffsetDateTime,
) -> Result<()> {
    // With the account's id in it: who comes back with the same address, and goes again, gets another.
    let said = format!("{account} {email}");
    let hash = market.keys.hash(Purpose::ErasedAddress, &said);
    let pseudonym = format!("deleted+{}@deleted.invalid", &hex::encode(hash)[..32]);
    sqlx::query!(
        "update account set email = $2, name = $3, bio = '', locale = 'en', time_zone = 'UTC', avatar_id = null,
                password_hash = null, email_verified_at = null, role = 'customer', role_granted_by = null,
                role_granted_at = null, session_version = session_version + 1, closing_asked_at = null,
                closing_at = null, suspended_at = coalesce(suspended_at, $4), erased_at = $4
         where id = $1",
        account.0,
        pseudonym,
        NAME,
        at
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
