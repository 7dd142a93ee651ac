//! Turning a paid order into rights.

use time::{Date, Month, OffsetDateTime};

use super::key;
use crate::events::{self, Event};
use crate::keys::Purpose;
use crate::{
    AccountId, EntitlementId, LicenseId, Market, OrderGroupId, OrderId, OrderLineId, ProductId,
    Result, Tx,
};

struct PaidLine {
    id: OrderLineId,
    product: ProductId,
    account: AccountId,
    group: OrderGroupId,
    price_kind: String,
    price_period: Option<String>,
    paid_at: OffsetDateTime,
}

/// Gives the buyer of each line its entitlement and license. What was issued before is left alone.
pub(crate) async fn issue(market: &Market, tx: &mut Tx, order: OrderId) -> Result<()> {
    let now = market.now();
    for (license, group) in issue_lines(market, tx, order, now).await? {
        events::record(tx, Event::LicenseIssued { license, group }, now).await?;
    }
    Ok(())
}

/// The same for an order of the demo's past: nobody is to be told of it.
pub(crate) async fn issue_past(
    market: &Market,
    tx: &mut Tx,
    order: OrderId,
    at: OffsetDateTime,
) -> Result<()> {
    issue_lines(market, tx, order, at).await.map(drop)
}

async fn issue_lines(
    market: &Market,
    tx: &mut Tx,
    order: OrderId,
    now: OffsetDateTime,
) -> Result<Vec<(LicenseId, OrderGroupId)>> {
    let mut issued = Vec::new();
    for line in paid_lines(tx, order).await? {
        if let Some(entitlement) = entitle(tx, &line, now).await? {
            issued.push((
                insert_license(market, tx, entitlement, &line, now).await?,
                line.group,
            ));
        }
    }
    sqlx::query!(
        "update orders set fulfilled_at = $2 where id = $1 and state = 'paid' and fulfilled_at is null",
        order.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(issued)
}

async fn paid_lines(tx: &mut Tx, order: OrderId) -> Result<Vec<PaidLine>> {
    Ok(sqlx::query_as!(
        PaidLine,
        r#"select line.id, line.product_id as "product!: ProductId", order_group.account_id as account,
                  order_group.id as "group", line.price_kind, line.price_period, orders.paid_at as "paid_at!"
           from order_line line join orders on orders.id = line.order_id join order_group on order_group.id = orders.group_id
           where orders.id = $1 and orders.state = 'paid' and line.product_id is not null order by line.position"#,
        order.0
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// The constraint decides: one line entitles once.
async fn entitle(
    tx: &mut Tx,
    line: &PaidLine,
    now: OffsetDateTime,
) -> Result<Option<EntitlementId>> {
    Ok(sqlx::query_scalar!(
        r#"insert into entitlement (id, account_id, product_id, order_line_id, source, created_at, ends_at)
           values ($1, $2, $3, $4, 'order', $5, $6)
           on conflict on constraint entitlement_order_line_key do nothing returning id as "id: EntitlementId""#,
        EntitlementId::new(now).0,
        line.account.0,
        line.product.0,
        line.id.0,
        now,
        line.ends_at(),
    )
    .fetch_optional(&mut **tx)
    .await?)
}

async fn insert_license(
    market: &Market,
    tx: &mut Tx,
    entitlement: EntitlementId,
    line: &PaidLine,
    now: OffsetDateTime,
) -> Result<LicenseId> {
    let id = LicenseId::new(now);
    let key = key::mint();
    let hash = market.keys.hash(Purpose::LicenseLookup, &key);
    sqlx::query!(
        "insert into license (id, entitlement_id, key_hash, key_sealed, key_last6, kind, issued_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.0,
        entitlement.0,
        hash.as_slice(),
        market.keys.seal(Purpose::LicenseSeal, id.0.as_bytes(), &key)?,
        key::last6(&key),
        if line.price_kind == "subscription" { "subscription" } else { "perpetual" },
        now,
        line.ends_at(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

impl PaidLine {
    /// A subscription's first period ends on the same day of the next month or year, or on that month's last day.
    fn ends_at(&self) -> Option<OffsetDateTime> {
        match self.price_period.as_deref() {
            Some("year") => Some(months_later(self.paid_at, 12)),
            Some(_) => Some(months_later(self.paid_at, 1)),
            None => None,
        }
    }
}

fn months_later(from: OffsetDateTime, months: i32) -> OffsetDateTime {
    let index = from.year() * 12 + i32::from(u8::from(from.month())) - 1 + months;
    let (year, month) = (index.div_euclid(12), index.rem_euclid(12));
    let month = u8::try_from(month + 1)
        .ok()
        .and_then(|m| Month::try_from(m).ok())
        .unwrap_or(Month::January);
    let day = from.day().min(month.length(year));
    Date::from_calendar_date(year, month, day).map_or(from, |date| from.replace_date(date))
}
