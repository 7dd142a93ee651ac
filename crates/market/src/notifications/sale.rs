//! Telling a vendor of a sale.

use super::letter::Letter;
use super::{Topic, send_once, topic, was_sent};
use crate::{AccountId, Market, Money, OrderId, Result};

/// Mails the vendor's owner that something was sold, if they want to know. The buyer's name and address are not in it.
pub(crate) async fn send(market: &Market, order: OrderId) -> Result<()> {
    let key = format!("sale:{order}");
    if was_sent(&market.db, &key).await? {
        return Ok(());
    }
    let row = sqlx::query!(
        r#"select order_group.number, owner.id as "owner: AccountId", owner.name, owner.email, orders.currency,
                  string_agg(line.title, ', ' order by line.position) as "titles!",
                  sum(line.net_minor - line.commission_minor)::bigint as "net!"
           from orders join order_group on order_group.id = orders.group_id join order_line line on line.order_id = orders.id
           join lateral (select account.id, account.name, account.email from vendor_member join account on account.id = account_id
                         where vendor_member.vendor_id = orders.vendor_id and vendor_member.role = 'owner'
                         order by since, account.id limit 1) owner on true
           where orders.id = $1 group by orders.id, order_group.number, owner.id, owner.name, owner.email"#,
        order.0
    )
    .fetch_optional(&market.db)
    .await?;
    let Some(row) = row else { return Ok(()) };
    if !topic::wants(&market.db, row.owner, Topic::Sales).await? {
        return Ok(());
    }
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
    let mail = letter.mail().may_be_ended(market, row.owner, Topic::Sales);
    send_once(market, &key, "sale", mail).await
}
