//! Telling a vendor of a sale.

use super::letter::Letter;
use super::{send_once, was_sent};
use crate::{Market, Money, OrderId, Result};

/// Mails the vendor's owner that something was sold. The buyer's name and address are not in it.
pub(crate) async fn send(market: &Market, order: OrderId) -> Result<()> {
    let key = format!("sale:{order}");
    if was_sent(&market.db, &key).await? {
        return Ok(());
    }
    let row = sqlx::query!(
        r#"select order_group.number, owner.name, owner.email, orders.currency,
                  string_agg(line.title, ', ' order by line.position) as "titles!",
                  sum(line.net_minor - line.commission_minor)::bigint as "net!"
           from orders join order_group on order_group.id = orders.group_id join order_line line on line.order_id = orders.id
           join lateral (select account.name, account.email from vendor_member join account on account.id = account_id
                         where vendor_member.vendor_id = orders.vendor_id and vendor_member.role = 'owner'
                         order by since, account.id limit 1) owner on true
           where orders.id = $1 group by orders.id, order_group.number, owner.name, owner.email"#,
        order.0
    )
    .fetch_optional(&market.db)
    .await?;
    let Some(row) = row else { return Ok(()) };
    let earned = Money::stored(row.net, &row.currency);
    let letter = Letter {
        name: &row.name,
        email: &row.email,
        subject: &format!("Sold: {}", row.titles),
        message_id: format!("sale-{order}"),
        sentences: vec![format!("you sold {} (order {}).", row.titles, row.number)],
        button: Some((
            "Open your dashboard",
            format!("{}/vendor", market.public_url),
        )),
        postscript: format!("Your part after commission is {earned}."),
    };
    send_once(market, &key, "sale", letter.mail()).await
}
