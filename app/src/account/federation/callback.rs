//! `/account/sign-in/{provider}/callback`: back from another service.

use http::StatusCode;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos_router::hooks::{use_params_map, use_query_map};
use market::accounts::federation::{
    Attempt, Identity, Provider, Unmatched, Unproved, arrive as arrive_by, link,
};
use market::accounts::second_factor;
use market::{Error, Refusal, Result};

use super::super::arrival::{Way, arrive};
use super::start::return_to;
use crate::web::{
    ErrorPage, Notice, actor, explain, flash, half_sign_in, market, no_store, paths, see_other,
    take_attempt, who,
};

/// What the service put into the address.
struct Back {
    provider: String,
    state: String,
    code: String,
    error: String,
}

/// Signs in, or says why not.
#[component]
pub fn CallbackPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let said = |name: &str| query.get(name).unwrap_or_default();
    let back = Back {
        provider: use_params_map()
            .get_untracked()
            .get("provider")
            .unwrap_or_default(),
        state: said("state"),
        code: said("code"),
        error: said("error"),
    };
    // No `page`, which would show the notice that is meant for the next one.
    Suspend::new(async move {
        no_store();
        let view = match come_back(back).await {
            Ok(next) => {
                see_other(&next);
                view! { <p class="wrap page"><a href=next>"Go on"</a></p> }.into_any()
            }
            Err(Failure::Explained(why)) => why.explained(),
            Err(Failure::Other(error)) => explain(error),
        };
        OwnedView::new(view)
    })
}

enum Failure {
    Explained(Why),
    Other(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => Self::Explained(Why::Rule(refusal)),
            other => Self::Other(other),
        }
    }
}

impl From<Why> for Failure {
    fn from(why: Why) -> Self {
        Self::Explained(why)
    }
}

async fn come_back(back: Back) -> Result<String, Failure> {
    let market = market();
    let provider = Provider::from_code(&back.provider).ok_or(Error::NotFound)?;
    let service = market.identities.find(provider).ok_or(Error::NotFound)?;
    // Whatever comes of it, this state has been used.
    let attempt = take_attempt(provider, &back.state, market.now()).await?;
    let attempt = attempt.map_err(|unmatched| match unmatched {
        Unmatched::Unknown => Why::Unknown,
        Unmatched::Expired => Why::Late,
    })?;
    match (back.error.as_str(), back.code.is_empty()) {
        ("", false) => {}
        ("access_denied", _) => return Err(Why::Denied.into()),
        _ => return Err(Why::Unreadable.into()),
    }
    let redeemed = service
        .redeem(&back.code, &attempt.secrets, &return_to(provider))
        .await;
    let identity = redeemed.map_err(|unproved| {
        tracing::warn!(%unproved, provider = provider.code(), "a sign-in was not proved");
        match unproved {
            Unproved::Refused(_) => Why::Unreadable,
            Unproved::Away(_) => Why::Rule(Refusal::ProviderAway),
        }
    })?;
    match attempt.linking {
        Some(_) => connect(&attempt, &identity).await,
        None => sign_in(&attempt, &identity).await,
    }
}

async fn sign_in(attempt: &Attempt, identity: &Identity) -> Result<String, Failure> {
    let market = market();
    let arrived = arrive_by(&market, identity, &actor()).await?;
    // Another service stands for the password, and for nothing more.
    if second_factor::is_set(&market.db, arrived.account.id).await? {
        half_sign_in(&arrived.account, false, market.now()).await?;
        return Ok(paths::sign_in_code(&attempt.next));
    }
    let way = Way {
        opening: arrived.new,
        ..Way::default()
    };
    let mut next = arrive(&arrived.account, way, &attempt.next).await?;
    // The button of another service agrees to nothing.
    if arrived.new {
        next = paths::accept_terms(&next);
    }
    let notice = if arrived.new {
        Notice::Welcome
    } else {
        Notice::SignedIn
    };
    flash::notice(notice).await?;
    Ok(next)
}

/// Only for whoever began it: somebody else may sit at the browser by now.
async fn connect(attempt: &Attempt, identity: &Identity) -> Result<String, Failure> {
    let by = who::customer().await?;
    if attempt.linking != Some(by.id) {
        return Err(Why::Unknown.into());
    }
    let market = market();
    let mut tx = market.begin().await?;
    link(&market, &mut tx, &by, identity).await?;
    tx.commit().await.map_err(Error::from)?;
    flash::notice(Notice::MethodLinked).await?;
    Ok(paths::SIGN_IN_METHODS.to_owned())
}

/// Why somebody who came back is not signed in.
#[derive(Clone, Copy)]
enum Why {
    /// Not begun here, or back already.
    Unknown,
    Late,
    Denied,
    /// The service's answer proves nothing.
    Unreadable,
    Rule(Refusal),
}

impl Why {
    fn explained(self) -> AnyView {
        let (status, title, text) = match self {
            Self::Unknown => (
                StatusCode::BAD_REQUEST,
                "This sign-in is not yours, or is over",
                "It was begun in another browser, or has been used already. Nothing was changed. Start again from the sign-in page.",
            ),
            Self::Late => (
                StatusCode::GONE,
                "That took too long",
                "A sign-in has to be finished within 10 minutes. Nothing was changed. Start again from the sign-in page.",
            ),
            Self::Denied => (
                StatusCode::FORBIDDEN,
                "You did not agree",
                "You are not signed in, and nothing was passed on. Try again, or sign in another way.",
            ),
            Self::Unreadable => (
                StatusCode::BAD_REQUEST,
                "The sign-in could not be confirmed",
                "What came back does not prove who you are. Nothing was changed. Start again from the sign-in page.",
            ),
            Self::Rule(refusal) => (
                Self::status(refusal),
                "You are not signed in this way",
                refusal.message(),
            ),
        };
        let way_on = (paths::SIGN_IN, "Back to the sign-in page");
        view! { <ErrorPage status=status title=title text=text way_on=way_on/> }.into_any()
    }

    fn status(refusal: Refusal) -> StatusCode {
        match refusal {
            Refusal::ProviderAway => StatusCode::SERVICE_UNAVAILABLE,
            Refusal::IdentityUnverified | Refusal::IdentityRefused => StatusCode::FORBIDDEN,
            _ => StatusCode::CONFLICT,
        }
    }
}
