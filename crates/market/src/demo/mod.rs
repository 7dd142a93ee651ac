//! A rich demo: the shop as it might look after a year. The same catalogue, cast and history each time; only ids and
//! license keys are random, as they must be.

mod cast;
mod catalog;
mod earlier;
mod history;
mod shelves;

use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::catalog::{find_likes, recount_recent_sales};
use crate::{Market, Result};

pub use cast::{SIGN_INS, SignIn};

/// How large a demo.
#[derive(Clone, Copy, Debug, Default)]
pub struct Size {
    /// Products in all, the catalogue's at least. What it does not have is made of it as numbered editions.
    pub products: usize,
}

/// Fills a market that has no vendors yet, all or nothing. Returns false, and changes nothing, when there are some.
pub async fn seed(market: &Market, size: Size) -> Result<bool> {
    if !is_empty(market).await? {
        return Ok(false);
    }
    let now = market.now();
    let catalog = catalog::load()?;
    let mut rng = StdRng::seed_from_u64(20_261_121);
    let mut tx = market.begin().await?;
    let cast = cast::bring_in(&mut tx, &catalog, now).await?;
    let shelf = shelves::stock(&mut tx, market, &catalog, &cast, size, &mut rng).await?;
    history::live_through(&mut tx, market, &catalog, &cast, &shelf, &mut rng).await?;
    tx.commit().await?;
    recount_recent_sales(market).await?;
    find_likes(market).await?;
    // Until the database knows how much there is of everything, it reads whole tables for a few rows.
    sqlx::raw_sql("analyze").execute(&market.db).await?;
    Ok(true)
}

/// Whether there is nothing in it that a demo could disturb.
pub async fn is_empty(market: &Market) -> Result<bool> {
    Ok(
        sqlx::query_scalar!(r#"select not exists (select from vendor) as "empty!""#)
            .fetch_one(&market.db)
            .await?,
    )
}
