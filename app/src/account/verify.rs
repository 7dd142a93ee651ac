//! `/account/verify`: the address is the visitor's own.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::{Meta, Title};
use market::accounts::{self, LinkPurpose};

use super::mailed_link::{LinkEnded, mailed_token};
use crate::ui::{Banner, Button, ButtonKind, ButtonSize, PageHead, Tone};
use crate::web::{
    ActError, ActForm, Form, Notice, flash, form_state, market, no_store, page, paths, who,
};

/// What the mail after signing up leads to.
#[component]
pub fn VerifyPage() -> impl IntoView {
    let token = mailed_token();
    page(async move {
        no_store();
        // What it would say, the page says.
        form_state("verify-email").await?;
        if !accounts::link_is_open(&market(), LinkPurpose::VerifyEmail, &token).await? {
            return Ok(Either::Left(view! {
                <LinkEnded
                    lead="It has expired, or was used already. If your address is not confirmed yet, your account page sends another link."
                    href=paths::ACCOUNT
                    label="Open your account"
                />
            }));
        }
        Ok(Either::Right(view! {
            <Title text="Confirm your e-mail address"/>
            <Meta name="robots" content="noindex"/>
            <div class="wrap wrap--form page stack stack--loose">
                <PageHead title="Confirm your e-mail address" lead="Receipts and license keys go there, and the way back into your account."/>
                <ActForm action=VerifyEmail::PATH class="stack">
                    <input type="hidden" name="token" value=token/>
                    <Button wide=true>"Confirm this address"</Button>
                </ActForm>
            </div>
        }))
    })
}

#[server(prefix = "/api", endpoint = "verify-email")]
pub async fn verify_email(token: String) -> Result<(), ActError> {
    let form = Form::on(paths::with_token(paths::VERIFY, &token), "verify-email");
    form.act(async {
        accounts::verify_email(&market(), &token).await?;
        flash::notice(Notice::EmailVerified).await?;
        // Whoever is not signed in here is asked to, and then told.
        Ok(paths::ACCOUNT.to_owned())
    })
    .await
}

/// Stands on the account's page while its address is not confirmed.
#[component]
pub(super) fn Unverified(email: String) -> impl IntoView {
    view! {
        <Banner tone=Tone::Warn title="Confirm your e-mail address">
            <div class="stack stack--tight">
                <p>{format!("We have written to {email}. Open the link in that mail, so that you can get back in if you forget your password.")}</p>
                <ActForm action=SendVerification::PATH>
                    <Button kind=ButtonKind::Quiet size=ButtonSize::Small>"Send another link"</Button>
                </ActForm>
            </div>
        </Banner>
    }
}

#[server(prefix = "/api", endpoint = "send-verification")]
pub async fn send_verification() -> Result<(), ActError> {
    let form = Form::on(paths::ACCOUNT, "send-verification");
    form.act(async {
        let customer = who::customer().await?;
        accounts::send_verification_again(&market(), &customer).await?;
        flash::notice(Notice::VerificationSent).await?;
        Ok(paths::ACCOUNT.to_owned())
    })
    .await
}
