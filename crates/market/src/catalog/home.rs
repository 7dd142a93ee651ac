//! What the front page shows.

use super::card::card;
use super::{Card, ProductKind};
use crate::{Market, ProductId, Result};

#[derive(Default)]
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

/// A product may stand in several rows; each row is chosen by itself. One question, because every visit begins here.
pub async fn home(market: &Market) -> Result<Home> {
    let picked = sqlx::query!(
        r#"with picked as (
               (select 'featured' as row, row_number() over (order by published_at desc, id desc) as place, id
                  from product where state = 'approved' and featured limit 4)
               union all
               (select 'trending', row_number() over (order by recent_sales_count desc, id), id
                  from product where state = 'approved' and recent_sales_count > 0 limit 4)
               union all
               (select 'fresh', row_number() over (order by published_at desc, id desc), id from product where state = 'approved' limit 4)
               union all
               (select 'free', row_number() over (order by sales_count desc, product.id desc), product.id
                  from product join price on price.product_id = product.id and price.archived_at is null and price.kind = 'free'
                  where state = 'approved' limit 4)
           )
           select picked.row as "row!", (select count(*) from vendor where state = 'approved') as "vendors!",
                  card.id as "id!: ProductId", card.kind as "kind!: ProductKind", card.slug as "slug!", card.title as "title!",
                  card.summary as "summary!", card.rating_sum as "rating_sum!", card.rating_count as "rating_count!",
                  card.sales_count as "sales_count!", card.published_at, card.vendor_handle as "vendor_handle!",
                  card.vendor_name as "vendor_name!", card.vendor_verified as "vendor_verified!", card.price_kind as "price_kind!",
                  card.price_period, card.amount_minor as "amount_minor!", card.currency as "currency!", card.miniature as "miniature!",
                  card.apps as "apps!", card.node_count as "node_count!", card.credential_count as "credential_count!",
                  card.setup_minutes as "setup_minutes!"
           from picked join product_card card on card.id = picked.id order by picked.place"#
    )
    .fetch_all(&market.db)
    .await?;
    let mut home = Home {
        products: market.search.len(),
        ..Home::default()
    };
    for row in picked {
        home.vendors = row.vendors;
        let shelf = match row.row.as_str() {
            "featured" => &mut home.featured,
            "trending" => &mut home.trending,
            "fresh" => &mut home.fresh,
            _ => &mut home.free,
        };
        shelf.push(card!(row));
    }
    Ok(home)
}
