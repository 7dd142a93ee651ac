//! The ways into one account. There is always one left: whoever takes one away holds the account still first.

use serde_json::json;
use sqlx::PgPool;
use time::OffsetDateTime;

use super::{Identity, Provider};
use crate::accounts::Customer;
use crate::audit::{self, Act, Actor, Entry};
use crate::jobs::{self, Mailing};
use crate::{AccountId, Error, Market, OnConstraint, Refusal, Result, Tx};

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
pub async fn link(market: &Market, tx: &mut Tx, by: &Customer, identity: &Identity) -> Result<()> {
    by.must_be_themselves()?;
    tell(market, tx, by.id, (identity.provider, true)).await?;
    insert(market, tx, &by.actor(), by.id, identity).await
}

pub(super) async fn insert(
    market: &Market,
    tx: &mut Tx,
    by: &Actor,
    account: AccountId,
    identity: &Identity,
) -> Result<()> {
    let inserted = sqlx::query!(
        "insert into federated_identity (provider, subject, account_id, email, linked_at, last_used_at)
         values ($1, $2, $3, $4, $5, $5)",
        identity.provider.code(),
        identity.subject,
        account.0,
        identity.email,
        market.now(),
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
    let linked = Act::SignInMethodLinked;
    note(market, tx, by, linked, account, identity.provider).await
}

/// Takes a way away. Refuses the last one; `NotFound` when there is no such.
pub async fn unlink(market: &Market, tx: &mut Tx, by: &Customer, provider: Provider) -> Result<()> {
    by.must_be_themselves()?;
    let left = sqlx::query!(
        r#"select password_hash is not null or exists (select from passkey where account_id = account.id) as "ours!"
           from account where id = $1 for no key update"#,
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
    if !left.ours && others == 0 {
        return Err(Refusal::LastSignInMethod.into());
    }
    tell(market, tx, by.id, (provider, false)).await?;
    let unlinked = Act::SignInMethodUnlinked;
    note(market, tx, &by.actor(), unlinked, by.id, provider).await
}

/// Mails the account's owner. An account that opens this way needs no word about it.
pub(super) async fn tell(
    market: &Market,
    tx: &mut Tx,
    account: AccountId,
    (provider, linked): (Provider, bool),
) -> Result<()> {
    let at = market.now();
    let job = Mailing::TellMethodChanged {
        account,
        provider,
        linked,
        at,
    };
    jobs::enqueue(tx, job, at).await
}

async fn note(
    market: &Market,
    tx: &mut Tx,
    by: &Actor,
    act: Act,
    account: AccountId,
    provider: Provider,
) -> Result<()> {
    let entry = Entry::new(by, act, ("account", account.to_string()));
    audit::record(
        market,
        tx,
        entry.after(json!({ "provider": provider.code() })),
    )
    .await
}
