//! A year of trade: purchases, licenses and what buyers said, as rows of the past.

use std::collections::{HashMap, HashSet};

use rand::Rng;
use rand::rngs::StdRng;
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};

use super::cast::Cast;
use super::catalog::{Catalog, ReviewEntry};
use super::shelves::Shelved;
use crate::catalog::{Price, ProductKind, recount_ratings};
use crate::checkout::{LICENSE_TERMS, order_number};
use crate::licensing;
use crate::{
    AccountId, CartId, IdempotencyKey, Market, OrderGroupId, OrderId, OrderLineId, PaymentId,
    ProductId, Result, ReviewId, Tx, share,
};

/// Purchases beyond those of reviewers, for each product of the catalogue on average.
const QUIET_BUYERS: usize = 12;

pub(super) async fn live_through(
    tx: &mut Tx,
    market: &Market,
    catalog: &Catalog,
    cast: &Cast,
    shelf: &[Shelved],
    rng: &mut StdRng,
) -> Result<()> {
    let by_slug: HashMap<(&str, &str), &Shelved> = shelf
        .iter()
        .map(|s| ((s.vendor.as_str(), s.slug.as_str()), s))
        .collect();
    let by_name: HashMap<&str, AccountId> = cast
        .buyers
        .iter()
        .map(|(name, id)| (name.as_str(), *id))
        .collect();
    let mut owned: HashSet<(AccountId, ProductId)> = HashSet::new();
    for review in &catalog.reviews {
        let place = (review.vendor.as_str(), review.product.as_str());
        if let (Some(product), Some(author)) =
            (by_slug.get(&place), by_name.get(review.author.as_str()))
        {
            let written = market.now() - Duration::days(review.days_ago);
            if owned.insert((*author, product.id)) {
                let bought =
                    (written - Duration::days(rng.random_range(5..20))).max(product.published_at);
                buy(tx, market, *author, product, bought).await?;
                insert_review(tx, review, product.id, *author, written).await?;
            }
        }
    }
    let written = &shelf[..catalog.products.len().min(shelf.len())];
    for product in written {
        for _ in 0..rng.random_range(0..=2 * QUIET_BUYERS) {
            let (_, buyer) = &cast.buyers[rng.random_range(0..cast.buyers.len())];
            if owned.insert((*buyer, product.id)) {
                let at = moment_between(product.published_at, market.now(), rng);
                buy(tx, market, *buyer, product, at).await?;
            }
        }
    }
    for product in customers_choice(written) {
        let at = moment_between(
            product.published_at.max(market.now() - Duration::days(20)),
            market.now(),
            rng,
        );
        buy(tx, market, cast.customer, product, at).await?;
    }
    count(tx, shelf).await
}

/// A workflow bought once, something free and a subscription for the library of the demo's customer.
fn customers_choice(shelf: &[Shelved]) -> Vec<&Shelved> {
    let first = |wanted: fn(&Shelved) -> bool| shelf.iter().find(|product| wanted(product));
    [
        first(|product| {
            product.kind == ProductKind::N8nWorkflow && matches!(product.price, Price::OneTime(_))
        }),
        first(|product| product.price == Price::Free),
        first(|product| matches!(product.price, Price::Subscription(..))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn moment_between(from: OffsetDateTime, to: OffsetDateTime, rng: &mut StdRng) -> OffsetDateTime {
    let seconds = (to - from).whole_seconds().max(1);
    from + Duration::seconds(rng.random_range(0..seconds))
}

/// A purchase of one product, completed then.
async fn buy(
    tx: &mut Tx,
    market: &Market,
    buyer: AccountId,
    product: &Shelved,
    at: OffsetDateTime,
) -> Result<()> {
    let group = insert_group(tx, market, buyer, product.price, at).await?;
    let order = insert_order(tx, group, product, at).await?;
    insert_line(tx, market, order, product, at).await?;
    if product.price.amount().minor > 0 {
        insert_payment(tx, group, product.price, at).await?;
    }
    licensing::issue_past(market, tx, order, at).await
}

async fn insert_group(
    tx: &mut Tx,
    market: &Market,
    buyer: AccountId,
    price: Price,
    at: OffsetDateTime,
) -> Result<OrderGroupId> {
    let cart = CartId::new(at);
    sqlx::query!(
        "insert into cart (id, account_id, created_at, updated_at, converted_at) values ($1, $2, $3, $3, $3)",
        cart.0,
        buyer.0,
        at
    )
    .execute(&mut **tx)
    .await?;
    let id = OrderGroupId::new(at);
    sqlx::query!(
        "insert into order_group (id, number, account_id, cart_id, idempotency_key, request_hash, currency, gross_minor, placed_at, expires_at)
         values ($1, $2, $3, $4, $5, '', 'USD', $6, $7, $8)",
        id.0,
        order_number(),
        buyer.0,
        cart.0,
        IdempotencyKey::mint().0,
        price.amount().minor,
        at,
        at + market.policy.order_ttl,
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

async fn insert_order(
    tx: &mut Tx,
    group: OrderGroupId,
    product: &Shelved,
    at: OffsetDateTime,
) -> Result<OrderId> {
    let id = OrderId::new(at);
    sqlx::query!(
        "insert into orders (id, group_id, vendor_id, state, net_minor, tax_minor, gross_minor, currency, placed_at, paid_at)
         select $1, $2, vendor_id, 'paid', $4, 0, $4, 'USD', $5, $5 from product where id = $3",
        id.0,
        group.0,
        product.id.0,
        product.price.amount().minor,
        at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

async fn insert_line(
    tx: &mut Tx,
    market: &Market,
    order: OrderId,
    product: &Shelved,
    at: OffsetDateTime,
) -> Result<()> {
    let amount = product.price.amount().minor;
    sqlx::query!(
        "insert into order_line (id, order_id, position, product_id, version_id, price_id, title, slug, kind, version_number,
                                 vendor_name, price_kind, price_period, unit_minor, net_minor, tax_minor, gross_minor, currency,
                                 commission_bp, commission_minor, license_terms, license_terms_hash)
         select $1, $2, 1, product.id, version.id, price.id, product.title, product.slug, product.kind, version.number,
                vendor.name, price.kind, price.period, $4, $4, 0, $4, 'USD', $5, $6, $7, $8
         from product join vendor on vendor.id = product.vendor_id
         join price on price.product_id = product.id and price.archived_at is null
         join lateral (select id, number from version where product_id = product.id
                       order by published_at > $9, published_at desc limit 1) version on true
         where product.id = $3",
        OrderLineId::new(at).0,
        order.0,
        product.id.0,
        amount,
        market.policy.commission_bp,
        share(amount, market.policy.commission_bp),
        LICENSE_TERMS,
        Sha256::digest(LICENSE_TERMS.as_bytes()).to_vec(),
        at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert_payment(
    tx: &mut Tx,
    group: OrderGroupId,
    price: Price,
    at: OffsetDateTime,
) -> Result<()> {
    let id = PaymentId::new(at);
    sqlx::query!(
        "insert into payment (id, group_id, provider, provider_ref, state, amount_minor, currency, created_at, updated_at, succeeded_at)
         values ($1, $2, 'demo', $3, 'succeeded', $4, 'USD', $5, $5, $5)",
        id.0,
        group.0,
        id.to_string(),
        price.amount().minor,
        at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert_review(
    tx: &mut Tx,
    review: &ReviewEntry,
    product: ProductId,
    author: AccountId,
    written: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "insert into review (id, product_id, account_id, rating, body, version_number, created_at) values ($1, $2, $3, $4, $5, $6, $7)",
        ReviewId::new(written).0,
        product.0,
        author.0,
        review.rating,
        review.body,
        review.version_number,
        written,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn count(tx: &mut Tx, shelf: &[Shelved]) -> Result<()> {
    sqlx::query!(
        "update product set sales_count = sold.n from
            (select product_id, count(*) as n from order_line group by product_id) sold where sold.product_id = product.id"
    )
    .execute(&mut **tx)
    .await?;
    for product in shelf {
        recount_ratings(tx, product.id).await?;
    }
    Ok(())
}
