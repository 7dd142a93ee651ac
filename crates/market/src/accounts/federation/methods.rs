//! The ways into one account. There is always one left: whoever takes one away holds the account still first.

use sqlx::PgPool;
use time::OffsetDateTime;

use super::{Identity, Provider};
use crate::accounts::Customer;
use crate::{AccountId, Error, OnConstraint, Refusal, Result, Tx, moderation};

/// How somebody can sign in.
pub struct SignInMethods {
    pub password: bool,
    pub linked: Vec<Linked>,
}

pub struct Linked {
    pub provider: Provider,
    /// As the provider called them last.
    pub email: String,
    pub linked_at: OffsetDateTime,
    pub last_used_at: Option<OffsetDateTime>,
}

impl SignInMethods {
    pub fn count(&self) -> usize {
        usize::from(self.password) + self.linked.len()
    }

    pub fn through(&self, provider: Provider) -> Option<&Linked> {
        self.linked
            .iter()
            .find(|linked| linked.provider == provider)
    }
}

/// The ways into this person's own account.
pub async fn methods(db: &PgPool, by: &Customer) -> Result<SignInMethods> {
    let password = sqlx::query_scalar!(
        r#"select password_hash is not null as "set!" from account where id = $1"#,
        by.id.0
    )
    .fetch_one(db)
    .await?;
    let linked = sqlx::query_as!(
        Linked,
        r#"select provider as "provider: Provider", email, linked_at, last_used_at
           from federated_identity where account_id = $1 order by linked_at, provider"#,
        by.id.0
    )
    .fetch_all(db)
    .await?;
    Ok(SignInMethods { password, linked })
}

/// Adds a way into this person's account. Whether the provider vouches for an address is no matter here: they are signed
/// in. Refuses an identity that opens another account, and a second one of the same provider.
pub async fn link(
    tx: &mut Tx,
    by: &Customer,
    identity: &Identity,
    now: OffsetDateTime,
) -> Result<()> {
    insert(tx, by.id, identity, now).await
}

pub(super) async fn insert(
    tx: &mut Tx,
    account: AccountId,
    identity: &Identity,
    now: OffsetDateTime,
) -> Result<()> {
    let inserted = sqlx::query!(
        "insert into federated_identity (provider, subject, account_id, email, linked_at, last_used_at)
         values ($1, $2, $3, $4, $5, $5)",
        identity.provider.code(),
        identity.subject,
        account.0,
        identity.email,
        now,
    )
    .execute(&mut **tx)
    .await;
    // Either constraint can be the first to say so.
    match inserted {
        Err(sqlx::Error::Database(db))
            if db.constraint() == Some("federated_identity_one_a_provider_key") =>
        {
            return Err(Refusal::ProviderLinked.into());
        }
        inserted => inserted.on_constraint("federated_identity_pkey", Refusal::IdentityTaken)?,
    };
    note(tx, account, "account.linked", identity.provider, now).await
}

/// Takes a way away. Refuses the last one; `NotFound` when there is no such.
pub async fn unlink(
    tx: &mut Tx,
    by: &Customer,
    provider: Provider,
    now: OffsetDateTime,
) -> Result<()> {
    let left = sqlx::query!(
        r#"select password_hash is not null as "password!" from account where id = $1 for no key update"#,
        by.id.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let others = sqlx::query_scalar!(
        r#"select count(*) as "n!" from federated_identity where account_id = $1 and provider <> $2"#,
        by.id.0,
        provider.code()
    )
    .fetch_one(&mut **tx)
    .await?;
    let removed = sqlx::query!(
        "delete from federated_identity where account_id = $1 and provider = $2",
        by.id.0,
        provider.code()
    )
    .execute(&mut **tx)
    .await?;
    if removed.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    if !left.password && others == 0 {
        return Err(Refusal::LastSignInMethod.into());
    }
    note(tx, by.id, "account.unlinked", provider, now).await
}

async fn note(
    tx: &mut Tx,
    account: AccountId,
    act: &str,
    provider: Provider,
    now: OffsetDateTime,
) -> Result<()> {
    let what = format!("{account} {}", provider.code());
    moderation::note(tx, Some(account), act, "account", &what, now).await
}
