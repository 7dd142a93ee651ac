//! Proving who one is: once with a password, then with each request's session.

use secrecy::SecretString;
use sqlx::PgPool;
use time::OffsetDateTime;

use super::account::account;
use super::{Account, Role, hashing, session, sign_up::clean_email, tries};
use crate::audit::{self, Act, Actor, Entry};
use crate::{AccountId, AvatarId, Market, Refusal, Result, SessionId};

/// The account with this address and password. Refuses with `WrongCredentials`, whichever of the two is wrong and
/// after the same time.
pub async fn sign_in(
    market: &Market,
    email: &str,
    password: &SecretString,
    from: &Actor,
) -> Result<Account> {
    let email = clean_email(email).unwrap_or_default();
    let found = sqlx::query!(
        r#"select id as "id: AccountId", password_hash
           from account where email = $1 and suspended_at is null"#,
        email
    )
    .fetch_optional(&market.db)
    .await?;
    let hash = found.as_ref().and_then(|row| row.password_hash.as_deref());
    let fits = hashing::fits(password, hash).await?;
    match found {
        Some(row) if fits => {
            if let Some(hash) = row.password_hash.filter(|hash| !hashing::is_current(hash)) {
                renew_hash(market, row.id, &hash, password).await?;
            }
            let account = unless_suspended(&market.db, row.id).await?;
            Ok(account.ok_or(Refusal::WrongCredentials)?)
        }
        Some(row) => {
            note_failure(market, row.id, from);
            Err(Refusal::WrongCredentials.into())
        }
        None => Err(Refusal::WrongCredentials.into()),
    }
}

/// Hashes the password as it is done today, now that it is at hand. Whatever has replaced the old hash meanwhile stays.
async fn renew_hash(
    market: &Market,
    account: AccountId,
    old: &str,
    password: &SecretString,
) -> Result<()> {
    let new = hashing::hash(password).await?;
    sqlx::query!(
        "update account set password_hash = $3 where id = $1 and password_hash = $2",
        account.0,
        old,
        new
    )
    .execute(&market.db)
    .await?;
    Ok(())
}

/// Beside the answer and not before it: how long that takes must not say whether there is an account.
fn note_failure(market: &Market, account: AccountId, from: &Actor) {
    let entry = Entry::new(from, Act::SignInFailed, ("account", account.to_string()));
    let market = market.clone();
    tokio::spawn(async move {
        let noted = async {
            let mut tx = market.begin().await?;
            audit::record(&market, &mut tx, entry).await?;
            Ok::<_, crate::Error>(tx.commit().await?)
        };
        if let Err(error) = noted.await {
            tracing::error!(%error, "a failed sign-in could not be recorded");
        }
    });
}

/// Shows once more that one knows the account's password; the hash it fits, nothing when it fits none. Counted, since whoever
/// holds a session could guess here.
pub(super) async fn known_hash(
    market: &Market,
    account: AccountId,
    password: &SecretString,
) -> Result<Option<String>> {
    tries::count(market, account).await?;
    let hash = sqlx::query_scalar!(
        "select password_hash from account where id = $1 and suspended_at is null",
        account.0
    )
    .fetch_optional(&market.db)
    .await?
    .flatten();
    let fits = hashing::fits(password, hash.as_deref()).await?;
    Ok(hash.filter(|_| fits))
}

/// The account, unless it is gone or suspended.
pub(super) async fn unless_suspended(db: &PgPool, id: AccountId) -> Result<Option<Account>> {
    Ok(sqlx::query_as!(
        Account,
        r#"select id, email, name, role as "role: Role", session_version, closing_at, avatar_id as "avatar: AvatarId", time_zone, created_at,
                  exists (select from vendor_member where account_id = account.id) as "sells!"
           from account where id = $1 and suspended_at is null"#,
        id.0
    )
    .fetch_optional(db)
    .await?)
}

/// The account somebody has half signed in to, unless its sessions were ended or it was suspended meanwhile.
pub async fn half_signed_in(
    db: &PgPool,
    account: AccountId,
    session_version: i32,
) -> Result<Option<Account>> {
    let account = unless_suspended(db, account).await?;
    Ok(account.filter(|account| account.session_version == session_version))
}

/// What a session shows of whoever is signed in with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    pub session: SessionId,
    /// When they last proved who they are.
    pub proved_at: OffsetDateTime,
    /// Whether they have shown a second factor.
    pub second_factor: bool,
}

/// The account behind a session, asked of the database each time: a session that was ended, belongs to an older
/// version or to a suspended account is nobody's at once, on every node and whatever a cache says.
pub async fn who(
    db: &PgPool,
    session_id_hash: &[u8; 32],
    account: AccountId,
    session_version: i32,
    now: OffsetDateTime,
) -> Result<Option<(Account, Presence)>> {
    let Some(row) = sqlx::query!(
        r#"select account.id as "id: AccountId", email, name, role as "role: Role", session_version, closing_at, avatar_id as "avatar: AvatarId", time_zone, account.created_at,
                  exists (select from vendor_member where account_id = account.id) as "sells!",
                  pass_id as "pass_id!: SessionId", began_at as "began_at!", proved_at as "proved_at!",
                  second_factor, kept, last_used_at as "last_used_at!"
           from account join session on session.account_id = account.id
           where account.id = $1 and session_version = $2 and suspended_at is null
             and session.id_hash = $3 and session.expires_at > $4 and pass_id is not null"#,
        account.0,
        session_version,
        session_id_hash.as_slice(),
        now,
    )
    .fetch_optional(db)
    .await?
    else {
        return Ok(None);
    };
    let limits = (row.began_at, row.kept);
    session::used(db, session_id_hash, row.last_used_at, limits, now).await?;
    let account = account!(row);
    let presence = Presence {
        session: row.pass_id,
        proved_at: row.proved_at,
        second_factor: row.second_factor,
    };
    Ok(Some((account, presence)))
}
