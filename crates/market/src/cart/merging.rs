//! A visitor signs in: the cart filled before becomes part of the account's.

use time::OffsetDateTime;

use super::{CartHolder, lock, open_or_begin};
use crate::{AccountId, CartId, Result, Tx};

/// Moves the guest cart's lines into the account's cart and closes the guest cart. A second call finds nothing left
/// to move.
pub async fn merge(
    tx: &mut Tx,
    guest: CartId,
    account: AccountId,
    now: OffsetDateTime,
) -> Result<()> {
    let closed = sqlx::query!(
        "update cart set converted_at = $2 where id = $1 and account_id is null and converted_at is null",
        guest.0,
        now
    )
    .execute(&mut **tx)
    .await?;
    if closed.rows_affected() == 0 {
        return Ok(());
    }
    let own = CartHolder {
        cart: None,
        account: Some(account),
    };
    let cart = open_or_begin(tx, own, now).await?;
    lock(tx, cart, now).await?;
    sqlx::query!(
        "insert into cart_line (cart_id, product_id, added_at)
         select $2, product_id, added_at from cart_line where cart_id = $1
         order by added_at limit greatest(0, 50 - (select count(*) from cart_line where cart_id = $2))
         on conflict on constraint cart_line_pkey do nothing",
        guest.0,
        cart.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
