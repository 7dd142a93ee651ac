//! `/account/password`: another password.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::accounts::{self, Protection};
use secrecy::SecretString;

use super::area::AccountArea;
use super::arrival::{Way, arrive};
use crate::ui::{Button, FieldKind, FormSummary, PageHead, TextField};
use crate::web::{
    ActError, ActForm, Form, FormState, Notice, flash, form_state, market, page, paths, who,
};

/// The form that asks for the current password and the next.
#[component]
pub fn PasswordPage() -> impl IntoView {
    page(async move {
        let customer = who::customer().await?;
        let protection = Protection::of(&market().db, customer.id).await?;
        let form = form_state("change-password").await?;
        Ok(view! {
            <Title text="Change your password"/>
            <AccountArea here=paths::PASSWORD>
                <PageHead title="Change your password" lead="Every other device will be signed out. This one stays signed in."/>
                <FormSummary mistakes=form.mistakes()/>
                <ChangeForm form=form email=customer.email.clone() protection=protection/>
            </AccountArea>
        })
    })
}

#[component]
fn ChangeForm(form: FormState, email: String, protection: Protection) -> impl IntoView {
    view! {
        <ActForm action=ChangePassword::PATH class="stack account-form">
            // Lets a password manager know whose password it is.
            <input type="hidden" autocomplete="username" value=email/>
            <CurrentPasswordField error=form.error("current")/>
            <NewPasswordField label="New password" error=form.error("password") protection=protection/>
            <div class="form__actions">
                <Button>"Change the password"</Button>
                <a href=paths::RESET>"Forgot the current one?"</a>
            </div>
        </ActForm>
    }
}

/// The password the visitor signs in with, asked for again before what matters.
#[component]
pub(super) fn CurrentPasswordField(
    #[prop(optional_no_strip)] error: Option<String>,
) -> impl IntoView {
    view! {
        <TextField
            label="Current password"
            name="current"
            kind=FieldKind::Password
            error=error
            autocomplete="current-password"
            max_length=128
        />
    }
}

/// A password that is to be.
#[component]
pub(super) fn NewPasswordField(
    label: &'static str,
    #[prop(optional_no_strip)] error: Option<String>,
    protection: Protection,
) -> impl IntoView {
    let shortest = protection.shortest();
    view! {
        <TextField
            label=label
            name="password"
            kind=FieldKind::Password
            hint=format!("At least {shortest} characters. A few unrelated words are easy to remember and hard to guess.")
            error=error
            autocomplete="new-password"
            min_length=u32::try_from(shortest).unwrap_or_default()
            max_length=128
        />
    }
}

#[server(prefix = "/api", endpoint = "change-password")]
pub async fn change_password(current: String, password: String) -> Result<(), ActError> {
    let form = Form::on(paths::PASSWORD, "change-password");
    form.act(async {
        let customer = who::customer().await?;
        let (current, new) = (SecretString::from(current), SecretString::from(password));
        let account = accounts::change_password(&market(), &customer, &current, &new).await?;
        // All have ended; this device goes on under a new one.
        let way = Way {
            second_factor: customer.showed_second_factor(),
            ..Way::default()
        };
        let next = arrive(&account, way, paths::PASSWORD).await?;
        flash::notice(Notice::PasswordChanged).await?;
        Ok(next)
    })
    .await
}
