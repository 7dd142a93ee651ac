//! What becomes of vendors whose people close their accounts. Who stays in a team is not closing theirs.

use time::OffsetDateTime;

use crate::events::{self, Event};
use crate::{AccountId, ProductId, Result, Tx};

/// Holds every team this person is in, until the transaction ends.
pub(crate) async fn hold_all(tx: &mut Tx, account: AccountId) -> Result<()> {
    sqlx::query!(
        "select id from vendor where id in (select vendor_id from vendor_member where account_id = $1)
         order by id for no key update",
        account.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(())
}

/// Names of the vendors that would be left to people of whom none owns it.
pub(crate) async fn left_without_owner(tx: &mut Tx, account: AccountId) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        "select vendor.name from vendor join vendor_member mine on mine.vendor_id = vendor.id
         where mine.account_id = $1 and mine.role = 'owner' and (vendor.state <> 'closed' or closed_with is not null)
           and exists (select from vendor_member m join account a on a.id = m.account_id
                       where m.vendor_id = vendor.id and a.id <> $1 and a.closing_at is null)
           and not exists (select from vendor_member m join account a on a.id = m.account_id
                           where m.vendor_id = vendor.id and a.id <> $1 and m.role = 'owner' and a.closing_at is null)
         order by vendor.name",
        account.0
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// Names of the vendors that go with the account and that somebody is buying from.
pub(crate) async fn with_open_sales(tx: &mut Tx, account: AccountId) -> Result<Vec<String>> {
    let gone = owned_alone(tx, account).await?;
    Ok(sqlx::query_scalar!(
        "select name from vendor where id = any ($1)
           and exists (select from orders where vendor_id = vendor.id and state = 'pending') order by name",
        &gone
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// Takes the vendors that nobody stays at out of the shop until it is clear whether their owner goes. Nobody is asked into
/// them meanwhile.
pub(crate) async fn leave_the_shop(
    tx: &mut Tx,
    account: AccountId,
    now: OffsetDateTime,
) -> Result<()> {
    let left = sqlx::query_scalar!(
        r#"update vendor set state = 'closed', closed_with = $1
           where state = 'approved' and id in (select vendor_id from vendor_member where account_id = $1 and role = 'owner')
             and not exists (select from vendor_member m join account a on a.id = m.account_id
                             where m.vendor_id = vendor.id and a.id <> $1 and a.closing_at is null)
           returning id"#,
        account.0
    )
    .fetch_all(&mut **tx)
    .await?;
    sqlx::query!(
        "update team_invitation set withdrawn_at = $2
         where vendor_id = any ($1) and accepted_at is null and withdrawn_at is null",
        &left,
        now
    )
    .execute(&mut **tx)
    .await?;
    tell_of_products(tx, &left, now).await
}

/// Somebody stays at them after all.
pub(crate) async fn come_back(tx: &mut Tx, account: AccountId, now: OffsetDateTime) -> Result<()> {
    let back = sqlx::query_scalar!(
        "update vendor set state = 'approved', closed_with = null
         where closed_with is not null and id in (select vendor_id from vendor_member where account_id = $1)
         returning id",
        account.0
    )
    .fetch_all(&mut **tx)
    .await?;
    tell_of_products(tx, &back, now).await
}

/// The person is gone: the vendors they owned alone are closed for good, with their products archived. Their names stay, since
/// orders and licenses are with them, and so do their handles, which nobody else gets.
pub(crate) async fn end(tx: &mut Tx, account: AccountId, now: OffsetDateTime) -> Result<()> {
    let gone = owned_alone(tx, account).await?;
    sqlx::query!(
        "update vendor set state = 'closed', closed_with = null, tagline = '', about_md = '', about_html = ''
         where id = any ($1)",
        &gone
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "update product set state = 'archived', updated_at = $2 where vendor_id = any ($1) and state <> 'archived'",
        &gone,
        now
    )
    .execute(&mut **tx)
    .await?;
    tell_of_products(tx, &gone, now).await?;
    sqlx::query!(
        "update team_invitation set withdrawn_at = $2
         where invited_by = $1 and accepted_at is null and withdrawn_at is null",
        account.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("delete from vendor_member where account_id = $1", account.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The vendors with no other owner, and nobody else who stays.
async fn owned_alone(tx: &mut Tx, account: AccountId) -> Result<Vec<uuid::Uuid>> {
    Ok(sqlx::query_scalar!(
        "select vendor_id from vendor_member mine where account_id = $1 and role = 'owner'
           and not exists (select from vendor_member m join account a on a.id = m.account_id
                           where m.vendor_id = mine.vendor_id and a.id <> $1 and (m.role = 'owner' or a.closing_at is null))",
        account.0
    )
    .fetch_all(&mut **tx)
    .await?)
}

async fn tell_of_products(tx: &mut Tx, vendors: &[uuid::Uuid], now: OffsetDateTime) -> Result<()> {
    let products = sqlx::query_scalar!(
        r#"select id as "id: ProductId" from product where vendor_id = any ($1)"#,
        vendors
    )
    .fetch_all(&mut **tx)
    .await?;
    for product in products {
        events::record(tx, Event::ProductChanged { product }, now).await?;
    }
    Ok(())
}
