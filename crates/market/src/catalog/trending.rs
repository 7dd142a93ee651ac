//! What is bought most lately.

use time::Duration;

use crate::{Market, Result};

/// How far back "lately" goes.
pub(crate) const LATELY: Duration = Duration::days(60);

/// Counts anew what was sold lately, for each product whose figure is out of date. Returns how many were. Rows are
/// locked in the order of their ids, as everywhere, so that completing orders and this never wait for each other.
pub async fn recount_recent_sales(market: &Market) -> Result<u64> {
    let mut tx = market.begin().await?;
    let changed = sqlx::query!(
        "with sold as (
             select line.product_id as id, count(*) as lines from orders join order_line line on line.order_id = orders.id
             where orders.state = 'paid' and orders.paid_at > $1 and line.product_id is not null
             group by line.product_id
         ), outdated as (
             select product.id, coalesce(sold.lines, 0) as lines from product left join sold on sold.id = product.id
             where product.recent_sales_count <> coalesce(sold.lines, 0)
             order by product.id for update of product
         )
         update product set recent_sales_count = outdated.lines from outdated where outdated.id = product.id",
        market.now() - LATELY
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(changed.rows_affected())
}
