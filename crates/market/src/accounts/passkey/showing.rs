//! Showing a passkey: to go on with an account that is known, or to say which one it is.

use anyhow::anyhow;
use uuid::Uuid;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, Passkey, PasskeyAuthentication,
    PublicKeyCredential,
};

use super::super::proving::note;
use super::super::second_factor::FactorProof;
use super::super::{Account, Customer, sign_in};
use super::adding::refused;
use super::question::{Question, ask, read, take};
use super::webauthn;
use crate::audit::{Act, Actor};
use crate::{AccountId, Error, Market, Refusal, Result, Tx};

/// Asks for one of the account's passkeys; `NotFound` when it has none. Returns the question's id.
pub async fn ask_to_prove(market: &Market, tx: &mut Tx, account: AccountId) -> Result<Uuid> {
    let held = sqlx::query_scalar!(
        "select credential from passkey where account_id = $1",
        account.0
    )
    .fetch_all(&mut **tx)
    .await?;
    if held.is_empty() {
        return Err(Error::NotFound);
    }
    let held: Vec<Passkey> = held
        .into_iter()
        .map(serde_json::from_value)
        .collect::<Result<_, _>>()
        .map_err(anyhow::Error::from)?;
    let (options, state) = webauthn(market)?
        .start_passkey_authentication(&held)
        .map_err(|e| anyhow!("no passkey can be asked for: {e}"))?;
    let options = serde_json::to_value(options).map_err(anyhow::Error::from)?;
    ask(
        market,
        tx,
        (Question::Prove, Some(account)),
        options,
        &state,
    )
    .await
}

/// Asks for any passkey of this shop. Returns the question's id.
pub async fn ask_to_identify(market: &Market, tx: &mut Tx) -> Result<Uuid> {
    let (options, state) = webauthn(market)?
        .start_discoverable_authentication()
        .map_err(|e| anyhow!("no passkey can be asked for: {e}"))?;
    let mut options = serde_json::to_value(options).map_err(anyhow::Error::from)?;
    // Somebody has asked for it, so the browser need not wait for a field to be filled in.
    if let Some(options) = options.as_object_mut() {
        options.remove("mediation");
    }
    ask(market, tx, (Question::Identify, None), options, &state).await
}

/// Holds the device's answer against the question. Refuses what does not fit with `PasskeyRefused`.
pub async fn prove(
    market: &Market,
    account: AccountId,
    (question, answer): (Uuid, &str),
    by: &Actor,
) -> Result<FactorProof> {
    let state: PasskeyAuthentication =
        take(market, question, (Question::Prove, Some(account))).await?;
    let shown = async {
        let answer: PublicKeyCredential = read(answer)?;
        let webauthn = webauthn(market)?;
        let result = webauthn
            .finish_passkey_authentication(&answer, &state)
            .map_err(|error| refused(&error))?;
        let mut tx = market.begin().await?;
        let mut passkey = find(&mut tx, account, answer.get_credential_id()).await?;
        keep(market, &mut tx, &mut passkey, &result).await?;
        Ok::<_, Error>(tx.commit().await?)
    };
    if let Err(error) = shown.await {
        note(market, by, Act::ProofFailed, account).await?;
        return Err(error);
    }
    Ok(FactorProof::by_passkey(account))
}

/// The same, for somebody who is signed in and has to prove once more who they are.
pub async fn prove_again(market: &Market, by: &Customer, answer: (Uuid, &str)) -> Result<()> {
    prove(market, by.id, answer, &by.actor()).await?;
    note(market, &by.actor(), Act::IdentityProved, by.id).await
}

/// Whose passkey it is that a device has shown. Refuses what does not fit with `PasskeyRefused`.
pub async fn identify(market: &Market, (question, answer): (Uuid, &str)) -> Result<Account> {
    let state: DiscoverableAuthentication =
        take(market, question, (Question::Identify, None)).await?;
    let answer: PublicKeyCredential = read(answer)?;
    let webauthn = webauthn(market)?;
    let (account, credential_id) = webauthn
        .identify_discoverable_authentication(&answer)
        .map_err(|error| refused(&error))?;
    let account = AccountId(account);
    let mut tx = market.begin().await?;
    let mut passkey = find(&mut tx, account, credential_id).await?;
    let result = webauthn
        .finish_discoverable_authentication_v2(&answer, state, &passkey)
        .map_err(|error| refused(&error))?;
    keep(market, &mut tx, &mut passkey, &result).await?;
    tx.commit().await?;
    let account = sign_in::unless_suspended(&market.db, account).await?;
    Ok(account.ok_or(Refusal::PasskeyRefused)?)
}

/// Under a lock, so that of two answers with the same counter one is seen to be a copy.
async fn find(tx: &mut Tx, account: AccountId, credential_id: &[u8]) -> Result<Passkey> {
    let credential = sqlx::query_scalar!(
        "select credential from passkey where account_id = $1 and credential_id = $2 for update",
        account.0,
        credential_id,
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Refusal::PasskeyRefused)?;
    Ok(serde_json::from_value(credential).map_err(anyhow::Error::from)?)
}

async fn keep(
    market: &Market,
    tx: &mut Tx,
    passkey: &mut Passkey,
    result: &AuthenticationResult,
) -> Result<()> {
    // Some(true): counters moved on.
    passkey.update_credential(result);
    let credential_id: &[u8] = passkey.cred_id().as_ref();
    sqlx::query!(
        "update passkey set credential = $2, last_used_at = $3 where credential_id = $1",
        credential_id,
        serde_json::to_value(&*passkey).map_err(anyhow::Error::from)?,
        market.now(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
