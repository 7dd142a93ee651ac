//! Stepping into a customer's place.

use serde_json::json;
use time::OffsetDateTime;

use super::super::people::{clean_reason, hold};
use super::super::{Customer, Fresh, Permission, Role, Staff};
use super::LASTS;
use crate::audit::{self, Act, Actor, Entry};
use crate::jobs::{self, Mailing};
use crate::{
    AccountId, Error, ImpersonationId, Market, OnConstraint, Refusal, Result, SessionId, Tx,
};

/// An impersonation that has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    pub id: ImpersonationId,
    pub until: OffsetDateTime,
}

/// Puts this sign-in in the place of a customer, who gets a mail about it. Refuses anybody but a customer whose account is
/// open, oneself, somebody who is in a place already, and without a reason of 10 to 500 characters.
pub async fn begin(
    market: &Market,
    tx: &mut Tx,
    by: &Fresh,
    subject: AccountId,
    reason: &str,
) -> Result<Begun> {
    let staff = Staff::of(Customer::clone(by), &market.policy)?;
    staff.must(Permission::Impersonate)?;
    let session = by.session().ok_or(Error::ProofNeeded)?;
    let reason = clean_reason(reason)?;
    let held = hold(tx, by.id, subject).await?;
    // Their role may have been taken a moment ago.
    if !held.actor.may(Permission::Impersonate) {
        return Err(Error::Forbidden);
    }
    if subject == by.id || held.subject.role != Role::Customer || held.subject.suspended {
        return Err(Refusal::NotToBeImpersonated.into());
    }
    must_be_in_no_place(tx, by.id, market.now()).await?;
    let begun = insert(
        market,
        tx,
        (by.id, session),
        (subject, held.subject.session_version),
        &reason,
    )
    .await?;
    let job = Mailing::TellImpersonated {
        impersonation: begun.id,
    };
    jobs::enqueue(tx, job, market.now()).await?;
    let actor = Actor {
        on_behalf_of: Some(subject),
        ..by.actor()
    };
    let whose = ("account", subject.to_string());
    let entry = Entry::new(&actor, Act::ImpersonationBegan, whose)
        .after(json!({ "impersonation": begun.id, "until": begun.until.unix_timestamp() }))
        .reason(reason);
    audit::record(market, tx, entry).await?;
    Ok(begun)
}

/// Nowhere, in no browser: a place in a session that is over is none any more.
async fn must_be_in_no_place(tx: &mut Tx, actor: AccountId, now: OffsetDateTime) -> Result<()> {
    let elsewhere = sqlx::query_scalar!(
        r#"select exists (select from impersonation join session on session.pass_id = impersonation.session_id
                          where actor_id = $1 and ended_at is null and impersonation.expires_at > $2
                            and session.expires_at > $2) as "there!""#,
        actor.0,
        now
    )
    .fetch_one(&mut **tx)
    .await?;
    if elsewhere {
        return Err(Refusal::ImpersonatingAlready.into());
    }
    Ok(())
}

async fn insert(
    market: &Market,
    tx: &mut Tx,
    (actor, session): (AccountId, SessionId),
    (subject, version): (AccountId, i32),
    reason: &str,
) -> Result<Begun> {
    let now = market.now();
    let begun = Begun {
        id: ImpersonationId::new(now),
        until: now + LASTS,
    };
    sqlx::query!(
        "insert into impersonation (id, actor_id, session_id, subject_id, subject_version, reason, began_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        begun.id.0,
        actor.0,
        session.0,
        subject.0,
        version,
        reason,
        now,
        begun.until,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("impersonation_open_key", Refusal::ImpersonatingAlready)?;
    Ok(begun)
}
