//! `/vendor/invitations/{token}`: what a mailed link offers, and taking it.

use http::StatusCode;
use leptos::either::Either;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use market::accounts::Account;
use market::vendors::team::{self, Invited};
use market::{Error, Refusal};

use crate::account::SignOut;
use crate::ui::{
    Banner, Button, ButtonKind, Facts, FormSummary, LinkButton, PageHead, Panel, Tone,
};
use crate::web::{
    ActError, ActForm, ErrorPage, Form, Notice, choose_vendor, flash, form_state, market, no_store,
    page, paths, visitor, who,
};

/// The offer; 404 for a link that never was, 410 for one that is over.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let token = use_params_map()
        .get_untracked()
        .get("token")
        .unwrap_or_default();
    page(async move {
        no_store();
        let invited = match team::invited(&market(), &token).await {
            Ok(invited) => invited,
            Err(Error::Refused(over)) => return Ok(Either::Left(gone(over))),
            Err(error) => return Err(error),
        };
        let form = form_state("accept-invitation").await?;
        let account = visitor().await?.account;
        Ok(Either::Right(view! {
            <Title text="Invitation"/>
            <div class="wrap wrap--narrow page stack stack--loose">
                <PageHead title=format!("Join the team of {}", invited.vendor_name)/>
                <FormSummary mistakes=form.mistakes()/>
                <Offer invited=invited.clone()/>
                <Answer invited=invited account=account token=token/>
            </div>
        }))
    })
}

fn gone(why: Refusal) -> impl IntoView {
    view! { <ErrorPage status=StatusCode::GONE title="This invitation is over" text=why.message()/> }
}

#[component]
fn Offer(invited: Invited) -> impl IntoView {
    view! {
        <Panel>
            <Facts>
                <dt>"Vendor"</dt>
                <dd>{invited.vendor_name}</dd>
                <dt>"Your role"</dt>
                <dd>{invited.role.label()}</dd>
                {invited.invited_by.map(|name| view! { <dt>"Invited by"</dt><dd>{name}</dd> })}
            </Facts>
        </Panel>
    }
}

/// What this visitor can do about it.
#[component]
fn Answer(invited: Invited, account: Option<Account>, token: String) -> impl IntoView {
    let here = paths::invitation(&token);
    match account {
        None => view! {
            <p>"Sign in with the account of the address this was sent to, or create one with it."</p>
            <div class="row">
                <LinkButton href=paths::sign_in(&here)>"Sign in to join"</LinkButton>
                <LinkButton href=paths::sign_up(&here) kind=ButtonKind::Quiet>"Create an account"</LinkButton>
            </div>
        }
        .into_any(),
        Some(account) if invited.is_for(&account) => view! {
            <ActForm action=AcceptInvitation::PATH>
                <input type="hidden" name="token" value=token/>
                <Button>{format!("Join {}", invited.vendor_name)}</Button>
            </ActForm>
        }
        .into_any(),
        Some(account) => view! {
            <Banner tone=Tone::Warn title="You are signed in with another address">
                {format!("You are {}. {}", account.email, Refusal::InvitationForAnother.message())}
            </Banner>
            <ActForm action=SignOut::PATH>
                <Button kind=ButtonKind::Quiet>"Sign out"</Button>
            </ActForm>
        }
        .into_any(),
    }
}

#[server(prefix = "/api", endpoint = "accept-invitation")]
pub async fn accept_invitation(token: String) -> Result<(), ActError> {
    let form = Form::on(paths::invitation(&token), "accept-invitation");
    form.act(async {
        let market = market();
        let by = who::customer().await?;
        let mut tx = market.begin().await?;
        let vendor = team::accept(&market, &mut tx, &by, &token).await?;
        tx.commit().await?;
        choose_vendor(vendor).await?;
        flash::notice(Notice::TeamJoined).await?;
        Ok(paths::VENDOR.to_owned())
    })
    .await
}
