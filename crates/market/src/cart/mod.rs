//! What somebody means to buy. A cart names products; what they cost is read when it is shown.

mod merging;

use sqlx::PgPool;
use time::OffsetDateTime;

use crate::catalog::{Price, ProductKind, price_from_row};
use crate::{AccountId, CartId, Market, Money, OrderGroupId, ProductId, Refusal, Result, Tx};

pub use merging::merge;

const MAX_LINES: i64 = 50;

/// Whose cart it is: a visitor's, known by the id in the session, or a customer's.
#[derive(Clone, Copy, Debug, Default)]
pub struct CartHolder {
    pub cart: Option<CartId>,
    pub account: Option<AccountId>,
}

pub struct CartView {
    pub id: Option<CartId>,
    pub lines: Vec<CartLine>,
    /// Of the lines without trouble.
    pub total: Money,
    pub count: i64,
}

#[derive(Clone, Debug)]
pub struct CartLine {
    pub product_id: ProductId,
    pub title: String,
    pub slug: String,
    pub vendor_handle: String,
    pub vendor_name: String,
    pub kind: ProductKind,
    pub price: Price,
    pub miniature: String,
    /// Why this line cannot be bought, if so. It stays in the cart, outside the total.
    pub trouble: Option<Trouble>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    Unavailable,
    AlreadyOwned,
    OwnProduct,
}

impl Trouble {
    pub fn message(self) -> &'static str {
        match self {
            Self::Unavailable => "Not on sale any more. Remove it to check out.",
            Self::AlreadyOwned => "You own this already. Remove it to check out.",
            Self::OwnProduct => "This is your own product. Remove it to check out.",
        }
    }
}

impl CartView {
    /// Whether everything in it can be bought.
    pub fn ready(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| line.trouble.is_none())
    }
}

/// The cart with today's prices. An unknown or finished cart is an empty one.
pub async fn view(market: &Market, holder: CartHolder) -> Result<CartView> {
    let mut tx = market.begin().await?;
    let id = open_cart(&mut tx, holder).await?;
    let lines = match id {
        Some(id) => lines(&mut tx, id, holder.account, market.now()).await?,
        None => Vec::new(),
    };
    Ok(summed(id, lines))
}

pub(crate) fn summed(id: Option<CartId>, lines: Vec<CartLine>) -> CartView {
    let minor = lines
        .iter()
        .filter(|line| line.trouble.is_none())
        .map(|line| line.price.amount().minor)
        .sum();
    CartView {
        id,
        total: Money::usd(minor),
        count: i64::try_from(lines.len()).unwrap_or(i64::MAX),
        lines,
    }
}

/// How many products are in it.
pub async fn count(db: &PgPool, holder: CartHolder) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "n!" from cart_line join cart on cart.id = cart_line.cart_id
           where cart.converted_at is null
             and case when $2::uuid is null then cart.id = $1 and cart.account_id is null else cart.account_id = $2 end"#,
        holder.cart.map(|id| id.0),
        holder.account.map(|id| id.0),
    )
    .fetch_one(db)
    .await?)
}

/// The holder's active cart. A customer's is found by the account: the id a browser sends opens nobody else's.
pub(crate) async fn open_cart(tx: &mut Tx, holder: CartHolder) -> Result<Option<CartId>> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id: CartId" from cart where converted_at is null
             and case when $2::uuid is null then id = $1 and account_id is null else account_id = $2 end"#,
        holder.cart.map(|id| id.0),
        holder.account.map(|id| id.0),
    )
    .fetch_optional(&mut **tx)
    .await?)
}

pub(crate) async fn lines(
    tx: &mut Tx,
    cart: CartId,
    account: Option<AccountId>,
    now: OffsetDateTime,
) -> Result<Vec<CartLine>> {
    let rows = sqlx::query!(
        r#"select product.id as "product_id: ProductId", product.title, product.slug, product.kind as "kind: ProductKind",
                  vendor.handle, vendor.name, preview.miniature as "miniature?",
                  price.kind as "price_kind?", price.period, price.amount_minor as "amount_minor?", price.currency as "currency?",
                  product.state = 'approved' and vendor.state = 'approved' and price.id is not null
                      and product.current_version_id is not null as "on_sale!",
                  exists (select from entitlement where account_id = $2 and product_id = product.id and state = 'active'
                          and (ends_at is null or ends_at > $3)) as "owned!",
                  exists (select from vendor_member where account_id = $2 and vendor_id = vendor.id) as "own!"
           from cart_line join product on product.id = cart_line.product_id join vendor on vendor.id = product.vendor_id
           left join price on price.product_id = product.id and price.archived_at is null and price.currency = 'USD'
           left join version_preview preview on preview.version_id = product.current_version_id
           where cart_line.cart_id = $1 order by cart_line.added_at, product.id"#,
        cart.0,
        account.map(|id| id.0),
        now,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| CartLine {
            price: price_from_row(
                row.price_kind.as_deref().unwrap_or("free"),
                row.period.as_deref(),
                row.amount_minor.unwrap_or(0),
                row.currency.as_deref().unwrap_or("USD"),
            ),
            trouble: match () {
                () if !row.on_sale => Some(Trouble::Unavailable),
                () if row.own => Some(Trouble::OwnProduct),
                () if row.owned => Some(Trouble::AlreadyOwned),
                () => None,
            },
            product_id: row.product_id,
            title: row.title,
            slug: row.slug,
            vendor_handle: row.handle,
            vendor_name: row.name,
            kind: row.kind,
            miniature: row.miniature.unwrap_or_default(),
        })
        .collect())
}

/// Puts a product into the holder's cart, opening one if need be, and returns the cart. Adding it twice changes
/// nothing. Refuses what is not on sale, what the account owns or sells itself, and a 51st line.
pub async fn add(
    tx: &mut Tx,
    holder: CartHolder,
    product: ProductId,
    now: OffsetDateTime,
) -> Result<CartId> {
    may_be_added(tx, holder.account, product, now).await?;
    let cart = open_or_begin(tx, holder, now).await?;
    lock(tx, cart, now).await?;
    sqlx::query!(
        "insert into cart_line (cart_id, product_id, added_at) values ($1, $2, $3)
         on conflict on constraint cart_line_pkey do nothing",
        cart.0,
        product.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    let lines = sqlx::query_scalar!(
        r#"select count(*) as "n!" from cart_line where cart_id = $1"#,
        cart.0
    )
    .fetch_one(&mut **tx)
    .await?;
    if lines > MAX_LINES {
        return Err(Refusal::CartFull.into());
    }
    Ok(cart)
}

async fn may_be_added(
    tx: &mut Tx,
    account: Option<AccountId>,
    product: ProductId,
    now: OffsetDateTime,
) -> Result<()> {
    let row = sqlx::query!(
        r#"select exists (select from entitlement where account_id = $2 and product_id = $1 and state = 'active'
                          and (ends_at is null or ends_at > $3)) as "owned!",
                  exists (select from vendor_member where account_id = $2 and vendor_id = vendor.id) as "own!"
           from product join vendor on vendor.id = product.vendor_id
           join price on price.product_id = product.id and price.archived_at is null and price.currency = 'USD'
           where product.id = $1 and product.state = 'approved' and vendor.state = 'approved'"#,
        product.0,
        account.map(|id| id.0),
        now,
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Refusal::ProductUnavailable)?;
    match row {
        row if row.own => Err(Refusal::OwnProduct.into()),
        row if row.owned => Err(Refusal::AlreadyOwned.into()),
        _ => Ok(()),
    }
}

/// Two tabs may open an account's first cart at once; the constraint lets one of them.
async fn open_or_begin(tx: &mut Tx, holder: CartHolder, now: OffsetDateTime) -> Result<CartId> {
    match open_cart(tx, holder).await? {
        Some(cart) => Ok(cart),
        None => begin(tx, holder.account, now).await,
    }
}

async fn begin(tx: &mut Tx, account: Option<AccountId>, now: OffsetDateTime) -> Result<CartId> {
    let id = CartId::new(now);
    sqlx::query!(
        "insert into cart (id, account_id, created_at, updated_at) values ($1, $2, $3, $3)
         on conflict (account_id) where converted_at is null do nothing",
        id.0,
        account.map(|id| id.0),
        now
    )
    .execute(&mut **tx)
    .await?;
    let holder = CartHolder {
        cart: Some(id),
        account,
    };
    Ok(open_cart(tx, holder).await?.unwrap_or(id))
}

async fn lock(tx: &mut Tx, cart: CartId, now: OffsetDateTime) -> Result<()> {
    sqlx::query!("update cart set updated_at = $2 where id = $1", cart.0, now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Takes a product out. What is not in the cart is out of it already.
pub async fn remove(
    tx: &mut Tx,
    holder: CartHolder,
    product: ProductId,
    now: OffsetDateTime,
) -> Result<()> {
    if let Some(cart) = open_cart(tx, holder).await? {
        lock(tx, cart, now).await?;
        sqlx::query!(
            "delete from cart_line where cart_id = $1 and product_id = $2",
            cart.0,
            product.0
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Puts what an unpaid order held back into its customer's cart, so that nothing the buyer chose is lost.
pub(crate) async fn restore(tx: &mut Tx, group: OrderGroupId, now: OffsetDateTime) -> Result<()> {
    let account = sqlx::query_scalar!(
        r#"select account_id as "id: AccountId" from order_group where id = $1"#,
        group.0
    )
    .fetch_one(&mut **tx)
    .await?;
    let holder = CartHolder {
        cart: None,
        account: Some(account),
    };
    let cart = open_or_begin(tx, holder, now).await?;
    sqlx::query!(
        "insert into cart_line (cart_id, product_id, added_at)
         select $2, line.product_id, $3 from order_line line join orders on orders.id = line.order_id
         where orders.group_id = $1 and line.product_id is not null
         limit greatest(0, 50 - (select count(*) from cart_line where cart_id = $2))
         on conflict on constraint cart_line_pkey do nothing",
        group.0,
        cart.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
