//! What stands in the way of closing an account.

use super::super::role_granting::{hold_admins, is_last};
use super::super::{Customer, Role};
use crate::vendors;
use crate::{AccountId, Market, Result, Tx};

/// Something that has to be settled first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Nobody else could keep the market.
    LastAdmin,
    /// Others act for the vendor, and none of them owns it.
    LastOwner { vendor: String },
    /// An order waits for its payment.
    OrderUnpaid { number: String },
    /// A paid order has not been delivered yet.
    OrderUndelivered { number: String },
    /// Somebody is buying from the vendor that goes with the account.
    SaleOpen { vendor: String },
}

impl Obstacle {
    /// What it is and what to do about it.
    pub fn said(&self) -> String {
        match self {
            Self::LastAdmin => {
                "You are the market's last admin. Make somebody else an admin first.".to_owned()
            }
            Self::LastOwner { vendor } => format!(
                "You are the last owner of {vendor}, for which others act, too. Make one of them an owner, or remove them first."
            ),
            Self::OrderUnpaid { number } => format!(
                "Order {number} waits for its payment. Pay it, or leave it: it lapses by itself within an hour or so."
            ),
            Self::OrderUndelivered { number } => {
                format!("Order {number} is being delivered. Wait until it is complete.")
            }
            Self::SaleOpen { vendor } => format!(
                "Somebody is buying from {vendor}. Wait until the order is paid or has lapsed."
            ),
        }
    }
}

/// Everything that keeps the account from being closed now. Empty is good.
pub async fn obstacles(market: &Market, by: &Customer) -> Result<Vec<Obstacle>> {
    let mut tx = market.begin().await?;
    found(&mut tx, by.id).await
}

/// The same, for whoever holds the account.
pub(crate) async fn found(tx: &mut Tx, account: AccountId) -> Result<Vec<Obstacle>> {
    let mut found = Vec::new();
    if is_last_admin(tx, account).await? {
        found.push(Obstacle::LastAdmin);
    }
    let vendors = vendors::closing::left_without_owner(tx, account).await?;
    found.extend(
        vendors
            .into_iter()
            .map(|vendor| Obstacle::LastOwner { vendor }),
    );
    found.extend(open_orders(tx, account).await?);
    Ok(found)
}

/// On the day also the sales of a vendor that goes with the account: it left the shop when closing was asked for, so they end.
pub(crate) async fn on_the_day(tx: &mut Tx, account: AccountId) -> Result<Vec<Obstacle>> {
    let mut found = found(tx, account).await?;
    let vendors = vendors::closing::with_open_sales(tx, account).await?;
    found.extend(
        vendors
            .into_iter()
            .map(|vendor| Obstacle::SaleOpen { vendor }),
    );
    Ok(found)
}

async fn is_last_admin(tx: &mut Tx, account: AccountId) -> Result<bool> {
    let role = sqlx::query_scalar!(
        r#"select role as "role: Role" from account where id = $1"#,
        account.0
    );
    if role.fetch_one(&mut **tx).await? != Role::Admin {
        return Ok(false);
    }
    Ok(is_last(&hold_admins(tx).await?, account))
}

async fn open_orders(tx: &mut Tx, account: AccountId) -> Result<Vec<Obstacle>> {
    let open = sqlx::query!(
        r#"select number, bool_or(orders.state = 'pending') or exists
                      (select from payment where payment.group_id = order_group.id
                         and payment.state in ('created', 'requires_action', 'processing')) as "unpaid!"
           from order_group join orders on orders.group_id = order_group.id
           where account_id = $1 and (orders.state = 'pending' or (orders.state = 'paid' and fulfilled_at is null)
              or exists (select from payment where payment.group_id = order_group.id
                           and payment.state in ('created', 'requires_action', 'processing')))
           group by order_group.id, number order by number"#,
        account.0
    )
    .fetch_all(&mut **tx)
    .await?;
    let open = open.into_iter().map(|order| match order.unpaid {
        true => Obstacle::OrderUnpaid {
            number: order.number,
        },
        false => Obstacle::OrderUndelivered {
            number: order.number,
        },
    });
    Ok(open.collect())
}
