//! What the front page shows.

use sqlx::PgPool;
use time::Duration;

use super::{Card, cards};
use crate::{Market, ProductId, Result};

pub struct Home {
    pub featured: Vec<Card>,
    /// Most bought in the last 60 days.
    pub trending: Vec<Card>,
    pub fresh: Vec<Card>,
    pub free: Vec<Card>,
    pub products: i64,
    pub vendors: i64,
}

/// How many cards a row of the front page shows.
const ROW: usize = 4;

pub async fn home(market: &Market) -> Result<Home> {
    let picks = picks(market).await?;
    let all: Vec<ProductId> = picks.iter().map(|(_, id)| *id).collect();
    let cards = cards(&market.db, &all).await?;
    let row = |name: &str| -> Vec<Card> {
        picks
            .iter()
            .filter(|(row, _)| row == name)
            .filter_map(|(_, id)| cards.iter().find(|card| card.id == *id).cloned())
            .take(ROW)
            .collect()
    };
    let (products, vendors) = totals(&market.db).await?;
    Ok(Home {
        featured: row("featured"),
        trending: row("trending"),
        fresh: row("fresh"),
        free: row("free"),
        products,
        vendors,
    })
}

/// A product may stand in several rows; each row is chosen by itself.
async fn picks(market: &Market) -> Result<Vec<(String, ProductId)>> {
    let lately = market.now() - Duration::days(60);
    let rows = sqlx::query!(
        r#"(select 'featured' as "row!", id as "id!: ProductId" from product
              where state = 'approved' and featured order by published_at desc, id desc limit 4)
           union all
           (select 'trending', line.product_id from orders join order_line line on line.order_id = orders.id
              join product on product.id = line.product_id
              where orders.state = 'paid' and orders.paid_at > $1 and product.state = 'approved'
              group by line.product_id order by count(*) desc, line.product_id limit 4)
           union all
           (select 'fresh', id from product where state = 'approved' order by published_at desc, id desc limit 4)
           union all
           (select 'free', product.id from product
              join price on price.product_id = product.id and price.archived_at is null and price.kind = 'free'
              where state = 'approved' order by sales_count desc, product.id desc limit 4)"#,
        lately
    )
    .fetch_all(&market.db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.row, row.id)).collect())
}

async fn totals(db: &PgPool) -> Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select (select count(*) from product where state = 'approved') as "products!",
                  (select count(*) from vendor where state = 'approved') as "vendors!""#
    )
    .fetch_one(db)
    .await?;
    Ok((row.products, row.vendors))
}
