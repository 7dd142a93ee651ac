//! Figures that are derived from facts. Each is recounted under the product's lock, so running twice changes nothing.

use time::OffsetDateTime;

use crate::events::{self, Event};
use crate::{OrderId, ProductId, Result, Tx};

/// Counts anew the sales of every product in the order.
pub(crate) async fn recount_sales(tx: &mut Tx, order: OrderId, now: OffsetDateTime) -> Result<()> {
    let products = sqlx::query_scalar!(
        r#"select distinct product_id as "id!: ProductId" from order_line
           where order_id = $1 and product_id is not null order by 1"#,
        order.0
    )
    .fetch_all(&mut **tx)
    .await?;
    for product in products {
        lock(tx, product).await?;
        sqlx::query!(
            "update product set sales_count =
                (select count(*) from order_line line join orders on orders.id = line.order_id
                 where line.product_id = $1 and orders.state = 'paid')
             where id = $1",
            product.0
        )
        .execute(&mut **tx)
        .await?;
        events::record(tx, Event::ProductChanged { product }, now).await?;
    }
    Ok(())
}

/// Counts anew how many entitlements have been used to download the product.
pub(crate) async fn recount_downloads(tx: &mut Tx, product: ProductId) -> Result<()> {
    lock(tx, product).await?;
    sqlx::query!(
        "update product set download_count =
            (select count(distinct entitlement.id) from download
             join entitlement on entitlement.id = download.entitlement_id where entitlement.product_id = $1)
         where id = $1",
        product.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Sums anew the published reviews' ratings.
pub(crate) async fn recount_ratings(tx: &mut Tx, product: ProductId) -> Result<()> {
    lock(tx, product).await?;
    sqlx::query!(
        "update product set (rating_sum, rating_count) =
            (select coalesce(sum(rating), 0), count(*) from review where product_id = $1 and state = 'published')
         where id = $1",
        product.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn lock(tx: &mut Tx, product: ProductId) -> Result<()> {
    sqlx::query!("select id from product where id = $1 for update", product.0)
        .fetch_one(&mut **tx)
        .await?;
    Ok(())
}
