//! What a vendor wants to know first: what was sold, for how much, and what is left of it.

use sqlx::PgPool;
use time::{Date, Duration, OffsetDateTime, Time};

use crate::accounts::{Permission, VendorMember};
use crate::catalog::{Price, price_from_row};
use crate::{Currency, Money, Result, VendorId};

/// Each part is there for those whose role may see it.
pub struct VendorDashboard {
    pub earnings: Option<Earnings>,
    pub products: Option<Vec<VendorProduct>>,
    pub latest: Option<Vec<VendorOrder>>,
}

pub struct Earnings {
    pub today: Sales,
    pub last_30_days: Sales,
    pub all_time: Sales,
    /// Net earnings of each of the last 30 days in UTC, oldest first, in minor units.
    pub days: Vec<(Date, i64)>,
}

/// Paid orders of a span of time. `net` is what is the vendor's: gross without tax and commission.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sales {
    pub orders: i64,
    pub gross: Money,
    pub commission: Money,
    pub net: Money,
}

pub struct VendorProduct {
    pub title: String,
    pub slug: String,
    pub state: String,
    pub price: Option<Price>,
    pub sales_count: i32,
    pub rating_sum: i64,
    pub rating_count: i32,
}

pub struct VendorOrder {
    pub number: String,
    pub placed_at: OffsetDateTime,
    pub state: String,
    pub title: String,
    /// For those who may see what the vendor earns.
    pub net: Option<Money>,
}

/// The figures of the vendor this person acts for, in USD: as much as their role may see.
pub async fn dashboard(
    db: &PgPool,
    who: &VendorMember,
    now: OffsetDateTime,
) -> Result<VendorDashboard> {
    let vendor = who.vendor.id;
    let earns = who.may(Permission::SeeEarnings);
    Ok(VendorDashboard {
        earnings: match earns {
            true => Some(earnings(db, vendor, now).await?),
            false => None,
        },
        products: match who.may(Permission::SeeProducts) {
            true => Some(products(db, vendor).await?),
            false => None,
        },
        latest: match who.may(Permission::SeeOrders) {
            true => Some(latest(db, vendor, earns).await?),
            false => None,
        },
    })
}

async fn earnings(db: &PgPool, vendor: VendorId, now: OffsetDateTime) -> Result<Earnings> {
    let midnight = now.replace_time(Time::MIDNIGHT);
    let month_ago = midnight - Duration::days(29);
    Ok(Earnings {
        today: sales(db, vendor, midnight).await?,
        last_30_days: sales(db, vendor, month_ago).await?,
        all_time: sales(db, vendor, OffsetDateTime::UNIX_EPOCH).await?,
        days: days(db, vendor, month_ago, now).await?,
    })
}

async fn sales(db: &PgPool, vendor: VendorId, since: OffsetDateTime) -> Result<Sales> {
    let row = sqlx::query!(
        r#"select count(distinct orders.id) as "orders!", coalesce(sum(line.gross_minor), 0)::bigint as "gross!",
                  coalesce(sum(line.commission_minor), 0)::bigint as "commission!",
                  coalesce(sum(line.net_minor - line.commission_minor), 0)::bigint as "net!"
           from orders join order_line line on line.order_id = orders.id
           where orders.vendor_id = $1 and orders.state = 'paid' and orders.paid_at >= $2 and orders.currency = 'USD'"#,
        vendor.0,
        since
    )
    .fetch_one(db)
    .await?;
    Ok(Sales {
        orders: row.orders,
        gross: Money::usd(row.gross),
        commission: Money::usd(row.commission),
        net: Money::usd(row.net),
    })
}

async fn products(db: &PgPool, vendor: VendorId) -> Result<Vec<VendorProduct>> {
    let rows = sqlx::query!(
        r#"select title, slug, state, sales_count, rating_sum, rating_count,
                  price.kind as "price_kind?", price.period, price.amount_minor as "amount_minor?", price.currency as "currency?"
           from product left join price on price.product_id = product.id and price.archived_at is null and price.currency = 'USD'
           where vendor_id = $1 order by sales_count desc, title"#,
        vendor.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| VendorProduct {
            price: row.price_kind.map(|kind| {
                let currency = row.currency.unwrap_or_default();
                price_from_row(
                    &kind,
                    row.period.as_deref(),
                    row.amount_minor.unwrap_or(0),
                    &currency,
                )
            }),
            title: row.title,
            slug: row.slug,
            state: row.state,
            sales_count: row.sales_count,
            rating_sum: row.rating_sum,
            rating_count: row.rating_count,
        })
        .collect())
}

async fn latest(db: &PgPool, vendor: VendorId, earns: bool) -> Result<Vec<VendorOrder>> {
    let rows = sqlx::query!(
        r#"select order_group.number, orders.placed_at, orders.state, orders.currency,
                  string_agg(line.title, ', ' order by line.position) as "title!",
                  sum(line.net_minor - line.commission_minor)::bigint as "net!"
           from orders join order_group on order_group.id = orders.group_id join order_line line on line.order_id = orders.id
           where orders.vendor_id = $1
           group by orders.id, order_group.number order by orders.placed_at desc, orders.id desc limit 10"#,
        vendor.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| VendorOrder {
            number: row.number,
            placed_at: row.placed_at,
            state: row.state,
            title: row.title,
            net: earns.then(|| Money::new(row.net, Currency::stored(&row.currency))),
        })
        .collect())
}

async fn days(
    db: &PgPool,
    vendor: VendorId,
    since: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<Vec<(Date, i64)>> {
    let rows = sqlx::query!(
        r#"select day::date as "day!", coalesce(sum(line.net_minor - line.commission_minor), 0)::bigint as "net!"
           from generate_series(($2::timestamptz at time zone 'UTC')::date, ($3::timestamptz at time zone 'UTC')::date, interval '1 day') day
           left join orders on orders.vendor_id = $1 and orders.state = 'paid' and orders.currency = 'USD'
                and (orders.paid_at at time zone 'UTC')::date = day::date
           left join order_line line on line.order_id = orders.id
           group by day order by day"#,
        vendor.0,
        since,
        now
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.day, row.net)).collect())
}
