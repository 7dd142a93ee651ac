//! What is bought most lately.

use time::{Duration, OffsetDateTime};

use super::counts::Mended;
use crate::{Market, ProductId, Result, Tx};

/// How far back "lately" goes.
const LATELY: Duration = Duration::days(60);

/// Counts anew what was sold lately; time alone makes these figures drift. Returns how many had.
pub async fn recount_recent_sales(market: &Market) -> Result<usize> {
    let mut tx = market.begin().await?;
    let drifted = mend_recent_sales(&mut tx, market.now()).await?;
    tx.commit().await?;
    Ok(drifted.len())
}

/// Rows are locked in the order of their ids, as everywhere, so that completing orders and this never wait for each other.
pub(super) async fn mend_recent_sales(tx: &mut Tx, now: OffsetDateTime) -> Result<Vec<Mended>> {
    let rows = sqlx::query!(
        r#"with sold as (
               select line.product_id as id, count(*) as lines from orders join order_line line on line.order_id = orders.id
               where orders.state = 'paid' and orders.paid_at > $1 and line.product_id is not null
               group by line.product_id
           ), drifted as (
               select product.id, recent_sales_count as was, coalesce(sold.lines, 0) as lines
               from product left join sold on sold.id = product.id
               where recent_sales_count <> coalesce(sold.lines, 0)
               order by product.id for update of product
           )
           update product set recent_sales_count = drifted.lines from drifted where drifted.id = product.id
           returning product.id as "product: ProductId", slug, drifted.was::text as "was!", drifted.lines::text as "is!""#,
        now - LATELY
    )
    .fetch_all(&mut **tx)
    .await?;
    let mended = rows.into_iter().map(|row| Mended {
        product: row.product,
        slug: row.slug,
        figure: "recent sales",
        was: row.was,
        is: row.is,
    });
    Ok(mended.collect())
}
