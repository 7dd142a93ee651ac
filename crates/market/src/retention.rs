//! What is not kept for ever, and for how long. It leaves in small batches, and several workers may sweep at once.

use sqlx::postgres::PgQueryResult;
use time::Duration;

use crate::{Market, Result, data_export};

/// Rows that are removed in one statement, and how often that is done in one sweep: what is left waits for the next.
const BATCH: i64 = 500;
const BATCHES: usize = 100;

/// They lie in the store as files, so no statement removes them.
const EXPORTS: &str = "copies of people's data";

/// What a sweep has removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swept {
    pub what: &'static str,
    pub rows: u64,
}

macro_rules! kept {
    ($($name:literal: $time:expr => $sql:literal;)+) => {
        /// Names of what is removed, and how long it is kept after it has ended.
        pub const KEPT: &[(&str, Duration)] = &[$(($name, $time),)+ (EXPORTS, data_export::KEPT_FOR)];

        /// Removes what was kept long enough. What cannot be removed now does not keep the rest from leaving.
        pub async fn sweep(market: &Market) -> Result<Vec<Swept>> {
            let now = market.now();
            let mut swept = Vec::new();
            let mut failed = None;
            $(
                let batch = || async {
                    sqlx::query!($sql, now - $time, BATCH).execute(&market.db).await
                };
                match in_batches(batch).await {
                    Ok(rows) => swept.push(Swept { what: $name, rows }),
                    Err(error) => failed = Some(error.into()),
                }
            )+
            match data_export::remove_old(market).await {
                Ok(rows) => swept.push(Swept { what: EXPORTS, rows }),
                Err(error) => failed = Some(error),
            }
            failed.map_or(Ok(swept), Err)
        }
    };
}

// A row that somebody else is at is left to them, or to the next sweep.
kept! {
    "sessions": Duration::ZERO =>
        "delete from session where id_hash in
            (select id_hash from session where expires_at <= $1 limit $2 for update skip locked)";
    "questions to passkeys": Duration::days(1) =>
        "delete from passkey_question where id in
            (select id from passkey_question where asked_at <= $1 limit $2 for update skip locked)";
    // A browser forgets its own cookie by then.
    "known devices": Duration::days(400) =>
        "delete from known_device where (account_id, token_hash) in
            (select account_id, token_hash from known_device where last_seen_at <= $1 limit $2 for update skip locked)";
    // Full again: no different from none.
    "counted tries": Duration::ZERO =>
        "delete from limit_bucket where (action, subject) in
            (select action, subject from limit_bucket where full_at <= $1 limit $2 for update skip locked)";
    "download links": Duration::days(1) =>
        "delete from download_link where token_hash in
            (select token_hash from download_link where expires_at <= $1 limit $2 for update skip locked)";
    // A day is what limits are counted over.
    "links in mails": Duration::days(7) =>
        "delete from account_link where id in
            (select id from account_link where expires_at <= $1 limit $2 for update skip locked)";
    // The mail about a change that was made names its addresses.
    "changes of address": Duration::days(30) =>
        "delete from email_change where id in
            (select id from email_change where expires_at <= $1 limit $2 for update skip locked)";
    "requests for a new password": Duration::days(1) =>
        "delete from reset_request where id in
            (select id from reset_request where asked_at <= $1 limit $2 for update skip locked)";
    "jobs that are done": Duration::days(30) =>
        "delete from job where id in
            (select id from job where done_at <= $1 limit $2 for update skip locked)";
    "API keys": Duration::days(90) =>
        "delete from api_key where id in
            (select id from api_key where coalesce(revoked_at, expires_at) <= $1 limit $2 for update skip locked)";
    "tokens of API keys": Duration::days(90) =>
        "delete from token_family where id in
            (select id from token_family where coalesce(ended_at, expires_at) <= $1 limit $2 for update skip locked)";
    // Longer than any provider tries again. What was parked waits for a person.
    "webhooks": Duration::days(90) =>
        "delete from external_event where (provider, account, event_id) in
            (select provider, account, event_id from external_event
             where processed_at <= $1 and outcome <> 'parked' limit $2 for update skip locked)";
    "invitations": Duration::days(90) =>
        "delete from team_invitation where id in
            (select id from team_invitation where expires_at <= $1 limit $2 for update skip locked)";
    // Longer than any session, so nobody comes back to it.
    "carts of guests": Duration::days(90) =>
        "delete from cart where id in
            (select id from cart where account_id is null and updated_at <= $1
               and not exists (select from order_group where cart_id = cart.id) limit $2 for update skip locked)";
    // The search index follows the changes of products, from wherever it is: so the last change of each stays.
    "events": Duration::days(90) =>
        "delete from event where seq in
            (select seq from event old where occurred_at <= $1 and (kind <> 'product.changed' or exists
                (select from event later where later.object_type = old.object_type and later.object_id = old.object_id
                   and later.kind = old.kind and (later.xid, later.seq) > (old.xid, old.seq)))
             limit $2 for update skip locked)";
}

async fn in_batches<F>(delete: impl Fn() -> F) -> sqlx::Result<u64>
where
    F: Future<Output = sqlx::Result<PgQueryResult>>,
{
    let mut rows = 0;
    for _ in 0..BATCHES {
        let batch = delete().await?.rows_affected();
        rows += batch;
        if batch < BATCH as u64 {
            break;
        }
    }
    Ok(rows)
}
