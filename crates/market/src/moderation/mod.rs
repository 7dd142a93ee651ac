//! What those who keep the market see, and the record of privileged acts.

use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

use crate::accounts::{Moderator, Staff};
use crate::audit::{self, Listed};
use crate::{Market, Money, Result};

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
    pub latest_audit: Option<Vec<Listed>>,
}

/// The state of the whole market, for those who keep it.
pub async fn overview(market: &Market, by: &Staff) -> Result<Overview> {
    let (db, now) = (&market.db, market.now());
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
        latest_audit: match Moderator::of((**by).clone(), &market.policy) {
            Ok(moderator) => Some(audit::latest(db, &moderator, 12).await?),
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
