//! What a buyer sees of an order, and the list of all of them.

use sqlx::PgPool;
use time::OffsetDateTime;

use crate::accounts::Customer;
use crate::catalog::{Price, ProductKind, price_from_row};
use crate::{EntitlementId, Money, OrderGroupId, PaymentId, Result};

use super::PaymentState;

/// How a whole checkout stands: derived from its orders, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupState {
    Pending,
    Paid,
    PartlyRefunded,
    Refunded,
    Void,
}

impl GroupState {
    fn of(states: &[&str]) -> Self {
        let all = |state| states.iter().all(|s| *s == state);
        if all("void") {
            Self::Void
        } else if all("refunded") {
            Self::Refunded
        } else if states.contains(&"pending") {
            Self::Pending
        } else if states.iter().any(|s| s.ends_with("refunded")) {
            Self::PartlyRefunded
        } else {
            Self::Paid
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Pending => "Waiting for payment",
            Self::Paid => "Paid",
            Self::PartlyRefunded => "Partly refunded",
            Self::Refunded => "Refunded",
            Self::Void => "Expired",
        }
    }
}

pub struct OrderPage {
    pub number: String,
    pub placed_at: OffsetDateTime,
    /// An unpaid order is voided then.
    pub expires_at: OffsetDateTime,
    /// When it was paid, or placed when there was nothing to pay.
    pub paid_at: Option<OffsetDateTime>,
    /// When the last of its licenses was issued.
    pub fulfilled_at: Option<OffsetDateTime>,
    pub state: GroupState,
    pub total: Money,
    pub parts: Vec<OrderPart>,
    /// The newest one.
    pub payment: Option<PaymentView>,
}

/// One vendor's part of the checkout.
pub struct OrderPart {
    pub vendor_name: String,
    pub vendor_handle: String,
    pub state: String,
    pub paid_at: Option<OffsetDateTime>,
    pub fulfilled_at: Option<OffsetDateTime>,
    pub lines: Vec<OrderLine>,
}

pub struct OrderLine {
    pub title: String,
    pub slug: String,
    pub kind: ProductKind,
    pub version_number: String,
    pub price: Price,
    pub gross: Money,
    /// Once it has been issued.
    pub entitlement: Option<EntitlementId>,
}

pub struct PaymentView {
    pub id: PaymentId,
    pub provider: String,
    pub state: PaymentState,
    pub failure: Option<String>,
}

pub struct OrderSummary {
    pub number: String,
    pub placed_at: OffsetDateTime,
    pub state: GroupState,
    pub total: Money,
    pub titles: Vec<String>,
}

/// The customer's order with this number; somebody else's is `NotFound`.
pub async fn order_page(db: &PgPool, by: &Customer, number: &str) -> Result<OrderPage> {
    let group = sqlx::query!(
        r#"select id as "id: OrderGroupId", number, placed_at, expires_at, gross_minor, currency
           from order_group where number = $1 and account_id = $2"#,
        number,
        by.id.0
    )
    .fetch_one(db)
    .await?;
    let parts = parts(db, group.id).await?;
    let states: Vec<&str> = parts.iter().map(|part| part.state.as_str()).collect();
    Ok(OrderPage {
        state: GroupState::of(&states),
        number: group.number,
        placed_at: group.placed_at,
        expires_at: group.expires_at,
        paid_at: parts.iter().filter_map(|part| part.paid_at).max(),
        fulfilled_at: last_fulfilled(&parts),
        total: Money::stored(group.gross_minor, &group.currency),
        payment: payment(db, group.id).await?,
        parts,
    })
}

/// When the last part was fulfilled; nothing while one is not.
fn last_fulfilled(parts: &[OrderPart]) -> Option<OffsetDateTime> {
    let times: Option<Vec<_>> = parts.iter().map(|part| part.fulfilled_at).collect();
    times?.into_iter().max()
}

/// State, times and licenses of a part are of one moment: they are read by one statement.
async fn parts(db: &PgPool, group: OrderGroupId) -> Result<Vec<OrderPart>> {
    let rows = sqlx::query!(
        r#"select orders.id as order_id, orders.state, orders.paid_at, orders.fulfilled_at, vendor.name as vendor_name, vendor.handle,
                  line.title, line.slug, line.kind as "kind: ProductKind", line.version_number, line.price_kind, line.price_period,
                  line.unit_minor, line.gross_minor, line.currency, entitlement.id as "entitlement?: EntitlementId"
           from orders join vendor on vendor.id = orders.vendor_id join order_line line on line.order_id = orders.id
           left join entitlement on entitlement.order_line_id = line.id
           where orders.group_id = $1 order by orders.id, line.position"#,
        group.0
    )
    .fetch_all(db)
    .await?;
    let mut parts: Vec<(uuid::Uuid, OrderPart)> = Vec::new();
    for row in rows {
        let line = OrderLine {
            title: row.title,
            slug: row.slug,
            kind: row.kind,
            version_number: row.version_number,
            price: price_from_row(
                &row.price_kind,
                row.price_period.as_deref(),
                row.unit_minor,
                &row.currency,
            ),
            gross: Money::stored(row.gross_minor, &row.currency),
            entitlement: row.entitlement,
        };
        match parts.last_mut() {
            Some((id, part)) if *id == row.order_id => part.lines.push(line),
            _ => parts.push((
                row.order_id,
                OrderPart {
                    vendor_name: row.vendor_name,
                    vendor_handle: row.handle,
                    state: row.state,
                    paid_at: row.paid_at,
                    fulfilled_at: row.fulfilled_at,
                    lines: vec![line],
                },
            )),
        }
    }
    Ok(parts.into_iter().map(|(_, part)| part).collect())
}

async fn payment(db: &PgPool, group: OrderGroupId) -> Result<Option<PaymentView>> {
    Ok(sqlx::query_as!(
        PaymentView,
        r#"select id, provider, state as "state: PaymentState", failure from payment
           where group_id = $1 order by created_at desc, id desc limit 1"#,
        group.0
    )
    .fetch_optional(db)
    .await?)
}

/// The customer's orders, newest first; at most the last 200.
pub async fn orders(db: &PgPool, by: &Customer) -> Result<Vec<OrderSummary>> {
    let rows = sqlx::query!(
        r#"select order_group.number, order_group.placed_at, order_group.gross_minor, order_group.currency,
                  array_agg(distinct orders.state) as "states!", array_agg(line.title order by line.position) as "titles!"
           from order_group join orders on orders.group_id = order_group.id join order_line line on line.order_id = orders.id
           where order_group.account_id = $1
           group by order_group.id order by order_group.placed_at desc, order_group.id desc limit 200"#,
        by.id.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| OrderSummary {
            state: GroupState::of(&row.states.iter().map(String::as_str).collect::<Vec<_>>()),
            number: row.number,
            placed_at: row.placed_at,
            total: Money::stored(row.gross_minor, &row.currency),
            titles: row.titles,
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn an_order_is_fulfilled_when_its_last_part_is() {
        let noon = datetime!(2026-03-14 12:00 UTC);
        let part = |fulfilled_at| OrderPart {
            vendor_name: String::new(),
            vendor_handle: String::new(),
            state: "paid".to_owned(),
            paid_at: Some(noon),
            fulfilled_at,
            lines: Vec::new(),
        };
        let later = noon + time::Duration::minutes(1);
        assert_eq!(
            last_fulfilled(&[part(Some(later)), part(Some(noon))]),
            Some(later)
        );
        assert_eq!(last_fulfilled(&[part(Some(noon)), part(None)]), None);
    }
}
