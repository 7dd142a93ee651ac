//! `/account/sign-in`: coming back.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::accounts::{self, passkey, second_factor};
use secrecy::SecretString;

use super::arrival::{Way, arrive, asked_next, destination};
use super::federation::OtherWays;
use super::passkey::{PasskeyInstead, StartPasskeySignIn};
use crate::ui::{Button, Checkbox, FieldKind, FormSummary, PageHead, TextField};
use crate::web::{
    ActError, ActForm, Form, FormState, actor, form_state, half_sign_in, market, page, paths,
    rate_limit, see_other, visitor,
};

/// The form; whoever is signed in already is sent on.
#[component]
pub fn SignInPage() -> impl IntoView {
    let next = asked_next();
    page(async move {
        if visitor().await?.account.is_some() {
            see_other(&destination(&next));
        }
        let form = form_state("sign-in").await?;
        let going = next.clone();
        Ok(view! {
            <Title text="Sign in"/>
            <div class="wrap wrap--form page stack stack--loose">
                {if next == paths::CHECKOUT {
                    view! { <PageHead title="Sign in" lead="Sign in to pay. What is in your cart stays there."/> }
                } else {
                    view! { <PageHead title="Sign in"/> }
                }}
                <FormSummary mistakes=form.mistakes()/>
                <SignInForm form=form next=next.clone()/>
                <p><a href=paths::RESET>"Forgot your password?"</a></p>
                {passkey::offered(&market())
                    .then(|| {
                        view! { <PasskeyInstead action=StartPasskeySignIn::PATH next=going words="Sign in with a passkey"/> }
                    })}
                <OtherWays next=next.clone() verb="Sign in with"/>
                <p>"New here? " <a href=paths::sign_up(&next)>"Create an account"</a></p>
            </div>
        })
    })
}

#[component]
fn SignInForm(form: FormState, next: String) -> impl IntoView {
    view! {
        <ActForm action=SignIn::PATH class="stack">
            <input type="hidden" name="next" value=next/>
            <TextField
                label="E-mail address"
                name="email"
                kind=FieldKind::Email
                value=form.value("email")
                error=form.error("email")
                autocomplete="username"
                max_length=254
            />
            <TextField
                label="Password"
                name="password"
                kind=FieldKind::Password
                error=form.error("password")
                autocomplete="current-password"
                max_length=128
            />
            <Checkbox
                label="Keep me signed in"
                name="keep"
                checked=form.value("keep") == "true"
                hint="For 30 days on this device. Not on one you share."
            />
            <Button wide=true>"Sign in"</Button>
        </ActForm>
    }
}

#[server(prefix = "/api", endpoint = "sign-in")]
pub async fn sign_in(
    email: String,
    password: String,
    #[server(default)] keep: bool,
    next: String,
) -> Result<(), ActError> {
    let form = Form::on(paths::sign_in(&next), "sign-in")
        .keeping("email", &email)
        .keeping("keep", if keep { "true" } else { "" });
    form.act(async {
        let (market, password) = (market(), SecretString::from(password));
        let tried = rate_limit::sign_in_try(&email).await?;
        let account = accounts::sign_in(&market, &email, &password, &actor()).await?;
        tried.was_right(&market).await?;
        if second_factor::is_set(&market.db, account.id).await? {
            half_sign_in(&account, keep, market.now()).await?;
            return Ok(paths::sign_in_code(&next));
        }
        let way = Way {
            kept: keep,
            ..Way::default()
        };
        arrive(&account, way, &next).await
    })
    .await
}
