//! `/account/close/keep`: what the mail about a closing leads to; and keeping the account from one of its pages.

use leptos::either::Either;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::{Meta, Title};
use market::accounts::closing;

use crate::account::mailed_link::{LinkEnded, mailed_token};
use crate::ui::{Button, Moment, PageHead};
use crate::web::{
    ActError, ActForm, Form, Notice, actor, flash, form_state, market, no_store, page, paths, who,
};

#[component]
pub fn KeepAccountPage() -> impl IntoView {
    let token = mailed_token();
    page(async move {
        no_store();
        // What it would say, the page says.
        form_state("keep-account-by-link").await?;
        let Some(until) = closing::open_until(&market(), &token).await? else {
            return Ok(Either::Left(view! {
                <LinkEnded
                    lead="The account it was for is not being closed any more, or has been erased. If you can sign in, it is there."
                    href=paths::ACCOUNT
                    label="Open your account"
                />
            }));
        };
        Ok(Either::Right(view! {
            <Title text="Keep your account"/>
            <Meta name="robots" content="noindex"/>
            <div class="wrap wrap--form page stack stack--loose">
                <PageHead title="Keep your account?" lead="Everything stays as it is. Only keys for programs have to be made anew."/>
                <p>"It would be erased on " <Moment at=until/> "."</p>
                <ActForm action=KeepAccountByLink::PATH class="stack">
                    <input type="hidden" name="token" value=token.clone()/>
                    <Button wide=true>"Keep my account"</Button>
                </ActForm>
            </div>
        }))
    })
}

#[server(prefix = "/api", endpoint = "keep-account-by-link")]
pub async fn keep_account_by_link(token: String) -> Result<(), ActError> {
    let page = paths::with_token(paths::KEEP_ACCOUNT, &token);
    Form::on(page, "keep-account-by-link")
        .act(async {
            let market = market();
            let mut tx = market.begin().await?;
            closing::keep_by_link(&market, &mut tx, &token, &actor()).await?;
            tx.commit().await?;
            flash::notice(Notice::AccountKept).await?;
            Ok(paths::ACCOUNT.to_owned())
        })
        .await
}

#[server(prefix = "/api", endpoint = "keep-account")]
pub async fn keep_account() -> Result<(), ActError> {
    let form = Form::on(paths::ACCOUNT, "keep-account");
    form.act(async {
        let (market, by) = (market(), who::customer().await?);
        let mut tx = market.begin().await?;
        closing::keep(&market, &mut tx, &by).await?;
        tx.commit().await?;
        flash::notice(Notice::AccountKept).await?;
        Ok(paths::ACCOUNT.to_owned())
    })
    .await
}
