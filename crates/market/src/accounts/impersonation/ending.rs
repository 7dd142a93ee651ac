//! Stepping back.

use serde_json::json;

use super::Impersonation;
use crate::accounts::Customer;
use crate::audit::{self, Act, Actor, Entry};
use crate::{Market, Result, Tx};

/// Ends it; doing so again changes nothing.
pub async fn end(
    market: &Market,
    tx: &mut Tx,
    impersonation: &Impersonation,
    from: Actor,
) -> Result<()> {
    let ended = sqlx::query!(
        "update impersonation set ended_at = $2 where id = $1 and ended_at is null",
        impersonation.id.0,
        market.now()
    )
    .execute(&mut **tx)
    .await?;
    if ended.rows_affected() == 0 {
        return Ok(());
    }
    let by = Customer::in_place(impersonation, from);
    let entry = Entry::new(
        &by.actor(),
        Act::ImpersonationEnded,
        ("account", by.id.to_string()),
    )
    .after(json!({ "impersonation": impersonation.id, "was_over": impersonation.over }));
    audit::record(market, tx, entry).await
}
