//! `/account/sign-in/code`: the second step, for whoever has a second factor.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::Refusal;
use market::accounts::{half_signed_in, passkey, second_factor};

use super::arrival::{Way, arrive, asked_next, destination};
use super::passkey::{PasskeyInstead, StartPasskeySignIn};
use crate::ui::{Button, FormSummary, PageHead, TextField};
use crate::web::{
    self, ActError, ActForm, Form, FormState, actor, form_state, market, no_store, page, paths,
    see_other, visitor,
};

/// The form; whoever has not shown a password, or whose ten minutes are over, begins again.
#[component]
pub fn SignInCodePage() -> impl IntoView {
    let next = asked_next();
    page(async move {
        if visitor().await?.account.is_some() {
            see_other(&destination(&next));
        }
        let half = web::half_signed_in(market().now()).await?;
        let passkeys = match &half {
            Some(half) => passkey::has(&market().db, half.account).await?,
            None => false,
        };
        if half.is_none() {
            see_other(&paths::sign_in(&next));
            return Ok(Either::Left(()));
        }
        no_store();
        let going = next.clone();
        let form = form_state("sign-in-code").await?;
        Ok(Either::Right(view! {
            <Title text="Enter your code"/>
            <div class="wrap wrap--form page stack stack--loose">
                <PageHead title="Enter your code" lead="Your password is right. One more step, because your account is protected by more than that."/>
                <FormSummary mistakes=form.mistakes()/>
                <CodeForm form=form next=next.clone()/>
                {passkeys.then(|| view! { <PasskeyInstead action=StartPasskeySignIn::PATH next=going/> })}
                <p>"Lost your phone? Enter one of your recovery codes. Each works once."</p>
                <p><a href=paths::sign_in(&next)>"Sign in as somebody else"</a></p>
            </div>
        }))
    })
}

#[component]
fn CodeForm(form: FormState, next: String) -> impl IntoView {
    view! {
        <ActForm action=SignInCode::PATH class="stack">
            <input type="hidden" name="next" value=next/>
            <TextField
                label="Code"
                name="code"
                hint="The six digits your authenticator app shows."
                error=form.error("code")
                autocomplete="one-time-code"
                max_length=40
            />
            <Button wide=true>"Sign in"</Button>
        </ActForm>
    }
}

#[server(prefix = "/api", endpoint = "sign-in-code")]
pub async fn sign_in_code(code: String, next: String) -> Result<(), ActError> {
    let market = market();
    let half = web::half_signed_in(market.now()).await?;
    let home = match half {
        Some(_) => paths::sign_in_code(&next),
        None => paths::sign_in(&next),
    };
    let form = Form::on(home, "sign-in-code");
    form.act(async {
        let half = half.ok_or(Refusal::SignInStale)?;
        // Signed out everywhere or suspended meanwhile: then the password counts no more either.
        let account = half_signed_in(&market.db, half.account, half.session_version)
            .await?
            .ok_or(Refusal::SignInStale)?;
        second_factor::prove(&market, account.id, &code, &actor()).await?;
        let way = Way {
            kept: half.kept,
            second_factor: true,
            opening: false,
        };
        arrive(&account, way, &next).await
    })
    .await
}
