//! `/account/sign-in/passkey`: a passkey instead of a code, or instead of everything.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::Refusal;
use market::accounts::half_signed_in;
use market::accounts::passkey::{self, Question};
use serde_json::Value;

use super::prompt::PasskeyForm;
use crate::account::arrival::{Way, arrive, asked_next, destination};
use crate::ui::PageHead;
use crate::web::{
    self, ActError, Form, actor, keep_question, market, no_store, page, paths, question, see_other,
    visitor,
};

#[component]
pub fn PasskeySignInPage() -> impl IntoView {
    let next = asked_next();
    page(async move {
        let market = market();
        let mut options = None;
        if visitor().await?.account.is_some() {
            see_other(&destination(&next));
        } else {
            options = waiting(&market).await?;
            if options.is_none() {
                see_other(&paths::sign_in(&next));
            }
        }
        no_store();
        let going = next.clone();
        Ok(view! {
            <Title text="Sign in with a passkey"/>
            <div class="wrap wrap--form page stack stack--loose">
                <PageHead title="Sign in with a passkey" lead="Your device asks for your finger, face or PIN."/>
                {options.map(|options| view! { <PasskeyForm action=PasskeySignIn::PATH options=options next=going/> })}
                <p><a href=paths::sign_in(&next)>"Sign in another way"</a></p>
            </div>
        })
    })
}

async fn waiting(market: &market::Market) -> market::Result<Option<Value>> {
    let Some(id) = question().await? else {
        return Ok(None);
    };
    let kind = match web::half_signed_in(market.now()).await? {
        Some(_) => Question::Prove,
        None => Question::Identify,
    };
    passkey::options(&market.db, id, kind, market.now()).await
}

#[server(prefix = "/api", endpoint = "start-passkey-sign-in")]
pub async fn start_passkey_sign_in(next: String) -> Result<(), ActError> {
    let form = Form::on(paths::sign_in(&next), "sign-in");
    form.act(async {
        let market = market();
        let half = web::half_signed_in(market.now()).await?;
        let mut tx = market.begin().await?;
        let id = match half {
            Some(half) => passkey::ask_to_prove(&market, &mut tx, half.account).await?,
            None => passkey::ask_to_identify(&market, &mut tx).await?,
        };
        tx.commit().await?;
        keep_question(id).await?;
        Ok(paths::passkey_sign_in(&next))
    })
    .await
}

#[server(prefix = "/api", endpoint = "passkey-sign-in")]
pub async fn passkey_sign_in(answer: String, next: String) -> Result<(), ActError> {
    let market = market();
    let half = web::half_signed_in(market.now()).await?;
    let (home, name) = match half {
        Some(_) => (paths::sign_in_code(&next), "sign-in-code"),
        None => (paths::sign_in(&next), "sign-in"),
    };
    // Back to where there are other ways, not to a question that was answered.
    let form = Form::on(home, name).at_home();
    form.act(async {
        let id = question().await?.ok_or(Refusal::PasskeyRefused)?;
        let kept = half.as_ref().is_some_and(|half| half.kept);
        let account = match half {
            Some(half) => {
                let account = half_signed_in(&market.db, half.account, half.session_version)
                    .await?
                    .ok_or(Refusal::SignInStale)?;
                passkey::prove(&market, account.id, (id, &answer), &actor()).await?;
                account
            }
            None => passkey::identify(&market, (id, &answer)).await?,
        };
        let way = Way {
            kept,
            second_factor: true,
            opening: false,
        };
        arrive(&account, way, &next).await
    })
    .await
}
