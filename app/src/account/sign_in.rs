//! `/account/sign-in`: coming back.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::accounts;
use secrecy::SecretString;

use super::arrival::{arrive, asked_next, destination};
use crate::ui::{Button, FieldKind, FormSummary, PageHead, TextField};
use crate::web::{
    ActError, ActForm, Form, FormState, form_state, market, page, paths, rate_limit, see_other,
    visitor,
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
            <Button wide=true>"Sign in"</Button>
        </ActForm>
    }
}

#[server(prefix = "/api", endpoint = "sign-in")]
pub async fn sign_in(email: String, password: String, next: String) -> Result<(), ActError> {
    let form = Form::on(paths::sign_in(&next), "sign-in").keeping("email", &email);
    form.act(async {
        let market = market();
        let tried = rate_limit::sign_in_try(&email).await?;
        let account = accounts::sign_in(&market, &email, &SecretString::from(password)).await?;
        tried.was_right(&market).await?;
        rate_limit::remember_browser(&email);
        arrive(&account, &next).await
    })
    .await
}
