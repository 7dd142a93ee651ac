//! Figures that are derived from facts. Each is recounted under the product's lock, so running twice changes nothing.

use time::OffsetDateTime;

use super::trending;
use crate::events::{self, Event};
use crate::{Market, OrderId, ProductId, Result, Tx};

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

/// A figure that was not what the facts say, and now is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    pub product: ProductId,
    pub slug: String,
    pub figure: &'static str,
    pub was: String,
    pub is: String,
}

/// Sets every figure that has drifted right.
macro_rules! mend {
    ($tx:expr, $mended:expr, $figure:literal, $sql:literal) => {
        let rows = sqlx::query!($sql).fetch_all(&mut **$tx).await?;
        $mended.extend(rows.into_iter().map(|row| Mended {
            product: row.product,
            slug: row.slug,
            figure: $figure,
            was: row.was,
            is: row.is,
        }));
    };
}

/// Counts every product's figures anew, all of them or none, and returns those that were wrong.
pub async fn mend_counts(market: &Market) -> Result<Vec<Mended>> {
    let now = market.now();
    let mut tx = market.begin().await?;
    // Each fact that follows is read after this, so nobody's recounting is undone.
    sqlx::query!("select id from product order by id for update")
        .fetch_all(&mut *tx)
        .await?;
    let mut mended = Vec::new();
    mend_all(&mut tx, &mut mended, now).await?;
    let mut products: Vec<ProductId> = mended.iter().map(|mended| mended.product).collect();
    products.sort_unstable();
    products.dedup();
    for product in products {
        events::record(&mut tx, Event::ProductChanged { product }, now).await?;
    }
    tx.commit().await?;
    Ok(mended)
}

async fn mend_all(tx: &mut Tx, mended: &mut Vec<Mended>, now: OffsetDateTime) -> Result<()> {
    mend!(
        tx,
        mended,
        "rating",
        r#"update product set rating_sum = fact.stars, rating_count = fact.reviews
           from (select id, rating_sum, rating_count,
                        (select coalesce(sum(rating), 0) from review where product_id = product.id and state = 'published') as stars,
                        (select count(*) from review where product_id = product.id and state = 'published') as reviews
                 from product) fact
           where fact.id = product.id and (fact.stars, fact.reviews) <> (product.rating_sum, product.rating_count)
           returning product.id as "product: ProductId", slug,
                     format('%s stars in %s reviews', fact.rating_sum, fact.rating_count) as "was!",
                     format('%s stars in %s reviews', fact.stars, fact.reviews) as "is!""#
    );
    mend!(
        tx,
        mended,
        "sales",
        r#"update product set sales_count = fact.lines
           from (select id, sales_count as was,
                        (select count(*) from order_line line join orders on orders.id = line.order_id
                         where line.product_id = product.id and orders.state = 'paid') as lines
                 from product) fact
           where fact.id = product.id and fact.lines <> product.sales_count
           returning product.id as "product: ProductId", slug, fact.was::text as "was!", fact.lines::text as "is!""#
    );
    mended.extend(trending::mend_recent_sales(tx, now).await?);
    mend!(
        tx,
        mended,
        "downloads",
        r#"update product set download_count = fact.entitlements
           from (select id, download_count as was,
                        (select count(distinct entitlement.id) from download
                         join entitlement on entitlement.id = download.entitlement_id
                         where entitlement.product_id = product.id) as entitlements
                 from product) fact
           where fact.id = product.id and fact.entitlements <> product.download_count
           returning product.id as "product: ProductId", slug, fact.was::text as "was!", fact.entitlements::text as "is!""#
    );
    Ok(())
}

async fn lock(tx: &mut Tx, product: ProductId) -> Result<()> {
    sqlx::query!("select id from product where id = $1 for update", product.0)
        .fetch_one(&mut **tx)
        .await?;
    Ok(())
}
