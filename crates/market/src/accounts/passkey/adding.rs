//! Adding a passkey to an account, and doing away with one.

use anyhow::anyhow;
use serde_json::{Value, json};
use uuid::Uuid;
use webauthn_rs::prelude::{Passkey, PasskeyRegistration, RegisterPublicKeyCredential};

use super::super::Fresh;
use super::super::second_factor::{changed, is_still_set, recovery};
use super::question::{Question, ask, read, take};
use super::webauthn;
use crate::audit::Act;
use crate::jobs::FactorChange;
use crate::{Error, Market, OnConstraint, PasskeyId, Refusal, Result, Tx};

/// Asks for a new passkey. Returns the question's id.
pub async fn ask_to_add(market: &Market, tx: &mut Tx, by: &Fresh) -> Result<Uuid> {
    let known = sqlx::query_scalar!(
        "select credential from passkey where account_id = $1",
        by.id.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let known: Vec<Passkey> = known
        .into_iter()
        .map(serde_json::from_value)
        .collect::<Result<_, _>>()
        .map_err(anyhow::Error::from)?;
    let known = known.iter().map(|passkey| passkey.cred_id().clone());
    let (options, state) = webauthn(market)?
        .start_passkey_registration(by.id.0, &by.email, &by.name, Some(known.collect()))
        .map_err(|e| anyhow!("no passkey can be asked for: {e}"))?;
    let mut options = serde_json::to_value(options).map_err(anyhow::Error::from)?;
    // A device that can find it by itself lets its owner sign in without a password; others still are a second factor.
    if let Some(wanted) = options.pointer_mut("/publicKey/authenticatorSelection") {
        wanted["residentKey"] = Value::from("preferred");
    }
    ask(market, tx, (Question::Add, Some(by.id)), options, &state).await
}

/// Adds the passkey a device has made. The first second factor of an account brings recovery codes: true when it did.
/// Refuses an answer that does not fit with `PasskeyRefused`.
pub async fn add(
    market: &Market,
    tx: &mut Tx,
    by: &Fresh,
    (question, answer): (Uuid, &str),
    name: &str,
) -> Result<bool> {
    let name = clean_name(name)?;
    let state: PasskeyRegistration = take(market, question, (Question::Add, Some(by.id))).await?;
    let answer: RegisterPublicKeyCredential = read(answer)?;
    let passkey = webauthn(market)?
        .finish_passkey_registration(&answer, &state)
        .map_err(|error| refused(&error))?;
    let credential_id: &[u8] = passkey.cred_id().as_ref();
    let now = market.now();
    sqlx::query!(
        "insert into passkey (id, account_id, credential_id, credential, name, created_at) values ($1, $2, $3, $4, $5, $6)",
        PasskeyId::new(now).0,
        by.id.0,
        credential_id,
        serde_json::to_value(&passkey).map_err(anyhow::Error::from)?,
        name,
        now,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("passkey_credential_id_key", Refusal::PasskeyRefused)?;
    let made = recovery::make_unless_there(market, tx, by.id).await?;
    let change = (Act::PasskeyAdded, FactorChange::PasskeyAdded);
    changed(market, tx, by, change, json!({ "name": name })).await?;
    Ok(made)
}

/// Does away with one of one's own passkeys; anybody else's is `NotFound`. Asks with `SecondFactorNeeded` for a second
/// factor when none was shown: a password alone takes none away.
pub async fn remove(market: &Market, tx: &mut Tx, by: &Fresh, passkey: PasskeyId) -> Result<()> {
    if !by.showed_second_factor() {
        return Err(Error::SecondFactorNeeded);
    }
    let name = sqlx::query_scalar!(
        "delete from passkey where id = $1 and account_id = $2 returning name",
        passkey.0,
        by.id.0
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Error::NotFound)?;
    if !is_still_set(tx, by.id).await? {
        recovery::discard(tx, by.id).await?;
    }
    let change = (Act::PasskeyRemoved, FactorChange::PasskeyRemoved);
    changed(market, tx, by, change, json!({ "name": name })).await
}

/// What a device answered does not hold; why is for the log.
pub(super) fn refused(error: &webauthn_rs::prelude::WebauthnError) -> Refusal {
    tracing::info!(%error, "a passkey was refused");
    Refusal::PasskeyRefused
}

fn clean_name(typed: &str) -> Result<String, Refusal> {
    let name: String = typed.chars().filter(|c| !c.is_control()).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(Refusal::PasskeyNameMissing),
        1..=60 => Ok(name),
        _ => Err(Refusal::PasskeyNameTooLong),
    }
}
