//! The bank's page. It looks like somebody else's on purpose.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;
use market::checkout::sandbox::{self, Decision, SandboxIntent, SandboxState};

use super::{SandboxDecide, open_for};
use crate::ui::{Button, ButtonKind, ButtonSize, Facts, LinkButton, Panel};
use crate::web::{ActForm, local, market, no_store, page};

/// One payment at the bank: to be decided, to be confirmed, or done with.
#[component]
pub fn SandboxBankPage() -> impl IntoView {
    let id = use_params_map()
        .get_untracked()
        .get("intent")
        .unwrap_or_default();
    view! {
        <div class="bank">
            <header class="bank__bar">
                <p class="bank__name">"Sandbox Bank"</p>
                <p class="bank__note">"Test payments, no real money"</p>
            </header>
            <main id="content" tabindex="-1">
                {page(async move {
                    let intent = sandbox::intent(&market().db, open_for(&id)?).await?;
                    no_store();
                    Ok(shown(intent))
                })}
            </main>
        </div>
    }
}

fn shown(intent: SandboxIntent) -> impl IntoView {
    let amount = intent.amount.to_string();
    let title = match intent.state {
        SandboxState::RequiresAction => format!("Pay {amount}"),
        SandboxState::Challenged => "Confirm that it is you".to_owned(),
        SandboxState::Succeeded => format!("{amount} paid"),
        SandboxState::Failed => "Payment declined".to_owned(),
        SandboxState::Canceled => "Payment called off".to_owned(),
    };
    view! {
        <Title text=format!("{title} at Sandbox Bank")/>
        <Meta name="robots" content="noindex"/>
        <div class="wrap wrap--form page stack stack--loose">
            <h1>{title}</h1>
            <Panel>
                <Facts apart=true>
                    <dt>"To"</dt>
                    <dd>"Autopilot Monster"</dd>
                    <dt>"For"</dt>
                    <dd>{intent.description.clone()}</dd>
                    <dt>"Amount"</dt>
                    <dd>{amount}</dd>
                    <dt>"Card"</dt>
                    <dd>"Test card ending in 4242"</dd>
                </Facts>
            </Panel>
            {match intent.state {
                SandboxState::RequiresAction => decision(intent.id).into_any(),
                SandboxState::Challenged => challenge(intent.id).into_any(),
                _ => done(&intent.return_url).into_any(),
            }}
        </div>
    }
}

fn decision(id: String) -> impl IntoView {
    view! {
        <ActForm action=SandboxDecide::PATH class="stack">
            <input type="hidden" name="intent" value=id/>
            <Decide choice=Decision::Pay kind=ButtonKind::Primary>"Pay"</Decide>
            <Decide choice=Decision::Challenge>"Pay, and be asked to confirm (3-D Secure)"</Decide>
            <Decide choice=Decision::Decline>"Have the card declined"</Decide>
            <Decide choice=Decision::Abandon kind=ButtonKind::Plain>"Leave without paying"</Decide>
        </ActForm>
    }
}

fn challenge(id: String) -> impl IntoView {
    view! {
        <p>"A real bank would ask for a code from your phone now. This one takes your word for it."</p>
        <ActForm action=SandboxDecide::PATH class="stack">
            <input type="hidden" name="intent" value=id/>
            <Decide choice=Decision::PassChallenge kind=ButtonKind::Primary>"Confirm the payment"</Decide>
            <Decide choice=Decision::FailChallenge>"Fail the confirmation"</Decide>
            <Decide choice=Decision::Abandon kind=ButtonKind::Plain>"Leave without confirming"</Decide>
        </ActForm>
    }
}

#[component]
fn Decide(
    choice: Decision,
    #[prop(default = ButtonKind::Quiet)] kind: ButtonKind,
    children: Children,
) -> impl IntoView {
    view! {
        <Button name="decision" value=choice.code() kind=kind size=ButtonSize::Large wide=true>{children()}</Button>
    }
}

fn done(return_url: &str) -> impl IntoView + use<> {
    let shop = local(return_url).unwrap_or_else(|| return_url.to_owned());
    view! {
        <p>"This payment has been decided. There is nothing more to do here."</p>
        <LinkButton href=shop size=ButtonSize::Large wide=true>"Back to the shop"</LinkButton>
    }
}
