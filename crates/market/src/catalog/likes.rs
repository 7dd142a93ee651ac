//! Which products are like which: worked out now and then, because every page of a product shows them.

use crate::{Market, ProductId, Result, Tx};

/// Looks anew for what every product is like. Returns for how many the answer has changed.
pub async fn find_likes(market: &Market) -> Result<u64> {
    let mut tx = market.begin().await?;
    let changed = look_for_likes(&mut tx, None).await?;
    tx.commit().await?;
    Ok(changed)
}

/// For one product, or for all. Others of its category, those that share most of its tags first; filled up with what sells best.
/// Rows are locked in the order of their ids, as everywhere.
pub(super) async fn look_for_likes(tx: &mut Tx, product: Option<ProductId>) -> Result<u64> {
    let changed = sqlx::query!(
        "with fresh as (
             select product.id, array(select other.id from (
                        (select near.id, 1 as row, near.sales_count,
                                (select count(*) from unnest(near.tags) tag where tag = any (product.tags)) as shared
                         from (select id, tags, sales_count from product best
                               where best.state = 'approved' and best.category_id = product.category_id and best.id <> product.id
                               order by best.sales_count desc, best.id limit 12) near
                         order by shared desc, near.sales_count desc, near.id limit 4)
                        union all
                        (select popular.id, 2, popular.sales_count, 0 from product popular
                         where popular.state = 'approved' and popular.category_id <> product.category_id
                         order by popular.sales_count desc, popular.id desc limit 4)
                    ) other
                    order by row, shared desc, sales_count desc, id limit 4) as likes
             from product where state = 'approved' and ($1::uuid is null or id = $1)
         ), changed as (
             select product.id, fresh.likes from product join fresh on fresh.id = product.id
             where product.likes <> fresh.likes order by product.id for update of product
         )
         update product set likes = changed.likes from changed where changed.id = product.id",
        product.map(|product| product.0)
    )
    .execute(&mut **tx)
    .await?;
    Ok(changed.rows_affected())
}
