//! What the front page shows.

use sqlx::PgPool;

use super::{Card, cards};
use crate::{Market, ProductId, Result};

pub struct Home {
    pub featured: Vec<Card>,
    /// Most bought in the last 60 days.
    pub trending: Vec<Card>,
    pub fresh: Vec<Card>,
    pub free: Vec<Card>,
    /// As many as this node's search index knows: counting rows would take longer the more there are.
    pub products: u64,
    pub vendors: i64,
}

pub async fn home(market: &Market) -> Result<Home> {
    let Picks { vendors, rows } = picks(&market.db).await?;
    let all: Vec<ProductId> = rows.iter().map(|(_, id)| *id).collect();
    let cards = cards(&market.db, &all).await?;
    let row = |name: &str| -> Vec<Card> {
        rows.iter()
            .filter(|(row, _)| row == name)
            .filter_map(|(_, id)| cards.iter().find(|card| card.id == *id).cloned())
            .collect()
    };
    Ok(Home {
        featured: row("featured"),
        trending: row("trending"),
        fresh: row("fresh"),
        free: row("free"),
        products: market.search.len(),
        vendors,
    })
}

struct Picks {
    vendors: i64,
    /// The name of a row, and a product that stands in it.
    rows: Vec<(String, ProductId)>,
}

/// A product may stand in several rows; each row is chosen by itself.
async fn picks(db: &PgPool) -> Result<Picks> {
    let found = sqlx::query!(
        r#"with picked as (
               (select 'featured' as row, id from product
                  where state = 'approved' and featured order by published_at desc, id desc limit 4)
               union all
               (select 'trending', id from product
                  where state = 'approved' and recent_sales_count > 0 order by recent_sales_count desc, id limit 4)
               union all
               (select 'fresh', id from product where state = 'approved' order by published_at desc, id desc limit 4)
               union all
               (select 'free', product.id from product
                  join price on price.product_id = product.id and price.archived_at is null and price.kind = 'free'
                  where state = 'approved' order by sales_count desc, product.id desc limit 4)
           )
           select (select count(*) from vendor where state = 'approved') as "vendors!",
                  picked.row as "row?", picked.id as "id?: ProductId"
           from (select) as shop left join picked on true"#
    )
    .fetch_all(db)
    .await?;
    let first = found.first();
    Ok(Picks {
        vendors: first.map_or(0, |row| row.vendors),
        rows: found
            .into_iter()
            .filter_map(|row| row.row.zip(row.id))
            .collect(),
    })
}
