//! What happens once somebody has proved who they are: a new session, their guest cart, and on to where they were going.

use leptos_router::hooks::use_query_map;
use market::accounts::Account;
use market::{Result, cart};

use crate::web::{begin_session, local, market, paths, who};

/// Signs the account in and gives it the cart filled as a guest. Returns the address to go to.
pub(super) async fn arrive(account: &Account, next: &str) -> Result<String> {
    // First, while the session still names the guest's cart; and whatever comes of it, it keeps nobody out.
    if let Err(error) = take_over_cart(account).await {
        tracing::warn!(%error, "a guest's cart was not taken over");
    }
    begin_session(account).await?;
    Ok(destination(next))
}

async fn take_over_cart(account: &Account) -> Result<()> {
    let Some(guest) = who::anyone().await?.cart else {
        return Ok(());
    };
    let market = market();
    let mut tx = market.begin().await?;
    cart::merge(&mut tx, guest, account.id, market.now()).await?;
    Ok(tx.commit().await?)
}

/// Where the visitor meant to go, if it is a page of this shop.
pub(super) fn destination(next: &str) -> String {
    local(next).unwrap_or_else(|| paths::HOME.to_owned())
}

/// What the address says about where to go next.
pub(super) fn asked_next() -> String {
    use leptos::prelude::GetUntracked;
    let next = use_query_map()
        .get_untracked()
        .get("next")
        .unwrap_or_default();
    local(&next).unwrap_or_default()
}
