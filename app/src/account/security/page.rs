//! The overview: second factors, recovery codes, and the latest that happened.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::accounts::passkey;
use market::accounts::second_factor::{self, Factors};
use market::audit;
use time::OffsetDateTime;

use super::activity::Activity;
use super::authenticator::{RemoveAuthenticator, StartAuthenticator};
use super::codes::MakeRecoveryCodes;
use super::passkeys::Passkeys;
use crate::account::area::AccountArea;
use crate::account::arrival::asked_next;
use crate::ui::{
    Badge, Banner, Button, ButtonKind, Day, FormSummary, LinkButton, Panel, SectionHead, TextField,
    Tone,
};
use crate::web::{ActForm, FormState, form_state, market, no_store, page, paths, visitor, who};

/// How much of what happened is shown.
const LATEST: i64 = 20;

#[component]
pub fn SecurityPage() -> impl IntoView {
    let next = asked_next();
    page(async move {
        let (market, by) = (market(), who::customer().await?);
        let factors = second_factor::factors(&market.db, &by).await?;
        let shown = visitor()
            .await?
            .presence
            .is_some_and(|presence| presence.second_factor);
        let offered = passkey::offered(&market);
        let held = passkey::held(&market.db, &by).await?;
        let latest = audit::of_account(&market.db, &by, LATEST).await?;
        no_store();
        let form = form_state("remove-authenticator").await?;
        Ok(view! {
            <Title text="Security"/>
            <AccountArea title="Security" here=paths::SECURITY>
                <FormSummary mistakes=form.mistakes()/>
                <Asked next=next.clone() set=factors.any() shown=shown/>
                <AuthenticatorPanel since=factors.authenticator form=form next=next.clone()/>
                {offered.then(|| view! { <Passkeys held=held next=next.clone()/> })}
                <Codes factors=factors/>
                <section class="stack">
                    <SectionHead title="Recent activity" note="What happened to your account, and from where."/>
                    <Activity entries=latest/>
                </section>
            </AccountArea>
        })
    })
}

/// Says why somebody was sent here, who meant to go elsewhere.
#[component]
fn Asked(next: String, set: bool, shown: bool) -> impl IntoView {
    let may_go_on = next.is_empty() || (set && shown);
    (!may_go_on).then(|| {
        if set {
            view! {
                <Banner tone=Tone::Warn title="Show your second factor">
                    <p>"You signed in without it. " <a href=paths::confirm(&next)>"Confirm that it is you"</a> " to go on."</p>
                </Banner>
            }
            .into_any()
        } else {
            view! {
                <Banner tone=Tone::Warn title="Set up a second factor">
                    <p>"The page you asked for is only shown to accounts that are protected by more than a password."</p>
                </Banner>
            }
            .into_any()
        }
    })
}

#[component]
fn AuthenticatorPanel(
    since: Option<OffsetDateTime>,
    form: FormState,
    next: String,
) -> impl IntoView {
    match since {
        None => view! {
            <Panel title="Authenticator app">
                <p>
                    "An app on your phone shows a code that changes every 30 seconds. Whoever learns your password still cannot sign in
                    without it."
                </p>
                <ActForm action=StartAuthenticator::PATH>
                    <input type="hidden" name="next" value=next/>
                    <Button>"Set up an app"</Button>
                </ActForm>
            </Panel>
        }
        .into_any(),
        Some(since) => view! {
            <Panel title="Authenticator app">
                <p><Badge tone=Tone::Good>"On"</Badge> " since " <Day at=since/> ". Signing in takes a code of it."</p>
                <ActForm action=RemoveAuthenticator::PATH class="stack">
                    <TextField
                        label="Code"
                        name="code"
                        hint="To remove the app, enter the code it shows, or a recovery code."
                        error=form.error("code")
                        autocomplete="one-time-code"
                        max_length=40
                    />
                    <div><Button kind=ButtonKind::Danger>"Remove the app"</Button></div>
                </ActForm>
            </Panel>
        }
        .into_any(),
    }
}

#[component]
fn Codes(factors: Factors) -> impl IntoView {
    let left = factors.recovery_codes;
    let low = left < 4;
    factors.any().then(|| {
        view! {
            <Panel title="Recovery codes">
                <p>
                    <Badge tone=if low { Tone::Warn } else { Tone::Good }>{format!("{left} left")}</Badge>
                    " For the day you lose your phone. Each works once, in place of a code or a passkey."
                </p>
                <div class="row">
                    <ActForm action=MakeRecoveryCodes::PATH>
                        <Button kind=ButtonKind::Quiet>"Make new codes"</Button>
                    </ActForm>
                    <LinkButton href=paths::DEVICES kind=ButtonKind::Plain>"See where you are signed in"</LinkButton>
                </div>
            </Panel>
        }
    })
}
