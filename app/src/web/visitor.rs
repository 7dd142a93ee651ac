//! Who visits: asked once a request, and not at all of the database when the request carries no session.

use std::sync::Arc;

use leptos::prelude::{provide_context, use_context};
use market::accounts::impersonation::{self, Impersonation};
use market::accounts::session::Pass;
use market::accounts::{self, Account, Customer, Permission, Presence};
use market::audit::Actor;
use market::cart::{self, CartHolder};
use market::{AccountId, Market, Refusal, Result};
use tokio::sync::OnceCell;
use tower_sessions::Session;

use super::session::{CART, PASS, read, session, session_id_hash};

/// Somebody with a browser, signed in or not.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    pub account: Option<Account>,
    /// What their session shows of them; nothing for whoever is in somebody's place.
    pub presence: Option<Presence>,
    /// In whose place they are, whose account is the one above.
    pub impersonation: Option<Impersonation>,
    /// Acts for a vendor.
    pub is_vendor: bool,
    /// Has a desk in the administration.
    pub keeps_the_market: bool,
    /// How many products are in the cart.
    pub cart_count: i64,
    pub cart: CartHolder,
}

impl Visitor {
    /// Whose account it is, to whom it shows what they bought; nobody for whoever is in their place.
    pub fn themselves(&self) -> Option<AccountId> {
        let account = self
            .account
            .as_ref()
            .filter(|_| self.impersonation.is_none());
        account.map(|account| account.id)
    }
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
    let (account, presence, impersonation) = match present(&market, &session).await? {
        None => (None, None, None),
        Some(Present::Themselves(account, presence)) => (Some(account), Some(presence), None),
        Some(Present::InPlace(on)) => {
            let account = (!on.over).then(|| on.subject.clone());
            (account, None, Some(on))
        }
    };
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
        impersonation,
        cart_count,
        cart,
    })
}

/// Whoever is signed in, for addresses that are no pages; `from` is how their request came. Refuses with `NotInTheirPlace`
/// whoever is in somebody's place.
pub async fn customer_of(
    market: &Market,
    session: &Session,
    from: Actor,
) -> Result<Option<Customer>> {
    match present(market, session).await? {
        None => Ok(None),
        Some(Present::Themselves(account, presence)) => {
            Ok(Some(Customer::present(account, presence, from)))
        }
        Some(Present::InPlace(_)) => Err(Refusal::NotInTheirPlace.into()),
    }
}

/// In whose place the session is, if it is.
pub async fn in_place(market: &Market, session: &Session) -> Result<Option<Impersonation>> {
    match present(market, session).await? {
        Some(Present::InPlace(impersonation)) => Ok(Some(impersonation)),
        _ => Ok(None),
    }
}

/// Whom a session shows.
enum Present {
    Themselves(Account, Presence),
    InPlace(Impersonation),
}

async fn present(market: &Market, session: &Session) -> Result<Option<Present>> {
    let Some(pass) = read::<Pass>(session, PASS).await? else {
        return Ok(None);
    };
    // Reading has shown whether the session still is one.
    let Some(id) = session.id() else {
        return Ok(None);
    };
    let (db, now) = (&market.db, market.now());
    let hash = session_id_hash(&id);
    let who = accounts::who(db, &hash, pass.account, pass.version, now).await?;
    let Some((account, presence)) = who else {
        return Ok(None);
    };
    // Nobody else can be in anybody's place.
    if account.role.may(Permission::Impersonate)
        && let Some(on) = impersonation::of_session(db, presence.session, now).await?
    {
        return Ok(Some(Present::InPlace(on)));
    }
    Ok(Some(Present::Themselves(account, presence)))
}
