//! Placing an order: the cart, the prices and the rights of everyone in it are checked and written down at once.

use rand::Rng;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use crate::accounts::{Customer, closing};
use crate::cart::{self, CartLine, CartView};
use crate::catalog::ProductKind;
use crate::consent::{self, Document};
use crate::events::{self, Event};
use crate::{
    CartId, Currency, IdempotencyKey, OrderGroupId, OrderId, OrderLineId, PaymentId, Policy,
    PriceId, ProductId, Refusal, Result, Tx, VendorId, VersionId, share,
};

use super::settlement::mark_paid;

/// What every buyer accepts, in words that stay on the line.
pub const LICENSE_TERMS: &str = "Use it in as many of your own and your clients' projects as you like and change it as you \
need. Do not sell or publish it as it is. Updates of the version line you bought are included while your license is active.";

/// What the checkout form sends.
pub struct Placement {
    /// Minted when the form was rendered.
    pub key: IdempotencyKey,
    /// The total the buyer saw, in minor units.
    pub seen_total_minor: i64,
    pub seen_currency: String,
    pub terms_accepted: bool,
    /// The version of the terms of use that stood on the form, to be accepted with it. A program that shows none needs
    /// a buyer who has accepted them before.
    pub terms_seen: Option<i32>,
}

#[derive(Debug, PartialEq)]
pub struct Placed {
    /// The order's number, as in `/orders/{number}`.
    pub number: String,
    /// What has to be paid; nothing when everything was free.
    pub payment: Option<PaymentId>,
}

/// Turns the customer's cart into an order group with one order a vendor. The same form posted twice, in whatever
/// way, is one order: both answers name it. Refuses an empty cart, lines that cannot be bought, a total other than the
/// one seen, terms other than those in force, and a key that was used for something else.
pub async fn place(
    tx: &mut Tx,
    by: &Customer,
    form: &Placement,
    now: OffsetDateTime,
    policy: &Policy,
) -> Result<Placed> {
    by.must_be_themselves()?;
    if let Some(placed) = placed_before(tx, by, form).await? {
        return Ok(placed);
    }
    if !form.terms_accepted {
        return Err(Refusal::TermsNotAccepted.into());
    }
    // Before the cart, as the erasure does: two who lock in different orders would wait for each other.
    closing::share_staying(tx, by.id).await?;
    must_accept(tx, by, form, now).await?;
    let Some(cart) = locked_cart(tx, by).await? else {
        // Another request with the same form may have converted the cart while this one waited for its lock.
        return placed_before(tx, by, form)
            .await?
            .ok_or_else(|| Refusal::CartEmpty.into());
    };
    let view = cart::summed(Some(cart), cart::lines(tx, cart, Some(by.id), now).await?);
    check(&view, form)?;
    let group = insert_group(tx, by, cart, form, view.total.minor, now, policy).await?;
    insert_orders(tx, group.id, &view.lines, now, policy).await?;
    note_consents(tx, by, form, now).await?;
    sqlx::query!(
        "update cart set converted_at = $2 where id = $1",
        cart.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    let payment = if view.total.minor == 0 {
        mark_paid(tx, group.id, now).await?;
        None
    } else {
        Some(insert_payment(tx, group.id, view.total.minor, view.total.currency, now).await?)
    };
    Ok(Placed {
        number: group.number,
        payment,
    })
}

/// Nobody buys under terms they have not accepted as they are now.
async fn must_accept(
    tx: &mut Tx,
    by: &Customer,
    form: &Placement,
    now: OffsetDateTime,
) -> Result<()> {
    if let Some(seen) = form.terms_seen {
        return Ok(consent::must_be_current(seen, now)?);
    }
    let accepted = consent::has_accepted(&mut **tx, by.id, Document::Terms, now).await?;
    accepted
        .then_some(())
        .ok_or_else(|| Refusal::TermsNotAccepted.into())
}

async fn note_consents(
    tx: &mut Tx,
    by: &Customer,
    form: &Placement,
    now: OffsetDateTime,
) -> Result<()> {
    let terms = form.terms_seen.map(|_| Document::Terms);
    for document in terms.into_iter().chain([Document::License]) {
        let from = by.actor();
        consent::note(tx, by.id, document, consent::Way::Checkout, &from, now).await?;
    }
    Ok(())
}

async fn placed_before(tx: &mut Tx, by: &Customer, form: &Placement) -> Result<Option<Placed>> {
    let found = sqlx::query!(
        r#"select number, request_hash,
                  (select id from payment where payment.group_id = order_group.id order by created_at desc limit 1) as "payment: PaymentId"
           from order_group where account_id = $1 and idempotency_key = $2"#,
        by.id.0,
        form.key.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    match found {
        Some(row) if row.request_hash == request_hash(form) => Ok(Some(Placed {
            number: row.number,
            payment: row.payment,
        })),
        Some(_) => Err(Refusal::KeyReused.into()),
        None => Ok(None),
    }
}

fn request_hash(form: &Placement) -> Vec<u8> {
    let said = format!("{}|{}", form.seen_total_minor, form.seen_currency);
    Sha256::digest(said.as_bytes()).to_vec()
}

async fn locked_cart(tx: &mut Tx, by: &Customer) -> Result<Option<CartId>> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id: CartId" from cart where account_id = $1 and converted_at is null for update"#,
        by.id.0
    )
    .fetch_optional(&mut **tx)
    .await?)
}

fn check(view: &CartView, form: &Placement) -> Result<(), Refusal> {
    if view.lines.is_empty() {
        return Err(Refusal::CartEmpty);
    }
    if !view.ready() {
        return Err(Refusal::CartHasTrouble);
    }
    if view
        .lines
        .iter()
        .any(|line| line.price.amount().currency != view.total.currency)
    {
        return Err(Refusal::MixedCurrency);
    }
    if form.seen_total_minor != view.total.minor
        || form.seen_currency != view.total.currency.as_str()
    {
        return Err(Refusal::PriceChanged);
    }
    Ok(())
}

struct Group {
    id: OrderGroupId,
    number: String,
}

async fn insert_group(
    tx: &mut Tx,
    by: &Customer,
    cart: CartId,
    form: &Placement,
    gross_minor: i64,
    now: OffsetDateTime,
    policy: &Policy,
) -> Result<Group> {
    let group = Group {
        id: OrderGroupId::new(now),
        number: order_number(),
    };
    sqlx::query!(
        "insert into order_group (id, number, account_id, cart_id, idempotency_key, request_hash, currency, gross_minor, placed_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        group.id.0,
        group.number,
        by.id.0,
        cart.0,
        form.key.0,
        request_hash(form),
        form.seen_currency,
        gross_minor,
        now,
        now + policy.order_ttl,
    )
    .execute(&mut **tx)
    .await?;
    Ok(group)
}

/// Eight letters and digits without look-alikes: says nothing about how many orders there are.
pub(crate) fn order_number() -> String {
    const LETTERS: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut rng = rand::rng();
    let mut four = || -> String {
        (0..4)
            .map(|_| char::from(LETTERS[rng.random_range(0..LETTERS.len())]))
            .collect()
    };
    format!("AM-{}-{}", four(), four())
}

/// What the database knows of a line beyond the cart's view; part of the snapshot.
struct Facts {
    vendor: VendorId,
    version: Option<VersionId>,
    version_number: String,
    price: PriceId,
    amount_minor: i64,
}

async fn insert_orders(
    tx: &mut Tx,
    group: OrderGroupId,
    lines: &[CartLine],
    now: OffsetDateTime,
    policy: &Policy,
) -> Result<()> {
    let mut orders: Vec<(VendorId, Vec<(&CartLine, Facts)>)> = Vec::new();
    for line in lines {
        let facts = facts(tx, line.product_id).await?;
        // Between reading the cart and reading this the vendor may have set another price.
        if facts.amount_minor != line.price.amount().minor {
            return Err(Refusal::PriceChanged.into());
        }
        match orders
            .iter_mut()
            .find(|(vendor, _)| *vendor == facts.vendor)
        {
            Some((_, lines)) => lines.push((line, facts)),
            None => orders.push((facts.vendor, vec![(line, facts)])),
        }
    }
    for (vendor, lines) in orders {
        let order = insert_order(tx, group, vendor, &lines, now).await?;
        for (position, (line, facts)) in (1_i32..).zip(&lines) {
            insert_line(tx, order, position, line, facts, policy, now).await?;
        }
        events::record(tx, Event::OrderPlaced { order }, now).await?;
    }
    Ok(())
}

async fn facts(tx: &mut Tx, product: ProductId) -> Result<Facts> {
    Ok(sqlx::query_as!(
        Facts,
        r#"select product.vendor_id as vendor, version.id as "version: Option<VersionId>", version.number as version_number,
                  price.id as price, price.amount_minor
           from product join version on version.id = product.current_version_id
           join price on price.product_id = product.id and price.archived_at is null and price.currency = 'USD'
           where product.id = $1"#,
        product.0
    )
    .fetch_one(&mut **tx)
    .await?)
}

async fn insert_order(
    tx: &mut Tx,
    group: OrderGroupId,
    vendor: VendorId,
    lines: &[(&CartLine, Facts)],
    now: OffsetDateTime,
) -> Result<OrderId> {
    let id = OrderId::new(now);
    let net: i64 = lines
        .iter()
        .map(|(line, _)| line.price.amount().minor)
        .sum();
    let currency = lines
        .first()
        .map_or(Currency::USD, |(line, _)| line.price.amount().currency);
    sqlx::query!(
        "insert into orders (id, group_id, vendor_id, net_minor, tax_minor, gross_minor, currency, placed_at)
         values ($1, $2, $3, $4, 0, $4, $5, $6)",
        id.0,
        group.0,
        vendor.0,
        net,
        currency.as_str(),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

async fn insert_line(
    tx: &mut Tx,
    order: OrderId,
    position: i32,
    line: &CartLine,
    facts: &Facts,
    policy: &Policy,
    now: OffsetDateTime,
) -> Result<()> {
    let amount = line.price.amount();
    sqlx::query!(
        "insert into order_line (id, order_id, position, product_id, version_id, price_id, title, slug, kind, version_number,
                                 vendor_name, price_kind, price_period, unit_minor, net_minor, tax_minor, gross_minor, currency,
                                 commission_bp, commission_minor, license_terms, license_terms_hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, 0, $14, $15, $16, $17, $18, $19)",
        OrderLineId::new(now).0,
        order.0,
        position,
        line.product_id.0,
        facts.version.map(|id| id.0),
        facts.price.0,
        line.title,
        line.slug,
        ProductKind::as_str(line.kind),
        facts.version_number,
        line.vendor_name,
        line.price.kind(),
        line.price.period(),
        amount.minor,
        amount.currency.as_str(),
        policy.commission_bp,
        share(amount.minor, policy.commission_bp),
        LICENSE_TERMS,
        Sha256::digest(LICENSE_TERMS.as_bytes()).to_vec(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn insert_payment(
    tx: &mut Tx,
    group: OrderGroupId,
    amount_minor: i64,
    currency: Currency,
    now: OffsetDateTime,
) -> Result<PaymentId> {
    let id = PaymentId::new(now);
    sqlx::query!(
        "insert into payment (id, group_id, provider, amount_minor, currency, created_at, updated_at)
         values ($1, $2, '', $3, $4, $5, $5)",
        id.0,
        group.0,
        amount_minor,
        currency.as_str(),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(id)
}
