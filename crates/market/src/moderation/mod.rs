//! What those who keep the market see, and the record of privileged acts.

use serde_json::json;
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use crate::accounts::{Moderator, Staff};
use crate::{AccountId, Money, Result, Tx};

pub struct Overview {
    pub accounts: i64,
    /// State and how many, as for products and orders.
    pub vendors_by_state: Vec<(String, i64)>,
    pub products_by_state: Vec<(String, i64)>,
    pub orders_by_state: Vec<(String, i64)>,
    /// What buyers paid in the last 30 days, an amount a currency.
    pub paid_last_30_days: Vec<Money>,
    pub jobs_waiting: i64,
    pub jobs_parked: i64,
    pub webhooks_parked: i64,
    /// Nothing for those who may not read the record.
    pub latest_audit: Option<Vec<AuditEntry>>,
}

pub struct AuditEntry {
    pub at: OffsetDateTime,
    pub who: Option<String>,
    pub act: String,
    pub object: String,
}

/// The state of the whole market, for those who keep it.
pub async fn overview(db: &PgPool, by: &Staff, now: OffsetDateTime) -> Result<Overview> {
    let counts = sqlx::query!(
        r#"select (select count(*) from account) as "accounts!",
                  (select count(*) from job where done_at is null and parked_at is null) as "waiting!",
                  (select count(*) from job where parked_at is not null) as "parked!",
                  (select count(*) from external_event where outcome = 'parked') as "webhooks!""#
    )
    .fetch_one(db)
    .await?;
    let mut overview = Overview {
        accounts: counts.accounts,
        vendors_by_state: Vec::new(),
        products_by_state: Vec::new(),
        orders_by_state: Vec::new(),
        paid_last_30_days: paid_since(db, now - Duration::days(30)).await?,
        jobs_waiting: counts.waiting,
        jobs_parked: counts.parked,
        webhooks_parked: counts.webhooks,
        latest_audit: match Moderator::of((**by).clone()) {
            Ok(moderator) => Some(latest_audit(db, &moderator).await?),
            Err(_) => None,
        },
    };
    let states = sqlx::query!(
        r#"select 'vendor' as "of!", state as "state!", count(*) as "n!" from vendor group by state
           union all select 'product', state, count(*) from product group by state
           union all select 'order', state, count(*) from orders group by state order by 1, 3 desc, 2"#
    )
    .fetch_all(db)
    .await?;
    for row in states {
        match row.of.as_str() {
            "vendor" => overview.vendors_by_state.push((row.state, row.n)),
            "product" => overview.products_by_state.push((row.state, row.n)),
            _ => overview.orders_by_state.push((row.state, row.n)),
        }
    }
    Ok(overview)
}

async fn paid_since(db: &PgPool, since: OffsetDateTime) -> Result<Vec<Money>> {
    let rows = sqlx::query!(
        r#"select currency, sum(gross_minor)::bigint as "gross!" from orders
           where state = 'paid' and paid_at >= $1 group by currency order by currency"#,
        since
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Money::stored(row.gross, &row.currency))
        .collect())
}

async fn latest_audit(db: &PgPool, _by: &Moderator) -> Result<Vec<AuditEntry>> {
    Ok(sqlx::query_as!(
        AuditEntry,
        r#"select at, account.name as "who?", act, object_type || ' ' || object_id as "object!"
           from audit_entry left join account on account.id = audit_entry.account_id order by seq desc limit 12"#
    )
    .fetch_all(db)
    .await?)
}

/// Adds a privileged or security act to the record.
pub async fn note(
    tx: &mut Tx,
    who: Option<AccountId>,
    act: &str,
    object_type: &str,
    object_id: &str,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "insert into audit_entry (at, account_id, act, object_type, object_id, detail) values ($1, $2, $3, $4, $5, $6)",
        now,
        who.map(|id| id.0),
        act,
        object_type,
        object_id,
        json!({}),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
