//! What happens once somebody has proved who they are: a new session, their guest cart, and on to where they were going.

use leptos_router::hooks::use_query_map;
use market::accounts::{self, Account, Arrival};
use market::{Result, cart};

use crate::web::{
    actor, begin_session, device, device_token, local, market, paths, rate_limit, remember_device,
    who,
};

/// How somebody came in.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Way {
    /// "Keep me signed in".
    pub kept: bool,
    pub second_factor: bool,
    /// The account was opened a moment ago.
    pub opening: bool,
}

/// Signs the account in and gives it the cart filled as a guest. Returns the address to go to.
pub(super) async fn arrive(account: &Account, way: Way, next: &str) -> Result<String> {
    // First, while the session still names the guest's cart; and whatever comes of it, it keeps nobody out.
    if let Err(error) = take_over_cart(account).await {
        tracing::warn!(%error, "a guest's cart was not taken over");
    }
    let market = market();
    let mut tx = market.begin().await?;
    let arrival = Arrival {
        account,
        kept: way.kept,
        second_factor: way.second_factor,
        device: device(),
        device_token: device_token(),
        opening: way.opening,
        from: &actor(),
    };
    let begun = accounts::begin(&market, &mut tx, arrival).await?;
    tx.commit().await?;
    begin_session(&begun.pass).await?;
    remember_device(&begun.device_token);
    rate_limit::remember_browser(&account.email);
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
