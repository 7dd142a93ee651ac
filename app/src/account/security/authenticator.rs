//! `/account/security/app`: telling an authenticator app its secret, and the app's first code.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::accounts::second_factor::{self, Enrolment};

use super::onward;
use super::qr_code::QrCode;
use crate::account::arrival::asked_next;
use crate::ui::{Button, CodeBlock, FormSummary, PageHead, TextField};
use crate::web::{
    ActError, ActForm, Form, FormState, Notice, actor, flash, form_state, market, no_store, page,
    paths, renew_proof, see_other, who,
};

#[component]
pub fn AuthenticatorPage() -> impl IntoView {
    let next = asked_next();
    page(async move {
        let (market, by) = (market(), who::fresh().await?);
        let enrolment = second_factor::enrolment(&market, &by).await?;
        if enrolment.is_none() {
            see_other(&paths::security(&next));
        }
        no_store();
        let form = form_state("confirm-authenticator").await?;
        Ok(view! {
            <Title text="Set up an authenticator app"/>
            <div class="wrap wrap--form page stack stack--loose">
                <PageHead
                    title="Set up an authenticator app"
                    lead="Any app that shows six-digit codes will do: Aegis, 2FAS, 1Password, Google or Microsoft Authenticator."
                />
                <FormSummary mistakes=form.mistakes()/>
                {enrolment.map(|enrolment| view! { <Steps enrolment=enrolment form=form next=next.clone()/> })}
                <p><a href=paths::SECURITY>"Not now"</a></p>
            </div>
        })
    })
}

#[component]
fn Steps(enrolment: Enrolment, form: FormState, next: String) -> impl IntoView {
    view! {
        <section class="stack">
            <h2>"1. Scan this with the app"</h2>
            <QrCode text=enrolment.uri label="QR code for your authenticator app"/>
            <p>"It cannot scan? Type this key in. It is time-based, as apps take it to be."</p>
            <CodeBlock code=spaced(&enrolment.secret) title="Key"/>
        </section>
        <section class="stack">
            <h2>"2. Enter the code it shows"</h2>
            <ActForm action=ConfirmAuthenticator::PATH class="stack">
                <input type="hidden" name="next" value=next/>
                <TextField
                    label="Code"
                    name="code"
                    hint="Six digits. You are signed out on every other device then."
                    error=form.error("code")
                    autocomplete="one-time-code"
                    max_length=20
                />
                <Button wide=true>"Turn it on"</Button>
            </ActForm>
        </section>
    }
}

/// In groups of four, to be typed without getting lost.
fn spaced(secret: &str) -> String {
    let symbols: Vec<char> = secret.chars().collect();
    let groups: Vec<String> = symbols
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}

#[server(prefix = "/api", endpoint = "start-authenticator")]
pub async fn start_authenticator(next: String) -> Result<(), ActError> {
    let form = Form::on(paths::security(&next), "start-authenticator");
    form.act(async {
        let (market, by) = (market(), who::fresh().await?);
        let mut tx = market.begin().await?;
        second_factor::start(&market, &mut tx, &by).await?;
        tx.commit().await?;
        Ok(paths::authenticator(&next))
    })
    .await
}

#[server(prefix = "/api", endpoint = "confirm-authenticator")]
pub async fn confirm_authenticator(code: String, next: String) -> Result<(), ActError> {
    let form = Form::on(paths::authenticator(&next), "confirm-authenticator");
    form.act(async {
        let (market, by) = (market(), who::fresh().await?);
        let mut tx = market.begin().await?;
        let new_codes = second_factor::confirm(&market, &mut tx, &by, &code).await?;
        tx.commit().await?;
        renew_proof(true, market.now()).await?;
        if new_codes {
            return Ok(paths::recovery_codes(&onward(&next)));
        }
        flash::notice(Notice::AuthenticatorAdded).await?;
        Ok(onward(&next))
    })
    .await
}

#[server(prefix = "/api", endpoint = "remove-authenticator")]
pub async fn remove_authenticator(code: String) -> Result<(), ActError> {
    let form = Form::on(paths::SECURITY, "remove-authenticator");
    form.act(async {
        let (market, by) = (market(), who::fresh().await?);
        let proof = second_factor::prove(&market, by.id, &code, &actor()).await?;
        let mut tx = market.begin().await?;
        second_factor::remove(&market, &mut tx, &by, &proof).await?;
        tx.commit().await?;
        flash::notice(Notice::AuthenticatorRemoved).await?;
        Ok(paths::SECURITY.to_owned())
    })
    .await
}
