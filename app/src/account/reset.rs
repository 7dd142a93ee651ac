//! `/account/reset`: a new password for whoever reads the account's mail.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::{Meta, Title};
use market::accounts::{self, Protection};
use market::limits::Action;
use secrecy::SecretString;

use super::mailed_link::{LinkEnded, mailed_token};
use super::password::NewPasswordField;
use crate::ui::{Button, FieldKind, FormSummary, PageHead, TextField};
use crate::web::{
    ActError, ActForm, Form, FormState, Notice, actor, flash, form_state, market, no_store, page,
    paths, rate_limit,
};

/// Where to send the link.
#[component]
pub fn ResetPage() -> impl IntoView {
    page(async move {
        let form = form_state("ask-reset").await?;
        Ok(view! {
            <Title text="Set a new password"/>
            <div class="wrap wrap--form page stack stack--loose">
                <PageHead title="Set a new password" lead="We mail you a link. Whoever opens it can set the password, so it works once and for one hour."/>
                <FormSummary mistakes=form.mistakes()/>
                <ActForm action=AskReset::PATH class="stack">
                    <TextField
                        label="E-mail address"
                        name="email"
                        kind=FieldKind::Email
                        value=form.value("email")
                        error=form.error("email")
                        autocomplete="username"
                        max_length=254
                    />
                    <Button wide=true>"Send the link"</Button>
                </ActForm>
                <p>"You remember it? " <a href=paths::SIGN_IN>"Sign in"</a></p>
            </div>
        })
    })
}

/// Says the same whoever has an account.
#[server(prefix = "/api", endpoint = "ask-reset")]
pub async fn ask_reset(email: String) -> Result<(), ActError> {
    let form = Form::on(paths::RESET, "ask-reset").keeping("email", &email);
    form.act(async {
        rate_limit::keep_to(Action::PasswordReset).await?;
        accounts::ask_reset(&market(), &email).await?;
        flash::notice(Notice::ResetAsked).await?;
        Ok(paths::SIGN_IN.to_owned())
    })
    .await
}

/// What the link leads to.
#[component]
pub fn NewPasswordPage() -> impl IntoView {
    let token = mailed_token();
    page(async move {
        no_store();
        let form = form_state("set-password").await?;
        let Some(protection) = accounts::reset_protection(&market(), &token).await? else {
            return Ok(Either::Left(view! {
                <LinkEnded
                    lead="It has expired, or was used already. Your password is as it was. Ask for another link to set a new one."
                    href=paths::RESET
                    label="Get another link"
                />
            }));
        };
        Ok(Either::Right(
            view! { <NewPassword form=form token=token.clone() protection=protection/> },
        ))
    })
}

#[component]
fn NewPassword(form: FormState, token: String, protection: Protection) -> impl IntoView {
    view! {
        <Title text="Set a new password"/>
        <Meta name="robots" content="noindex"/>
        <div class="wrap wrap--form page stack stack--loose">
            <PageHead title="Set a new password" lead="All devices that are signed in will be signed out."/>
            <FormSummary mistakes=form.mistakes()/>
            <ActForm action=SetPassword::PATH class="stack">
                <input type="hidden" name="token" value=token/>
                <NewPasswordField label="New password" error=form.error("password") protection=protection/>
                <Button wide=true>"Set the password"</Button>
            </ActForm>
        </div>
    }
}

#[server(prefix = "/api", endpoint = "set-password")]
pub async fn set_password(token: String, password: String) -> Result<(), ActError> {
    let page = paths::with_token(paths::NEW_PASSWORD, &token);
    Form::on(page, "set-password")
        .act(async {
            let new = SecretString::from(password);
            accounts::reset_password(&market(), &token, &new, &actor()).await?;
            flash::notice(Notice::PasswordSet).await?;
            Ok(paths::SIGN_IN.to_owned())
        })
        .await
}
