//! What is not kept for ever, why, and for how long: one table, from which both the report and the sweep are made. What is old
//! leaves in small batches, and several workers may sweep at once.

mod kept_along;

pub use kept_along::KEPT_ALONG;

use sqlx::postgres::PgQueryResult;
use time::{Duration, OffsetDateTime};

use crate::accounts::{Permission, Staff};
use crate::{Market, Result, data_export};

/// Rows that are removed in one statement, and how often that is done in one sweep: what is left waits for the next.
const BATCH: i64 = 500;
const BATCHES: usize = 100;

/// What a sweep has removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swept {
    pub what: &'static str,
    pub rows: u64,
}

/// One class of data: how long it is kept after it has ended, and why so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    pub what: &'static str,
    pub table: &'static str,
    pub kept: Duration,
    pub why: &'static str,
    /// Whether the sweep removes it. What is listed all the same is for a person to decide about.
    pub swept: bool,
}

/// How a class stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub class: Class,
    /// Rows that were kept long enough.
    pub rows: i64,
    /// From when the oldest row is, or ended, whether its time has come or not.
    pub oldest: Option<OffsetDateTime>,
}

// The condition stands once for each class; what is counted is what is removed.
macro_rules! kept {
    ($($name:literal, $time:expr, $why:literal: $table:literal($key:literal), $since:literal where $due:literal;)+
     listed $($listed:literal, $listed_time:expr, $listed_why:literal: $listed_table:literal, $listed_since:literal, swept $listed_swept:literal;)+) => {
        /// Every class of data that does not stay with its owner.
        pub const CLASSES: &[Class] = &[
            $(Class { what: $name, table: $table, kept: $time, why: $why, swept: true },)+
            $(Class { what: $listed, table: $listed_table, kept: $listed_time, why: $listed_why, swept: $listed_swept },)+
        ];

        /// Removes what was kept long enough. What cannot be removed now does not keep the rest from leaving.
        pub async fn sweep(market: &Market) -> Result<Vec<Swept>> {
            let now = market.now();
            let mut swept = Vec::new();
            let mut failed = None;
            $(
                let batch = || async {
                    sqlx::query!(
                        "delete from " + $table + " where (" + $key + ") in (select " + $key + " from " + $table + " old where "
                            + $due + " limit $2 for update skip locked)",
                        now - $time,
                        BATCH
                    )
                    .execute(&market.db)
                    .await
                };
                match in_batches(batch).await {
                    Ok(rows) => swept.push(Swept { what: $name, rows }),
                    Err(error) => failed = Some(error.into()),
                }
            )+
            match data_export::remove_old(market).await {
                Ok(rows) => swept.push(Swept { what: "copies of people's data", rows }),
                Err(error) => failed = Some(error),
            }
            failed.map_or(Ok(swept), Err)
        }

        /// What a sweep would remove now, class by class; nothing is removed.
        pub async fn due(market: &Market) -> Result<Vec<Due>> {
            let now = market.now();
            let mut classes = CLASSES.iter().copied();
            let mut all = Vec::new();
            $(
                let row = sqlx::query!(
                    "select (select count(*) from " + $table + " old where " + $due + ") as \"rows!\",
                            (select min(" + $since + ") from " + $table + " old) as oldest",
                    now - $time
                )
                .fetch_one(&market.db)
                .await?;
                all.extend(classes.next().map(|class| Due { class, rows: row.rows, oldest: row.oldest }));
            )+
            $(
                let row = sqlx::query!(
                    "select (select count(*) from " + $listed_table + " where " + $listed_since + " <= $1) as \"rows!\",
                            (select min(" + $listed_since + ") from " + $listed_table + ") as oldest",
                    now - $listed_time
                )
                .fetch_one(&market.db)
                .await?;
                all.extend(classes.next().map(|class| Due { class, rows: row.rows, oldest: row.oldest }));
            )+
            Ok(all)
        }
    };
}

/// The same for somebody in the administration.
pub async fn report(market: &Market, by: &Staff) -> Result<Vec<Due>> {
    by.must(Permission::SeeKept)?;
    due(market).await
}

// A row that somebody else is at is left to them, or to the next sweep.
kept! {
    "sessions", Duration::ZERO, "over: they let nobody in":
        "session"("id_hash"), "expires_at" where "expires_at <= $1";
    "questions to passkeys", Duration::days(1), "answered within minutes or never":
        "passkey_question"("id"), "asked_at" where "asked_at <= $1";
    "known devices", Duration::days(400), "a browser forgets its own cookie by then":
        "known_device"("account_id, token_hash"), "last_seen_at" where "last_seen_at <= $1";
    "counted tries", Duration::ZERO, "full again: no different from none":
        "limit_bucket"("action, subject"), "full_at" where "full_at <= $1";
    "download links", Duration::days(1), "they work for minutes":
        "download_link"("token_hash"), "expires_at" where "expires_at <= $1";
    "links in mails", Duration::days(7), "a day is what limits are counted over":
        "account_link"("id"), "expires_at" where "expires_at <= $1";
    "changes of address", Duration::days(30), "the mail about a change that was made names its addresses":
        "email_change"("id"), "expires_at" where "expires_at <= $1";
    "sign-ups", Duration::days(1), "a code is typed within the hour or never":
        "sign_up"("id"), "expires_at" where "expires_at <= $1";
    "requests for a new password", Duration::days(1), "answered at once":
        "reset_request"("id"), "asked_at" where "asked_at <= $1";
    "requests to erase an address", Duration::days(1), "a link works for a day":
        "erasure_request"("id"), "expires_at" where "expires_at <= $1";
    "jobs that are done", Duration::days(30), "to look up what was done and when":
        "job"("id"), "done_at" where "done_at <= $1";
    "API keys", Duration::days(90), "their owners ask what became of a key":
        "api_key"("id"), "coalesce(revoked_at, expires_at)" where "coalesce(revoked_at, expires_at) <= $1";
    "tokens of API keys", Duration::days(90), "to find out about one that was used twice":
        "token_family"("id"), "coalesce(ended_at, expires_at)" where "coalesce(ended_at, expires_at) <= $1";
    "webhooks", Duration::days(90), "longer than any provider tries again; what was parked waits for a person":
        "external_event"("provider, account, event_id"), "processed_at" where "processed_at <= $1 and outcome <> 'parked'";
    "invitations", Duration::days(90), "who was asked into a team is looked up for a while":
        "team_invitation"("id"), "expires_at" where "expires_at <= $1";
    "carts of guests", Duration::days(90), "longer than any session, so nobody comes back to it":
        "cart"("id"), "updated_at" where "account_id is null and updated_at <= $1
               and not exists (select from order_group where cart_id = old.id)";
    "events", Duration::days(90), "the search index follows the changes of products, so the last of each stays":
        "event"("seq"), "occurred_at" where "occurred_at <= $1 and (kind <> 'product.changed' or exists
                (select from event later where later.object_type = old.object_type and later.object_id = old.object_id
                   and later.kind = old.kind and (later.xid, later.seq) > (old.xid, old.seq)))";
    "impersonations", Duration::days(400), "as evidence, for more than a year; the record of acts keeps each act":
        "impersonation"("id"), "expires_at" where "expires_at <= $1";
    listed
    // They lie in the store as files, so no statement removes them: `data_export::remove_old` does.
    "copies of people's data", data_export::KEPT_FOR, "long enough to fetch one; another can be asked for":
        "data_export", "coalesce(expires_at - interval '7 days', failed_at)", swept true;
    "record of acts", Duration::days(365), "at least a year; entries are chained, so none is ever removed":
        "audit_entry", "at", swept false;
    "orders", Duration::days(3_653), "tax law: ten years; what is older is for the operator to decide about":
        "order_group", "placed_at", swept false;
    "payments", Duration::days(3_653), "tax law: ten years, together with their orders":
        "payment", "created_at", swept false;
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
