//! Who visits: asked once a request, and not at all of the database when the request carries no session.

use std::sync::Arc;

use leptos::prelude::{provide_context, use_context};
use market::accounts::session::Pass;
use market::accounts::{self, Account, Customer, Presence};
use market::audit::Actor;
use market::cart::{self, CartHolder};
use market::{Market, Result};
use tokio::sync::OnceCell;
use tower_sessions::Session;

use super::session::{CART, PASS, read, session, session_id_hash};

/// Somebody with a browser, signed in or not.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    pub account: Option<Account>,
    /// What their session shows of them.
    pub presence: Option<Presence>,
    /// Acts for a vendor.
    pub is_vendor: bool,
    /// Has a desk in the administration.
    pub keeps_the_market: bool,
    /// How many products are in the cart.
    pub cart_count: i64,
    pub cart: CartHolder,
}

#[derive(Clone, Default)]
struct Asked(Arc<OnceCell<Visitor>>);

/// Lets everything below share one answer.
pub(crate) fn ask_once() {
    provide_context(Asked::default());
}

/// The visitor of this request.
pub async fn visitor() -> Result<Visitor> {
    let asked = use_context::<Asked>().unwrap_or_default();
    let market = super::market();
    asked.0.get_or_try_init(|| load(market)).await.cloned()
}

async fn load(market: Market) -> Result<Visitor> {
    let session = session().await?;
    if session.id().is_none() {
        return Ok(Visitor::default());
    }
    let (account, presence) = present(&market, &session).await?.unzip();
    let cart = CartHolder {
        cart: read(&session, CART).await?,
        account: account.as_ref().map(|account| account.id),
    };
    let cart_count = match cart {
        CartHolder {
            cart: None,
            account: None,
        } => 0,
        holder => cart::count(&market.db, holder).await?,
    };
    Ok(Visitor {
        is_vendor: account.as_ref().is_some_and(|account| account.sells),
        keeps_the_market: account.as_ref().is_some_and(Account::keeps_the_market),
        account,
        presence,
        cart_count,
        cart,
    })
}

/// Whoever is signed in, for addresses that are no pages; `from` is how their request came.
pub async fn customer_of(
    market: &Market,
    session: &Session,
    from: Actor,
) -> Result<Option<Customer>> {
    let present = present(market, session).await?;
    Ok(present.map(|(account, presence)| Customer::present(account, presence, from)))
}

/// The account behind the session, as the database sees it now.
pub async fn signed_in(market: &Market, session: &Session) -> Result<Option<Account>> {
    let present = present(market, session).await?;
    Ok(present.map(|(account, _)| account))
}

async fn present(market: &Market, session: &Session) -> Result<Option<(Account, Presence)>> {
    let Some(pass) = read::<Pass>(session, PASS).await? else {
        return Ok(None);
    };
    // Reading has shown whether the session still is one.
    let Some(id) = session.id() else {
        return Ok(None);
    };
    accounts::who(
        &market.db,
        &session_id_hash(&id),
        pass.account,
        pass.version,
        market.now(),
    )
    .await
}
