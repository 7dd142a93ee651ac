//! `/account/email/new` and `/account/email/old`: what the two mailboxes are asked about a change of address.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::{Meta, Title};
use market::accounts::{self, LinkPurpose, Settled};

use super::mailed_link::{LinkEnded, mailed_token};
use crate::ui::{Button, ButtonKind, PageHead};
use crate::web::{
    ActError, ActForm, Form, Notice, flash, form_state, market, no_store, page, paths,
};

const ENDED: &str = "It has expired or was used already, or the change was stopped. Your account page shows which address it has.";

/// At the address an account is to have.
#[component]
pub fn ConfirmNewEmailPage() -> impl IntoView {
    let token = mailed_token();
    page(async move {
        no_store();
        if !accounts::link_is_open(&market(), LinkPurpose::NewEmail, &token).await? {
            form_state("confirm-new-email").await?;
            return Ok(Either::Left(
                view! { <LinkEnded lead=ENDED href=paths::EMAIL label="Open your account"/> },
            ));
        }
        Ok(Either::Right(view! {
            <Title text="Confirm your new e-mail address"/>
            <Meta name="robots" content="noindex"/>
            <div class="wrap wrap--form page stack stack--loose">
                <PageHead title="Confirm your new e-mail address" lead="From then on you sign in with it, and receipts go there."/>
                <ActForm action=ConfirmNewEmail::PATH class="stack">
                    <input type="hidden" name="token" value=token/>
                    <Button wide=true>"Confirm this address"</Button>
                </ActForm>
            </div>
        }))
    })
}

/// At the address the account has: yes, or no.
#[component]
pub fn OldEmailPage() -> impl IntoView {
    let token = mailed_token();
    page(async move {
        no_store();
        if !accounts::link_is_open(&market(), LinkPurpose::OldEmail, &token).await? {
            form_state("agree-to-email-change").await?;
            form_state("refuse-email-change").await?;
            return Ok(Either::Left(
                view! { <LinkEnded lead=ENDED href=paths::EMAIL label="Open your account"/> },
            ));
        }
        let said = token.clone();
        Ok(Either::Right(view! {
            <Title text="Change of your e-mail address"/>
            <Meta name="robots" content="noindex"/>
            <div class="wrap wrap--form page stack stack--loose">
                <PageHead
                    title="Is your e-mail address to change?"
                    lead="Somebody who knows your password wants another address for your account. If it was not you, stop it, then change your password."
                />
                <ActForm action=RefuseEmailChange::PATH class="stack">
                    <input type="hidden" name="token" value=said/>
                    <Button wide=true>"Stop it"</Button>
                </ActForm>
                <ActForm action=AgreeToEmailChange::PATH class="stack">
                    <input type="hidden" name="token" value=token/>
                    <Button wide=true kind=ButtonKind::Quiet>"It was me, change it"</Button>
                </ActForm>
            </div>
        }))
    })
}

async fn agree(purpose: LinkPurpose, token: &str) -> market::Result<String> {
    let settled = accounts::agree_to_email_change(&market(), purpose, token).await?;
    let notice = match settled {
        Settled::WaitsForTheOther => Notice::EmailHalfAgreed,
        Settled::Done => Notice::EmailChanged,
    };
    flash::notice(notice).await?;
    Ok(paths::EMAIL.to_owned())
}

#[server(prefix = "/api", endpoint = "confirm-new-email")]
pub async fn confirm_new_email(token: String) -> Result<(), ActError> {
    let page = paths::with_token(paths::NEW_EMAIL, &token);
    let form = Form::on(page, "confirm-new-email");
    form.act(agree(LinkPurpose::NewEmail, &token)).await
}

#[server(prefix = "/api", endpoint = "agree-to-email-change")]
pub async fn agree_to_email_change(token: String) -> Result<(), ActError> {
    let page = paths::with_token(paths::OLD_EMAIL, &token);
    let form = Form::on(page, "agree-to-email-change");
    form.act(agree(LinkPurpose::OldEmail, &token)).await
}

#[server(prefix = "/api", endpoint = "refuse-email-change")]
pub async fn refuse_email_change(token: String) -> Result<(), ActError> {
    let page = paths::with_token(paths::OLD_EMAIL, &token);
    Form::on(page, "refuse-email-change")
        .act(async {
            accounts::refuse_email_change(&market(), &token).await?;
            flash::notice(Notice::EmailChangeStopped).await?;
            Ok(paths::PASSWORD.to_owned())
        })
        .await
}
